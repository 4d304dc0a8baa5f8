import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import { useRef, useState } from 'react';
import { useWorld } from '../app/use-world.ts';
import type { Item } from './field.ts';

interface Day extends Item {
  date: string;
}
const daysOf = (item: Item): Day[] => (Array.isArray(item['days']) ? (item['days'] as Day[]) : []);

/** Takes the days of an .ics file, as states and calendars publish them; days that are there already stay as they are. */
export function CalendarImport({ item, change }: { item: Item; change: (item: Item) => void }) {
  const world = useWorld();
  const picker = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState<{ text: string; wrong: boolean }>();
  const read = async (file: File) => {
    const answer = await world.api.call('POST /api/calendar-days', { ics: await file.text() });
    if (!answer.ok) return setTold({ text: `${answer.problem.sentence} ${answer.problem.remedy}`, wrong: true });
    const { days, skipped } = answer.value;
    const known = new Set(daysOf(item).map(({ date }) => date));
    const fresh = days.filter(({ date }) => !known.has(date));
    change({ ...item, days: [...daysOf(item), ...fresh].toSorted((a, b) => a.date.localeCompare(b.date)) });
    const rest = skipped === 0 ? '' : ` ${skipped} entries are no whole days and were left out.`;
    setTold({ text: `${fresh.length} days are added; save to keep them.${rest}`, wrong: days.length === 0 });
  };
  return (
    <FormField
      label="Import"
      description="An .ics file with whole days: public holidays as most states publish them."
      {...(told === undefined ? {} : told.wrong ? { errorText: told.text } : { constraintText: told.text })}
    >
      <input
        ref={picker}
        type="file"
        accept=".ics,text/calendar"
        className="unseen"
        tabIndex={-1}
        aria-label="An .ics file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file !== undefined) void read(file);
        }}
      />
      <Button formAction="none" iconName="upload" onClick={() => picker.current?.click()}>
        Choose an .ics file
      </Button>
    </FormField>
  );
}

import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { type Range, rangesOf, rangesText } from './field.ts';

const days = [
  ['mon', 'Monday'],
  ['tue', 'Tuesday'],
  ['wed', 'Wednesday'],
  ['thu', 'Thursday'],
  ['fri', 'Friday'],
  ['sat', 'Saturday'],
  ['sun', 'Sunday'],
] as const;
type Block = Range & { day: string };

/** Always, never, or the ranges of each weekday. */
export function WeekInput({ value, disabled, change }: { value: unknown; disabled: boolean; change: (value: unknown) => void }) {
  const blocks = Array.isArray(value) ? (value as Block[]) : [];
  const [typed, setTyped] = useState<Record<string, string>>(() =>
    Object.fromEntries(days.map(([day]) => [day, rangesText(blocks.filter((one) => one.day === day))])),
  );
  const week = (texts: Record<string, string>) => days.flatMap(([day]) => rangesOf(texts[day] ?? '').map((range) => ({ day, ...range })));
  const mode = typeof value === 'string' ? value : 'week';
  return (
    <SpaceBetween size="xs">
      <RadioGroup
        value={mode}
        ariaLabel="Opening hours"
        direction="horizontal"
        onChange={({ detail }) => change(detail.value === 'week' ? week(typed) : detail.value)}
        items={[
          { value: 'week', label: 'By the week', disabled },
          { value: 'always', label: 'Always open', disabled },
          { value: 'never', label: 'Never open', disabled },
        ]}
      />
      {mode === 'week' && (
        <div className="week">
          {days.map(([day, name]) => (
            <FormField key={day} label={name}>
              <Input
                value={typed[day] ?? ''}
                disabled={disabled}
                placeholder="closed"
                onChange={({ detail }) => {
                  const next = { ...typed, [day]: detail.value };
                  setTyped(next);
                  change(week(next));
                }}
              />
            </FormField>
          ))}
        </div>
      )}
    </SpaceBetween>
  );
}

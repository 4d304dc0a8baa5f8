import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import type { Moment, SettingView } from '../../../shared/wire/settings.ts';
import { useWorld } from '../app/use-world.ts';
import { ProblemFace } from '../parts/problem-face.tsx';

const dayName = (date: string): string =>
  new Date(`${date}T12:00:00Z`).toLocaleDateString([], { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

function Told({ moment }: { moment: Moment }) {
  return (
    <SpaceBetween size="s">
      <div role="status">
        <StatusIndicator type={moment.open ? 'success' : 'stopped'}>{moment.why}</StatusIndicator>
        {moment.clock !== undefined && <Box>{moment.clock}</Box>}
        {moment.flow !== undefined && <Box>The flow “{moment.flow}” answers.</Box>}
        {moment.changesAtWall !== undefined && (
          <Box>
            {moment.open ? 'Closes' : 'Opens'} next: {moment.changesAtWall} ({moment.timeZone}).
          </Box>
        )}
        {moment.notice !== undefined && <Box>Callers hear first: {moment.notice.text ?? `the prompt “${moment.notice.prompt ?? ''}”`}</Box>}
      </div>
      <ol className="fortnight" aria-label="The fortnight from then on">
        {moment.days.map(({ date, open, name, calendar }) => (
          <li key={date} className={open.length === 0 ? 'day-closed' : ''}>
            <strong>{dayName(date)}</strong>
            <span>{open.length === 0 ? 'closed' : open.map(({ from, to }) => `${from}–${to}`).join(', ')}</span>
            {name !== undefined && <span className="soft">{calendar === undefined ? name : `${name} (${calendar})`}</span>}
          </li>
        ))}
      </ol>
    </SpaceBetween>
  );
}

/** “What happens on 24 December at 14:00?” */
export function MomentBox({ kind, items }: { kind: 'hours' | 'number'; items: SettingView[] }) {
  const world = useWorld();
  const options = items.map(({ id, item }) => ({ value: id, label: typeof item['name'] === 'string' ? item['name'] : id }));
  const [chosen, setChosen] = useState(options[0]);
  const [wall, setWall] = useState(() => new Date(world.now()).toLocaleString('sv-SE').slice(0, 16));
  const [moment, setMoment] = useState<Moment>();
  const [problem, setProblem] = useState<Problem>();
  const ask = async () => {
    const who = kind === 'hours' ? { hoursId: chosen?.value } : { number: chosen?.value as never };
    const answer = await world.api.call('POST /api/moment', { ...who, wall: wall.trim().replace(' ', 'T') });
    setMoment(answer.ok ? answer.value : undefined);
    setProblem(answer.ok ? undefined : answer.problem);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <Container
        header={
          <Header variant="h2" description="Exceptions, public holidays and the setting of clocks count.">
            What happens then?
          </Header>
        }
      >
        <SpaceBetween size="m">
          <div className="row-fields">
            <FormField label={kind === 'hours' ? 'Hours' : 'Number'}>
              <Select
                options={options}
                selectedOption={chosen ?? null}
                placeholder="Choose"
                onChange={({ detail }) => setChosen(detail.selectedOption as typeof chosen)}
              />
            </FormField>
            <FormField label="On" constraintText="As a clock shows it there: 2026-12-24 14:00">
              <Input value={wall} onChange={({ detail }) => setWall(detail.value)} />
            </FormField>
            <FormField label={<span className="unseen">Ask</span>}>
              <Button>Ask</Button>
            </FormField>
          </div>
          {problem !== undefined && <ProblemFace problem={problem} />}
          {moment !== undefined && <Told moment={moment} />}
        </SpaceBetween>
      </Container>
    </form>
  );
}

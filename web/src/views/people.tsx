import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef, useState } from 'react';
import type { QueueId } from '../../../shared/ids.ts';
import type { Directory } from '../../../shared/wire/api.ts';
import { callOut } from '../actions/calls.ts';
import { command } from '../actions/command.ts';
import { useClient, useNow, useWorld } from '../app/use-world.ts';
import type { World } from '../app/world.ts';
import { phoneText } from '../parts/phone.ts';
import { ProblemFace } from '../parts/problem-face.tsx';
import { useLoad } from '../parts/use-load.ts';
import { choicesOf, commandOf, waysFor, type Choice, type Way } from '../state/people.ts';
import { PeopleList } from './people-list.tsx';

const wayLabels: Record<Way, string> = { 'talk-first': 'Talk first', add: 'Add', transfer: 'Transfer now', call: 'Call' };
const wayKeys: Record<Way, string> = { 'talk-first': 'Enter', add: 'Shift+Enter', transfer: 'Ctrl+Enter', call: 'Enter' };

/** The way that the keys ask for: Enter is the usual one, Shift adds, Ctrl transfers. */
function wayOf(ways: readonly Way[], { shift, ctrl }: { shift: boolean; ctrl: boolean }): Way | undefined {
  const asked: Way | undefined = ctrl ? 'transfer' : shift ? 'add' : ways[0];
  return ways.find((way) => way === asked);
}

interface Caller {
  queueId: QueueId | undefined;
  customerId: NonNullable<ReturnType<World['state']>['seed']>['customerId'];
}

/** Does what was chosen; false when it was refused, and then the box stays open. */
function go(world: World, way: Way, choice: Choice, { queueId, customerId }: Caller): Promise<boolean> {
  if (way !== 'call') return command(world, commandOf(way, choice));
  const { target } = choice;
  if ('agentId' in target) return callOut(world, { agentId: target.agentId });
  if (!('number' in target)) return Promise.resolve(false);
  const forWhom = { ...(queueId === undefined ? {} : { queueId }), ...(customerId === undefined ? {} : { customerId }) };
  return callOut(world, { number: target.number, ...forWhom });
}

/** On whose behalf is called: the called party sees that queue's number. */
function ForQueue({
  queues,
  chosen,
  choose,
}: {
  queues: Directory['queues'];
  chosen: QueueId | undefined;
  choose: (id?: QueueId) => void;
}) {
  const options = [{ value: '', label: 'The company’s number' }, ...queues.map(({ queueId, name }) => ({ value: queueId, label: name }))];
  return (
    <FormField stretch label="Shown to the called party">
      <Select
        selectedOption={options.find(({ value }) => value === (chosen ?? '')) ?? null}
        options={options}
        onChange={({ detail }) => choose(queues.find(({ queueId }) => queueId === detail.selectedOption.value)?.queueId)}
      />
    </FormField>
  );
}

function useChoices(typed: string) {
  const world = useWorld();
  const state = useClient();
  const inCall = state.contact !== undefined;
  const { loaded, again } = useLoad('directory', () => world.api.call('GET /api/directory', {}));
  const directory = loaded.face === 'there' ? loaded.value : undefined;
  const nowMs = useNow(10_000);
  const name = typed === state.seed?.typed ? state.seed.name : undefined;
  const asked = { typed, meId: state.agent?.agentId, reasons: state.reasons, nowMs, readable: phoneText, withQueues: inCall, name };
  return { state, inCall, loaded, again, directory, choices: choicesOf(directory, asked) };
}

interface SearchProps {
  label: string;
  typed: string;
  /** Where in the list the chosen one stands; -1: nowhere. */
  at: number;
  type: (typed: string) => void;
  step: (by: 1 | -1) => void;
  enter: (keys: { shift: boolean; ctrl: boolean }) => void;
}

/** What is typed, and the keys that move in the list and choose. */
function Search({ label, typed, at, type, step, enter }: SearchProps) {
  const input = useRef<InputProps.Ref>(null);
  // The box itself takes the focus when it opens; a moment later it goes to where one types.
  useEffect(() => {
    const frame = requestAnimationFrame(() => input.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <Input
      ref={input}
      type="search"
      ariaLabel={label}
      placeholder={label}
      value={typed}
      nativeInputAttributes={{
        role: 'combobox',
        'aria-expanded': true,
        'aria-controls': 'people',
        'aria-autocomplete': 'list',
        ...(at < 0 ? {} : { 'aria-activedescendant': `people-${at}` }),
      }}
      onChange={({ detail }) => type(detail.value.slice(0, 40))}
      onKeyDown={(event) => {
        const { key, shiftKey, ctrlKey, metaKey } = event.detail;
        if (key !== 'ArrowDown' && key !== 'ArrowUp' && key !== 'Enter') return;
        event.preventDefault();
        if (key === 'Enter') enter({ shift: shiftKey, ctrl: ctrlKey || metaKey });
        else step(key === 'ArrowDown' ? 1 : -1);
      }}
    />
  );
}

interface WayProps {
  offered: readonly Way[];
  ways: readonly Way[];
  going: Way | undefined;
  run: (way: Way) => void;
}

/** One button for each thing that can be done with the chosen one; what Enter does stands out. */
const WayButtons = ({ offered, ways, going, run }: WayProps) => (
  <Box float="right">
    <SpaceBetween direction="horizontal" size="xs">
      {offered.map((way) => (
        <Button
          key={way}
          variant={way === ways[0] ? 'primary' : 'normal'}
          disabled={!ways.includes(way)}
          loading={going === way}
          onClick={() => run(way)}
        >
          {wayLabels[way]}
          {(way === ways[0] || wayKeys[way] !== 'Enter') && <kbd aria-hidden="true">{way === ways[0] ? 'Enter' : wayKeys[way]}</kbd>}
        </Button>
      ))}
    </SpaceBetween>
  </Box>
);

/** The box that finds people: colleagues, queues and numbers, to call, to ask, to bring in or to hand over to. By keys alone, or with the mouse. */
export default function People() {
  const world = useWorld();
  const [typed, setTyped] = useState(() => world.state().seed?.typed ?? '');
  const [at, setAt] = useState(0);
  const [queueId, setQueueId] = useState<QueueId>();
  const [going, setGoing] = useState<Way>();
  const { state, inCall, loaded, again, directory, choices } = useChoices(typed);
  const chosen = choices[Math.min(at, choices.length - 1)];
  const ways = waysFor(state, chosen);
  const close = () => world.dispatch({ type: 'dialog' });
  const run = async (way: Way | undefined) => {
    if (way === undefined || chosen === undefined || going !== undefined) return;
    setGoing(way);
    const done = await go(world, way, chosen, { queueId, customerId: typed === state.seed?.typed ? state.seed.customerId : undefined });
    setGoing(undefined);
    if (done) close();
  };
  const offered = inCall ? (['transfer', 'add', 'talk-first'] as const) : (['call'] as const);
  const header = inCall ? 'Consult, add or transfer' : 'Call somebody';
  const footer = <WayButtons offered={offered} ways={ways} going={going} run={(way) => void run(way)} />;
  return (
    <Modal visible header={header} closeAriaLabel="Close" onDismiss={close} footer={footer}>
      <SpaceBetween size="s">
        <Search
          label={inCall ? 'Name, extension, queue or number' : 'Name, extension or number'}
          typed={typed}
          at={chosen === undefined ? -1 : choices.indexOf(chosen)}
          type={(value) => {
            setTyped(value);
            setAt(0);
          }}
          step={(by) => setAt((now) => Math.max(0, Math.min(choices.length - 1, now + by)))}
          enter={(keys) => void run(wayOf(ways, keys))}
        />
        {loaded.face === 'failed' && <ProblemFace problem={loaded.problem} again={again} />}
        <PeopleList
          choices={choices}
          chosen={chosen}
          loading={loaded.face === 'loading'}
          choose={(choice) => setAt(choices.indexOf(choice))}
        />
        {!inCall && <ForQueue queues={directory?.queues ?? []} chosen={queueId} choose={setQueueId} />}
      </SpaceBetween>
    </Modal>
  );
}

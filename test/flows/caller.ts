/** A flow without telephony: the caller listens and presses keys, the outside is what the test says. */
import { advance, answered, type Next } from '../../shared/flows/advance.ts';
import type { Json, Circumstances } from '../../shared/flows/ask.ts';
import { answersTo, runName } from '../../shared/flows/answers.ts';
import type { Flow } from '../../shared/flows/flow.ts';
import { readRecord, writeRecord, type FlowRecord } from '../../shared/flows/record.ts';
import type { Step as QueueStep } from '../../shared/queues/queue.ts';
import { catalogue } from '../../shared/prompts/catalogue.ts';
import type { Coverage } from './coverage.ts';
import { promptOfKey } from '../../shared/prompts/prompt-key.ts';

export interface Outside {
  open?: boolean;
  callerNumber?: string;
  /** A customer who has called before. */
  known?: boolean;
  /** What looks give, by their kind. */
  looks?: Readonly<Record<string, Json>>;
  /** What `run` steps give, by their names. */
  runs?: Readonly<Record<string, Json>>;
  /** Told of each way that the call takes. */
  coverage?: Coverage;
}

export interface Caller {
  /** The prompt plays now; prompts before it that ask nothing are listened to. Throws when another plays, or none. */
  hears(prompt: string): void;
  presses(key: string): void;
  /** Speaks after the beep. Throws when nothing is recorded. */
  records(): void;
  /** Lets the time for a key run out, or presses what the menu refuses. */
  isNotUnderstood(): void;
}
export interface CallSeen {
  isQueuedIn(topic: string): void;
  goesTo(flow: string): void;
  /** Whom the queued contact asks for. */
  steps(): readonly QueueStep[];
  isHungUp(): void;
  isLost(): string;
  readonly record: FlowRecord;
}

/** What the outside says to a look: that all is as it mostly is, unless the test says otherwise. Undefined: a `run` of which it says nothing. */
function seen(next: Extract<Next, { kind: 'look' }>, { open = true, known = false, looks = {}, runs = {} }: Outside): Json | undefined {
  const { look } = next;
  if (look.kind === 'run') return runs[runName(next.label)];
  if (look.kind === 'is-open') return open;
  if (look.kind === 'identify') return { customerId: 'customer', created: !known };
  if (look.kind === 'words') return null;
  const given = looks[look.kind];
  return given === undefined ? (answersTo(next, false, {})[0]?.result ?? null) : given;
}

const promptOf = (next: Extract<Next, { kind: 'act' }>): string => {
  const audio = next.actions.map(({ Parameters }) => ('AudioSource' in Parameters ? promptOfKey(Parameters.AudioSource.Key) : undefined));
  return audio.at(-1) ?? next.label;
};

const isAgain = ({ again }: Extract<Next, { kind: 'act' }>, heard: Json): boolean =>
  again !== undefined && typeof heard === 'object' && heard !== null && 'digits' in heard && heard['digits'] === again;

/** Nothing is asked for: the caller listens to the end. */
const isListenedTo = (next: Next): next is Extract<Next, { kind: 'act' }> =>
  next.kind === 'act' && next.actions.every(({ Type }) => Type === 'PlayAudio' || Type === 'Speak');

/** Dials into a flow. Each step is replayed from the written record, as it is between invocations. */
export function dial(flow: Flow, outside: Outside = {}): { caller: Caller; call: CallSeen } {
  const circumstances: Circumstances = {
    transactionId: 'call',
    dialledNumber: '+12025550100',
    callerNumber: outside.callerNumber ?? '+12025550111',
    language: 'en-US',
    promptsBucket: 'prompts',
  };
  let record: FlowRecord = [];
  let next!: Next;
  const goOn = (): void => {
    const before = next as Next | undefined;
    next = advance(flow, circumstances, record);
    outside.coverage?.took(before, next);
  };
  const step = (): void => {
    record = readRecord(writeRecord(record)) ?? [];
    goOn();
    while (next.kind === 'look') {
      const result = seen(next, outside);
      if (result === undefined) return;
      record = answered(record, next.label, result);
      goOn();
    }
  };
  const hear = (heard: Json): void => {
    if (next.kind !== 'act') throw new Error(`Nothing plays: the flow wants to ${next.kind}.`);
    if (!isAgain(next, heard)) record = answered(record, next.label, heard);
    step();
  };
  const mustBe = (kind: Next['kind']): Next => {
    while (isListenedTo(next)) hear({ ok: true });
    if (next.kind !== kind) throw new Error(`The flow wants to ${next.kind}, not to ${kind}.`);
    return next;
  };
  step();
  return {
    caller: {
      hears(prompt) {
        if (catalogue['en-US'][prompt] === undefined) throw new Error(`There is no prompt "${prompt}".`);
        while (isListenedTo(next) && promptOf(next) !== prompt) hear({ ok: true });
        if (next.kind !== 'act' || promptOf(next) !== prompt)
          throw new Error(`The caller hears ${next.kind === 'act' ? promptOf(next) : 'nothing'}.`);
      },
      records() {
        if (next.kind !== 'act' || next.actions.at(-1)?.Type !== 'RecordAudio') throw new Error('Nothing is recorded.');
        hear(answersTo(next, false, {})[0]?.result ?? null);
      },
      presses(key) {
        if (next.kind !== 'act' || next.secret === undefined) return hear({ ok: true, digits: key });
        if (next.secret.own.includes(key)) return hear({ ok: true, key });
        const look = next.secret.look(key);
        return hear({ ok: true, found: seen({ kind: 'look', label: next.label, step: 0, look }, outside) ?? null });
      },
      isNotUnderstood: () => hear({ ok: false, why: 'InvalidDigitsReceived' }),
    },
    call: {
      isQueuedIn(topic) {
        const asked = mustBe('enqueue');
        if (asked.kind === 'enqueue' && asked.topic !== topic) throw new Error(`The contact waits for ${asked.topic}.`);
      },
      goesTo(flowName) {
        const asked = mustBe('flow');
        if (asked.kind === 'flow' && asked.flow !== flowName) throw new Error(`The call goes to ${asked.flow}.`);
      },
      steps() {
        const asked = mustBe('enqueue');
        return asked.kind === 'enqueue' ? (asked.steps ?? []) : [];
      },
      isHungUp: () => void mustBe('hang-up'),
      isLost() {
        const lost = mustBe('lost');
        return lost.kind === 'lost' ? lost.why : '';
      },
      get record() {
        return record;
      },
    },
  };
}

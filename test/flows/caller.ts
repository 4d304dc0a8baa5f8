/** A flow without telephony: the caller listens and presses keys, the outside is what the test says. */
import { advance, answered, type Next } from '../../shared/flows/advance.ts';
import type { Json, Circumstances } from '../../shared/flows/ask.ts';
import { answersTo } from '../../shared/flows/answers.ts';
import type { Flow } from '../../shared/flows/flow.ts';
import { readRecord, writeRecord, type FlowRecord } from '../../shared/flows/record.ts';
import { catalogue } from '../../shared/prompts/catalogue.ts';
import { promptOfKey } from '../../shared/prompts/prompt-key.ts';

export interface Outside {
  open?: boolean;
  callerNumber?: string;
  /** A customer who has called before. */
  known?: boolean;
  /** What looks about what callers leave give, by their kind. */
  left?: Readonly<Record<string, Json>>;
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
  isHungUp(): void;
  isLost(): string;
  readonly record: FlowRecord;
}

/** What the outside says to a look: of what callers leave, that all is as it mostly is. */
function seen(next: Extract<Next, { kind: 'look' }>, { open = true, known = false, left = {} }: Outside): Json {
  const { look } = next;
  if (look.kind === 'is-open') return open;
  if (look.kind === 'identify') return { customerId: 'customer', created: !known };
  if (look.kind === 'words') return null;
  const given = left[look.kind];
  return given === undefined ? (answersTo(next, false, {})[0]?.result ?? null) : given;
}

const promptOf = (next: Extract<Next, { kind: 'act' }>): string => {
  const audio = next.actions.map(({ Parameters }) => ('AudioSource' in Parameters ? promptOfKey(Parameters.AudioSource.Key) : undefined));
  return audio.at(-1) ?? next.label;
};

const isAgain = ({ again }: Extract<Next, { kind: 'act' }>, heard: Json): boolean =>
  again !== undefined && typeof heard === 'object' && heard !== null && 'digits' in heard && heard['digits'] === again;

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
  let next: Next;
  const step = (): void => {
    record = readRecord(writeRecord(record)) ?? [];
    next = advance(flow, circumstances, record);
    while (next.kind === 'look') {
      const { look, label } = next;
      if (look.kind === 'run') return;
      const result = seen(next, outside);
      record = answered(record, label, result);
      next = advance(flow, circumstances, record);
    }
  };
  const hear = (heard: Json): void => {
    if (next.kind !== 'act') throw new Error(`Nothing plays: the flow wants to ${next.kind}.`);
    if (!isAgain(next, heard)) record = answered(record, next.label, heard);
    step();
  };
  const mustBe = (kind: Next['kind']): Next => {
    while (next.kind === 'act' && next.actions.every(({ Type }) => Type === 'PlayAudio')) hear({ ok: true });
    if (next.kind !== kind) throw new Error(`The flow wants to ${next.kind}, not to ${kind}.`);
    return next;
  };
  step();
  return {
    caller: {
      hears(prompt) {
        if (catalogue['en-US'][prompt] === undefined) throw new Error(`There is no prompt "${prompt}".`);
        while (next.kind === 'act' && promptOf(next) !== prompt && next.actions[0]?.Type === 'PlayAudio') hear({ ok: true });
        if (next.kind !== 'act' || promptOf(next) !== prompt)
          throw new Error(`The caller hears ${next.kind === 'act' ? promptOf(next) : 'nothing'}.`);
      },
      records() {
        if (next.kind !== 'act' || next.actions.at(-1)?.Type !== 'RecordAudio') throw new Error('Nothing is recorded.');
        hear(answersTo(next, false, {})[0]?.result ?? null);
      },
      presses: (key) => hear({ ok: true, digits: key }),
      isNotUnderstood: () => hear({ ok: false, why: 'InvalidDigitsReceived' }),
    },
    call: {
      isQueuedIn(topic) {
        const asked = mustBe('enqueue');
        if (asked.kind === 'enqueue' && asked.topic !== topic) throw new Error(`The contact waits for ${asked.topic}.`);
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

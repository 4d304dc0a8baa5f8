/**
 * Walks every branch of a flow without a telephone: each ask is answered in every way that it can be. Bounded and deterministic: the
 * same flow gives the same walk. The checker and the picture read it.
 */
import { advance, answered, type Next } from './advance.ts';
import { answersTo, type Answer, type Examples } from './answers.ts';
import type { Circumstances } from './ask.ts';
import type { Flow } from './flow.ts';
import { defaultLanguage } from '../prompts/catalogue.ts';
import { writeRecord, type FlowRecord } from './record.ts';
import { traced, type Place, type Trace } from './trace.ts';

/** A call at a moment at which its flow wants something. Calls whose script knows the same are in the same situation. */
export interface Situation {
  id: number;
  /** The shortest record that leads here. */
  record: FlowRecord;
  next: Next;
  /** The step at work, or the last one at the flow's end. */
  place: Place | undefined;
  withheld: boolean;
  /** How one comes here by that record. */
  from: { id: number; answer: Answer } | undefined;
  ways: { answer: Answer; to: number }[];
  /** How often that record has been at this ask, this time included. */
  round: number;
  /** The caller did nothing for many rounds and is still here. */
  endless: boolean;
  /** What the script threw, when the call is lost by that. */
  thrown: unknown;
}

export interface Walk {
  flow: string;
  situations: Situation[];
  /** False when the flow has more situations than are walked. */
  whole: boolean;
}

export interface Bounds {
  /** More situations than this aren't walked. */
  situations: number;
  /** A loop is walked with all answers that often; from then on with a caller who does nothing. */
  rounds: number;
  /** A caller who does nothing and is still in a loop after so many rounds stays in it. */
  idleRounds: number;
  /** Situations are told apart by so many of the last things that the script was told: fewer is quicker, and may miss a branch. */
  memory: number;
}
const usual: Bounds = { situations: 20_000, rounds: 3, idleRounds: 40, memory: Infinity };

const numbers = { transactionId: 'call', dialledNumber: '+12025550100', callerNumber: '+12025550111' };
/** For each menu there is a bot: who walks by voice also comes by the keypad, since each bot may fail. */
const anyBot: Readonly<Record<string, string>> = new Proxy({}, { get: () => 'arn:aws:lex:us-east-1:000000000000:bot-alias/WALKED/WALKED' });

/** The circumstances of a walked call; `withheld`: without the caller's number. */
export function circumstancesFor(withheld: boolean, language: string = defaultLanguage): Circumstances {
  const { callerNumber, ...dialled } = numbers;
  return { ...dialled, ...(withheld ? {} : { callerNumber }), language, promptsBucket: 'prompts', bots: anyBot };
}

/** The same ask of the same step, whatever was answered before. */
const askOf = (next: Next, place: Place | undefined): string => `${place?.id ?? ''} ${'label' in next ? next.label : next.kind}`;

/** What tells a situation from others. */
function keyOf(next: Next, withheld: boolean, { told }: Trace, memory: number): string {
  return JSON.stringify([withheld, told.slice(Math.max(0, told.length - memory)), next.kind, askOf(next, undefined)]);
}

/** What is tried there: everything, but in the late rounds of a loop only what comes of doing nothing. */
function tried(situation: Situation, examples: Examples, { rounds, idleRounds }: Bounds): Answer[] {
  const answers = answersTo(situation.next, situation.withheld, examples);
  if (situation.round <= rounds) return answers;
  return situation.round < idleRounds ? answers.slice(0, 1) : [];
}

class Walker {
  readonly situations: Situation[] = [];
  readonly #known = new Map<string, number>();
  readonly #asks: string[] = [];
  /** Of each situation, which step was begun last. */
  readonly #begun: (number | undefined)[] = [];
  readonly #traced: ReturnType<typeof traced>;
  readonly #bounds: Bounds;

  constructor(flow: Flow, bounds: Bounds) {
    this.#traced = traced(flow);
    this.#bounds = bounds;
  }

  /** The situation after an answer: a new one, or one that was met before. */
  arrive(record: FlowRecord, withheld: boolean, from: Situation['from']): number {
    const { flow, trace } = this.#traced;
    const next = advance(flow, circumstancesFor(withheld), record);
    const key = keyOf(next, withheld, trace, this.#bounds.memory);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const id = this.situations.length;
    const { thrown, begun } = trace;
    const place = this.#place(record, withheld, from?.id);
    const ask = askOf(next, place);
    const round = 1 + this.#roundsBefore(ask, from?.id);
    const endless = round >= this.#bounds.idleRounds;
    this.situations.push({ id, record, next, place, withheld, from, ways: [], round, endless, thrown });
    this.#asks.push(ask);
    this.#begun.push(begun);
    this.#known.set(key, id);
    return id;
  }

  /** Where the step is called that the last replay was at. The step that was at work before is where it was: its calls are the same. */
  #place(record: FlowRecord, withheld: boolean, before: number | undefined): Place | undefined {
    const { flow, trace, locate } = this.#traced;
    if (before !== undefined && trace.begun === this.#begun[before]) return this.situations[before]?.place;
    locate(trace.begun);
    advance(flow, circumstancesFor(withheld), record);
    locate(undefined);
    return trace.place;
  }

  #roundsBefore(ask: string, from: number | undefined): number {
    for (let id = from; id !== undefined; id = this.situations[id]?.from?.id) {
      if (this.#asks[id] === ask) return this.situations[id]?.round ?? 0;
    }
    return 0;
  }

  /** Tries every answer; false when there are too many situations. */
  go(examples: Examples): boolean {
    for (const situation of this.situations) {
      const { id, next, record, withheld } = situation;
      if (next.kind !== 'act' && next.kind !== 'look') continue;
      for (const answer of tried(situation, examples, this.#bounds)) {
        if (this.situations.length >= this.#bounds.situations) return false;
        const to = this.arrive(answered(record, next.label, answer.result), withheld, { id, answer });
        situation.ways.push({ answer, to });
      }
    }
    return true;
  }
}

/** Walks a flow, for callers with a number and for those who withhold it. `examples`: what its `run` steps may give. */
export function walk(flow: Flow, examples: Examples = {}, bounds: Partial<Bounds> = {}): Walk {
  const walker = new Walker(flow, { ...usual, ...bounds });
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 40;
  try {
    for (const withheld of [false, true]) walker.arrive([], withheld, undefined);
    const whole = walker.go(examples);
    return { flow: flow.name, situations: walker.situations, whole };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** How one comes to a situation: the situations before it and what was answered there. */
export function wayTo(walk: Walk, { from }: Pick<Situation, 'from'>): { situation: Situation; answer: Answer }[] {
  const before = from === undefined ? undefined : walk.situations[from.id];
  if (from === undefined || before === undefined) return [];
  return [...wayTo(walk, before), { situation: before, answer: from.answer }];
}

/** The most that a call may take: telephony events until its flow is over, and bytes of record. Loops count as far as walked. */
export function measure({ situations }: Walk): { events: number; bytes: number } {
  const found = new Map<number, { events: number; bytes: number }>();
  const visit = (situation: Situation): { events: number; bytes: number } => {
    const known = found.get(situation.id);
    if (known !== undefined) return known;
    const most = { events: 0, bytes: 0 };
    found.set(situation.id, most);
    for (const { answer, to } of situation.ways) {
      const then = situations[to];
      if (then === undefined || !('label' in situation.next)) continue;
      const after = visit(then);
      most.events = Math.max(most.events, after.events + (situation.next.kind === 'act' ? 1 : 0));
      most.bytes = Math.max(most.bytes, after.bytes + writeRecord([[situation.next.label, answer.result]]).length - 1);
    }
    return most;
  };
  const all = situations.filter(({ from }) => from === undefined).map(visit);
  return { events: 1 + Math.max(...all.map(({ events }) => events)), bytes: 1 + Math.max(...all.map(({ bytes }) => bytes)) };
}

/** `npx linehall flows try main`: a conversation in the terminal. The caller reads what they would hear, and types what they would press. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { advance, answered, type Next } from '../../shared/flows/advance.ts';
import { accepts, type Answer, answersTo, collects, runName } from '../../shared/flows/answers.ts';
import type { Circumstances, Json } from '../../shared/flows/ask.ts';
import type { FlowRecord } from '../../shared/flows/record.ts';
import { lookWords } from '../../shared/flows/chart.ts';
import { heardIn, refusalIn, type Spoken } from '../../shared/flows/story.ts';
import { type Menu, topicSaid } from '../../shared/flows/spoken.ts';
import { circumstancesFor } from '../../shared/flows/walk.ts';
import { fallbackIntent } from '../../shared/telephony/sma.ts';
import { isOpen, nextOpening } from '../../shared/hours/is-open.ts';
import { Clock } from './clock.ts';
import { type FoundFlow, Refusal } from './find-flows.ts';
import { hoursCalled, queueServing, routeOf } from './settings.ts';

export interface TryOptions {
  /** When the call comes: `2026-12-24T14:00`, wall clock of the hours' time zone. */
  at?: string | undefined;
  as?: string | undefined;
  to?: string | undefined;
}
export interface Terminal {
  lines: Readable;
  tell: (line: string) => void;
}

const callers = ['known', 'new', 'withheld'] as const;
type Caller = (typeof callers)[number];
const help = 'Type keys (2), or words where a menu takes them, . for silence, h to hang up, @18:30 or +2h to move the clock. Enter dials.';

/** Lines of the terminal, one after the other; undefined at the end. */
function reader(lines: Readable): { read(): Promise<string | undefined>; close(): void } {
  const face = createInterface({ input: lines, terminal: false });
  const waiting = face[Symbol.asyncIterator]();
  return {
    read: async () => {
      const { value, done } = await waiting.next();
      return done === true ? undefined : value.trim();
    },
    close: () => face.close(),
  };
}

type Act = Extract<Next, { kind: 'act' }>;

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

class Conversation {
  readonly #found: FoundFlow;
  readonly #circumstances: Circumstances;
  readonly #caller: Caller;
  readonly #clock: Clock;
  readonly #terminal: Terminal;
  readonly #reader: ReturnType<typeof reader>;
  #typed: string | undefined;

  constructor(found: FoundFlow, circumstances: Circumstances, caller: Caller, clock: Clock, terminal: Terminal) {
    this.#found = found;
    this.#circumstances = circumstances;
    this.#caller = caller;
    this.#clock = clock;
    this.#terminal = terminal;
    this.#reader = reader(terminal.lines);
  }

  /** What the caller types next, with the clock moved by what they typed before. Undefined: they hang up. */
  async #reads(): Promise<string | undefined> {
    for (;;) {
      const line = this.#typed ?? (await this.#reader.read());
      this.#typed = undefined;
      if (line === undefined || line === 'h') return undefined;
      if (!this.#clock.moves(line)) return line;
      this.#terminal.tell(`  It is ${this.#clock.words()}.`);
    }
  }

  #hears(spoken: readonly Spoken[]): void {
    for (const { prompt, text } of spoken) this.#terminal.tell(`  "${text ?? `♪ ${prompt ?? ''}`}"`);
  }

  /** Words, or a key, as a bot would understand them. */
  async #says(menu: Menu): Promise<Json | undefined> {
    const line = await this.#reads();
    return line === undefined ? undefined : { ok: true, intent: topicSaid(menu, line) ?? fallbackIntent };
  }

  /** What comes of actions; undefined when the caller hangs up. */
  async #presses(next: Act): Promise<Json | undefined> {
    if (next.menu !== undefined) return this.#says(next.menu);
    const last = next.actions.at(-1);
    if (last?.Type === 'CallAndBridge') return this.#chooses('The telephone that you are connected with', this.#answersTo(next));
    if (!collects(last)) return { ok: true };
    const { Repeat = 1 } = last.Parameters;
    for (let turn = 1; ;) {
      const line = await this.#reads();
      if (line === undefined) return undefined;
      const [digits = ''] = line.split(/[#.]/);
      const again = digits !== '' && digits === next.again;
      if (!again && accepts(last, digits)) return this.#keysOf(next, digits);
      if (!again) this.#hears(refusalIn([last]));
      if (!again && turn++ >= Repeat) return { ok: false, why: 'InvalidDigitsReceived' };
      this.#hears(heardIn(again ? next.actions : [last]));
    }
  }

  /** Keys as the flow is told them: of secret ones only what is found by them. */
  async #keysOf(next: Act, digits: string): Promise<Json | undefined> {
    if (next.secret === undefined) return { ok: true, digits };
    if (next.secret.own.includes(digits)) return { ok: true, key: digits };
    const look = next.secret.look(digits);
    const { label, step } = next;
    const found = await this.#chooses(runName(label), this.#answersTo({ kind: 'look', label, step, look }), look.kind === 'run');
    return found === undefined ? undefined : { ok: true, found };
  }

  #answersTo(next: Next): Answer[] {
    return answersTo(next, this.#caller === 'withheld', this.#found.examples);
  }

  async #sees(next: Extract<Next, { kind: 'look' }>): Promise<Json | undefined> {
    const { look, label } = next;
    const answers = this.#answersTo(next);
    switch (look.kind) {
      case 'identify':
        return (answers.find(({ words }) => words === this.#caller) ?? answers[0])?.result;
      case 'is-open': {
        const hours = hoursCalled(look.hoursId ?? routeOf(this.#circumstances.dialledNumber)?.hoursId);
        const open = hours === undefined || isOpen(hours, this.#clock.nowMs);
        this.#terminal.tell(`  (${hours?.name ?? 'Hours that nobody set'}: ${open ? 'open' : 'closed'} at ${this.#clock.words()})`);
        return open;
      }
      case 'opens-at': {
        const hours = hoursCalled(look.hoursId ?? routeOf(this.#circumstances.dialledNumber)?.hoursId);
        const at = hours === undefined ? undefined : nextOpening(hours, this.#clock.nowMs);
        return at === undefined ? null : { ...at };
      }
      case 'run':
        return this.#chooses(runName(label), answers, true);
      case 'words':
        return null;
      case 'note':
        this.#terminal.tell(`  (Noted: ${JSON.stringify(look.attributes)})`);
        return true;
      case 'language':
      case 'consent':
      case 'keep-message':
      case 'drop-message':
        return true;
      case 'mailbox':
      case 'message':
      case 'queue':
      case 'notice':
      case 'split':
      case 'agent':
      case 'dial':
      case 'customer-number':
      case 'pin':
      case 'callback-offer':
      case 'callback-number':
      case 'callback-request':
        return this.#chooses(lookWords(look), answers);
    }
  }

  /** One of the answers by its place; `free`: or any JSON. */
  async #chooses(question: string, answers: readonly Answer[], free = false): Promise<Json | undefined> {
    const list = answers.map(({ words }, i) => `\n    ${i + 1}  ${words}`).join('');
    const how = [...(answers.length > 0 ? ['a number of these'] : []), ...(free ? ['JSON'] : [])].join(', or ');
    this.#terminal.tell(`  (${question} gives …? Type ${how}.${list})`);
    for (;;) {
      const line = await this.#reads();
      if (line === undefined) return undefined;
      const chosen = /^\d+$/.test(line) ? answers[Number(line) - 1] : undefined;
      if (chosen !== undefined) return chosen.result;
      const typed = free ? jsonOf(line) : undefined;
      if (typed !== undefined) return typed;
      this.#terminal.tell(free ? '  That is no JSON.' : '  That is none of them.');
    }
  }

  /** The result of what the flow wants; undefined when the caller hangs up instead. */
  async #answers(next: Next): Promise<{ label: string; result: Json } | undefined> {
    if (next.kind !== 'act' && next.kind !== 'look') return undefined;
    if (next.kind === 'act') this.#hears(heardIn(next.actions));
    const result = next.kind === 'act' ? await this.#presses(next) : await this.#sees(next);
    return result === undefined ? undefined : { label: next.label, result };
  }

  async run(): Promise<string> {
    const { tell } = this.#terminal;
    tell(`${help}\nIt is ${this.#clock.words()}. You call ${this.#circumstances.dialledNumber}.`);
    const first = await this.#reads();
    if (first !== undefined && first !== '') this.#typed = first;
    let record: FlowRecord = [];
    let next = advance(this.#found.flow, this.#circumstances, record);
    while (next.kind === 'act' || next.kind === 'look') {
      const given = await this.#answers(next);
      if (given === undefined) break;
      record = answered(record, given.label, given.result);
      next = advance(this.#found.flow, this.#circumstances, record);
    }
    this.#reader.close();
    return ending(next);
  }
}

/** Where the caller is at the end. */
function ending(next: Next): string {
  switch (next.kind) {
    case 'enqueue': {
      const queue = queueServing(next.topic);
      return queue === undefined
        ? `You wait for an operator: no queue serves the topic "${next.topic}".`
        : `You wait in the queue ${queue} (topic ${next.topic}).`;
    }
    case 'flow':
      return `The call goes on in the flow "${next.flow}": npx linehall flows try ${next.flow}`;
    case 'hang-up':
      return 'The call has ended: the flow hung up.';
    case 'lost':
      return `The call is lost: ${next.why}. You hear an apology and wait for an operator.`;
    case 'act':
    case 'look':
      return 'You hung up. The call has ended.';
  }
}

/** Holds the conversation until the call is somewhere. Refuses options that it does not know. */
export async function tryFlow(found: FoundFlow, options: TryOptions, terminal: Terminal): Promise<string> {
  const caller = callers.find((name) => name === (options.as ?? 'known'));
  if (caller === undefined) throw new Refusal(`--as takes ${callers.join(', ')}.`);
  const circumstances = circumstancesFor(caller === 'withheld');
  // Without a number: one that the settings don't name, so that the hours are those of a new contact center.
  const dialledNumber = options.to ?? '+12025550123';
  const timeZone = hoursCalled(routeOf(dialledNumber)?.hoursId)?.timeZone ?? 'UTC';
  const clock = new Clock(Date.now(), timeZone);
  if (options.at !== undefined && !clock.moves(`@${options.at}`)) throw new Refusal('--at takes 18:30 or 2026-12-24T14:00.');
  const end = await new Conversation(found, { ...circumstances, dialledNumber }, caller, clock, terminal).run();
  terminal.tell(end);
  return end;
}

/** What a flow can do: one method per step, each from its own file in `steps/`. */
import type { Variables } from '../prompts/variables.ts';
import type { Circumstances, Consent, Json, Left, Look, Step } from './ask.ts';
import { authenticate, type Authenticating, type Authentication } from './steps/authenticate.ts';
import { consent, type ConsentAsking } from './steps/consent.ts';
import { digits, type PlainDigits, press, type SecretDigits, secretDigits, type TriedDigits, tryDigits } from './steps/digits.ts';
import { enqueue, type WaitingHow } from './steps/enqueue.ts';
import { goTo } from './steps/go-to.ts';
import { hangUp } from './steps/hang-up.ts';
import { identify, type Identified } from './steps/identify.ts';
import { isOpen } from './steps/is-open.ts';
import { menu, type Choices, type Choosing, type TopicOf } from './steps/menu.ts';
import { message } from './steps/message.ts';
import { type Opening, opensAt } from './steps/opens-at.ts';
import { note } from './steps/note.ts';
import { notice } from './steps/notice.ts';
import {
  type CallableNumber,
  type CallbackAnswer,
  offerCallback,
  readOut,
  typeNumber,
  type WhichCallback,
} from './steps/offer-callback.ts';
import { play } from './steps/play.ts';
import { queueState, type QueueState } from './steps/queue-state.ts';
import { run, type Running } from './steps/run.ts';
import { say } from './steps/say.ts';
import { speakIn } from './steps/speak-in.ts';
import { split } from './steps/split.ts';
import { toAgent, type ToAgent, type Wanted } from './steps/to-agent.ts';
import { type CallOutcome, toNumber } from './steps/to-number.ts';
import { type ForWhom, listen, type Mailbox, record, review, voicemail, type VoicemailResult } from './steps/voicemail.ts';

export interface Call {
  readonly dialledNumber: string;
  /** Absent when the caller withheld it. */
  readonly callerNumber: string | undefined;
  /** Set in a flow to which callers go who left a queue without having talked: why, and which queue. */
  readonly left: Left | undefined;
  /** Finds the caller's customer by number, or makes one. */
  identify(): Step<Identified>;
  /** Plays a prompt. A prompt that can't be played never ends a call: the flow goes on. */
  play(prompt: string): Step<void>;
  /**
   * Says a prompt with variables, each read as what it is: `say('order-status', { number: spelled('A12'), amount: money(12.5, 'EUR') })`; see
   * `shared/prompts/variables.ts`. Where Polly speaks it, it can't be interrupted.
   */
  say(prompt: string, variables?: Variables): Step<void>;
  /** Are these hours open now? Without an id: the hours of the dialled number. */
  isOpen(hoursId?: string): Step<boolean>;
  /** When these hours (without an id: those of the dialled number) open next; undefined when that is not foreseen. */
  opensAt(hoursId?: string): Step<Opening | undefined>;
  /** How many wait in the topic's queue, whether it is staffed and open, and how long somebody who comes now will wait. */
  queueState(topic: string): Step<QueueState>;
  /** Plays the notice that is on for the topic's queue, or for the dialled number; returns whether there was one. */
  notice(topic?: string): Step<boolean>;
  /** Plays a menu and returns the topic of the key pressed, or of the words said; `operator` after the last failed try. */
  menu<const C extends Choices>(prompt: string, choices: C, asking?: Choosing<C>): Step<TopicOf<C>>;
  /** Asks for digits; undefined after the last try. */
  digits(prompt: string, asking?: PlainDigits): Step<string | undefined>;
  /** Asks for digits that nobody may read afterwards: only what `check` makes of them is returned and recorded. */
  secretDigits<T extends Json>(prompt: string, asking: SecretDigits<T>): Step<T | undefined>;
  /** Tries of asking for digits, plain ones or such that are only looked up. A part of `authenticate`. */
  tryDigits(prompt: string, asking: PlainDigits, secret?: (digits: string) => Look): Step<TriedDigits>;
  /** Asks for customer number and PIN. */
  authenticate(how?: Authenticating): Step<Authentication>;
  /** Tells that the call may be recorded, or asks; the answer stays with the contact. */
  consent(asking: ConsentAsking): Step<Consent>;
  /** From here on the caller is spoken to in this language (`hu-HU`). */
  speakIn(language: string): Step<void>;
  /** Notes what agents shall see with the contact. */
  note(attributes: Readonly<Record<string, string>>): Step<void>;
  /** One of these ways, each as often as its share says; the same for the whole call. */
  split<const S extends Readonly<Record<string, number>>>(name: string, shares: S): Step<keyof S & string>;
  /** Runs `task` once for this call, however often the flow is replayed, and returns its result. */
  run<T extends Json>(name: string, task: () => Promise<T>, running?: Running<T>): Step<T>;
  /** Plays a prompt for one of some keys; undefined when none of them comes in `tries` (2). */
  press<const K extends string>(prompt: string, keys: readonly K[], tries?: number): Step<K | undefined>;
  /** Plays a prompt and a beep and records the caller: the recording's key, or undefined when there is none. A part of `voicemail`. */
  record(box: Mailbox, prompt: string): Step<string | undefined>;
  /** Asks what shall become of a recording. A part of `voicemail`. */
  review(box: Mailbox, key: string): Step<'keep' | 'again' | 'cancel'>;
  /** Plays a recording to its caller. A part of `voicemail`. */
  listen(box: Mailbox, key: string): Step<void>;
  /** Takes a message for a queue or an agent; without either, for the queue that the caller comes from. */
  voicemail(whom?: ForWhom): Step<VoicemailResult>;
  /** Offers to call the caller back, who keeps their place. */
  offerCallback(which?: WhichCallback): Step<CallbackAnswer>;
  /** Reads digits out, one by one. */
  readOut(digits: string): Step<void>;
  /** Asks for a telephone number that can be called. A part of `offerCallback`. */
  typeNumber(): Step<CallableNumber | undefined>;
  /** The contact waits in the queue that serves the topic. Ends the flow. */
  enqueue(topic: string, how?: WaitingHow): Step<never>;
  /** The contact waits for one agent, and after a while for whoever serves the topic. Ends the flow, unless nobody is called so. */
  toAgent(wanted: Wanted, how?: ToAgent): Step<'unknown'>;
  /** Connects the caller with an outside number; goes on when nobody answers, and when they have talked. */
  toNumber(number: string, how?: { seconds?: number }): Step<CallOutcome>;
  /** Plays a prompt and hangs up. Ends the flow. */
  message(prompt: string): Step<never>;
  /** The call goes on in another flow, whose name is that of its file. Ends this one. */
  goTo(flow: string): Step<never>;
  /** Hangs up. Ends the flow. */
  hangUp(): Step<never>;
}

/** The steps, bound to the circumstances of one call. */
export function makeCall(given: Circumstances): Call {
  // The language may change on the way: that of this replay only.
  const circumstances = { ...given };
  return {
    dialledNumber: circumstances.dialledNumber,
    callerNumber: circumstances.callerNumber,
    left: circumstances.left,
    identify,
    play: (prompt) => play(circumstances, prompt),
    say: (prompt, variables) => say(circumstances, prompt, variables),
    isOpen,
    opensAt,
    queueState,
    notice: (topic) => notice(circumstances, topic),
    menu: (prompt, choices, asking) => menu(circumstances, prompt, choices, asking),
    digits: (prompt, asking) => digits(circumstances, prompt, asking),
    secretDigits: (prompt, asking) => secretDigits(circumstances, prompt, asking),
    tryDigits: (prompt, asking, secret) => tryDigits(circumstances, prompt, asking, secret),
    authenticate(how) {
      return authenticate(this, how);
    },
    consent: (asking) => consent(circumstances, asking),
    speakIn: (language) => speakIn(circumstances, language),
    note,
    split,
    run,
    press: (prompt, keys, tries) => press(circumstances, prompt, keys, tries),
    record: (box, prompt) => record(circumstances, box, prompt),
    listen,
    review(box, key) {
      return review(this, box, key);
    },
    offerCallback(which = {}) {
      return offerCallback(this, which);
    },
    readOut: (digits) => readOut(circumstances, digits),
    typeNumber() {
      return typeNumber(this);
    },
    voicemail(whom = {}) {
      return voicemail(this, whom);
    },
    enqueue,
    toAgent,
    toNumber,
    message: (prompt) => message(circumstances, prompt),
    goTo,
    hangUp,
  };
}

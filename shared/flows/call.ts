/** What a flow can do: one method per step, each from its own file in `steps/`. */
import type { Circumstances, Json, Left, Step } from './ask.ts';
import { enqueue } from './steps/enqueue.ts';
import { goTo } from './steps/go-to.ts';
import { hangUp } from './steps/hang-up.ts';
import { identify, type Identified } from './steps/identify.ts';
import { isOpen } from './steps/is-open.ts';
import { menu, type Choices, type TopicOf } from './steps/menu.ts';
import { play } from './steps/play.ts';
import { press, type, type Typed } from './steps/press.ts';
import { run } from './steps/run.ts';
import { say } from './steps/say.ts';
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
  /** Speaks a prompt's text, for prompts that have no recording. Can't be interrupted. */
  say(prompt: string): Step<void>;
  /** Are these hours open now? Without an id: the hours of the dialled number. */
  isOpen(hoursId?: string): Step<boolean>;
  /** Plays a menu and returns the topic of the key pressed; `operator` after the last failed try. */
  menu<const C extends Choices>(prompt: string, choices: C): Step<TopicOf<C>>;
  /** Runs `task` once for this call, however often the flow is replayed, and returns its result. */
  run<T extends Json>(name: string, task: () => Promise<T>): Step<T>;
  /** Plays a prompt for one of some keys; undefined when none of them comes in `tries` (2). */
  press<const K extends string>(prompt: string, keys: readonly K[], tries?: number): Step<K | undefined>;
  /** Plays a prompt for digits that end with `#`; undefined when nothing valid comes in `tries` (2). */
  type(prompt: string, typed: Typed, tries?: number): Step<string | undefined>;
  /** Plays a prompt and a beep and records the caller: the recording's key, or undefined when there is none. A part of `voicemail`. */
  record(box: Mailbox, prompt: string): Step<string | undefined>;
  /** Asks what shall become of a recording. A part of `voicemail`. */
  review(box: Mailbox, key: string): Step<'keep' | 'again' | 'cancel'>;
  /** Plays a recording to its caller. A part of `voicemail`. */
  listen(box: Mailbox, key: string): Step<void>;
  /** Takes a message for a queue or an agent; without either, for the queue that the caller comes from. */
  voicemail(whom?: ForWhom): Step<VoicemailResult>;
  /** The contact waits in the queue that serves the topic. Ends the flow. */
  enqueue(topic: string): Step<never>;
  /** The call goes on in another flow, whose name is that of its file. Ends this one. */
  goTo(flow: string): Step<never>;
  /** Hangs up. Ends the flow. */
  hangUp(): Step<never>;
}

/** The steps, bound to the circumstances of one call. */
export function makeCall(circumstances: Circumstances): Call {
  return {
    dialledNumber: circumstances.dialledNumber,
    callerNumber: circumstances.callerNumber,
    left: circumstances.left,
    identify,
    play: (prompt) => play(circumstances, prompt),
    say,
    isOpen,
    menu: (prompt, choices) => menu(circumstances, prompt, choices),
    run,
    press: (prompt, keys, tries) => press(circumstances, prompt, keys, tries),
    type: (prompt, typed, tries) => type(circumstances, prompt, typed, tries),
    record: (box, prompt) => record(circumstances, box, prompt),
    listen,
    review(box, key) {
      return review(this, box, key);
    },
    voicemail(whom = {}) {
      return voicemail(this, whom);
    },
    enqueue,
    goTo,
    hangUp,
  };
}

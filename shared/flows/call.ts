/** What a flow can do: one method per step, each from its own file in `steps/`. */
import type { Circumstances, Json, Left, Step } from './ask.ts';
import { enqueue } from './steps/enqueue.ts';
import { goTo } from './steps/go-to.ts';
import { hangUp } from './steps/hang-up.ts';
import { identify, type Identified } from './steps/identify.ts';
import { isOpen } from './steps/is-open.ts';
import { menu, type Choices, type TopicOf } from './steps/menu.ts';
import { play } from './steps/play.ts';
import { run } from './steps/run.ts';
import { say } from './steps/say.ts';

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
    enqueue,
    goTo,
    hangUp,
  };
}

/** One robot who calls: through the door of `npm run call`, with a key to press, a patience, and a way to end. */
import { placeCall, type PlacedCall } from '../caller.ts';
import { about, between, oneOf } from './chance.ts';
import type { CallerState, Pace, Place } from './contract.ts';

/** What robot agents say, by which robot callers know that they are there. */
export const agentHz = 880;
/** How much of what is heard must be that. */
const agentShare = 0.5;
/** Somebody who is not a robot is on the line when there has been no music for so long. */
const noMusicMs = 15_000;
const lookMs = 400;
/** An agent that does not hang up is left then. */
const longestTalkMs = 120_000;

export interface CallerPlan {
  from: string;
  /** Pressed in the menu; none: says nothing, and an operator comes. */
  key: string | undefined;
  menuMs: number;
  /** From the key on. */
  patienceMs: number;
  /** Hangs up after so long in conversation; undefined: lets the agent do it. */
  talkMs: number | undefined;
}

/** What a caller means to do. */
export function planCaller(from: string, pace: Pace): CallerPlan {
  const key = oneOf<string | undefined>([
    ['1', 3],
    ['2', 5],
    ['3', 3],
    ['4', 2],
    ['0', 1],
    [undefined, 1],
  ]);
  return {
    from,
    key,
    menuMs: 1000 * between(pace.menu),
    patienceMs: 1000 * Math.max(pace.patience / 6, about(pace.patience)),
    talkMs: Math.random() < 0.5 ? 1000 * between(pace.talk) : undefined,
  };
}

export type CallerEnd = 'reached' | 'gave-up' | 'refused';

export class RobotCaller {
  state: CallerState = 'in the menu';
  readonly plan: CallerPlan;
  #call: PlacedCall | undefined;
  #stopping = false;

  constructor(plan: CallerPlan) {
    this.plan = plan;
  }

  /** Calls, from the first ring to the end. */
  async live({ sip, to }: Place, says: Uint8Array): Promise<CallerEnd> {
    const call = await placeCall({ sip, to, from: this.plan.from });
    this.#call = call;
    try {
      if (this.#stopping || !(await call.answered)) return 'refused';
      await this.#pause(this.plan.menuMs);
      if (this.plan.key !== undefined && !this.#stopping) call.press(this.plan.key);
      this.state = 'waiting';
      if (!(await this.#waits(call))) return 'gave-up';
      this.state = 'talking';
      call.say(says);
      await this.#pause(Math.min(this.plan.talkMs ?? longestTalkMs, longestTalkMs));
      return 'reached';
    } finally {
      await call.hangUp();
    }
  }

  /** Hangs up wherever they are. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#call?.hangUp();
  }

  /** Whether somebody comes before the patience is over, or the call is. */
  async #waits(call: PlacedCall): Promise<boolean> {
    const until = performance.now() + this.plan.patienceMs;
    let musicAt = performance.now();
    while (performance.now() < until && !(await this.#pause(lookMs))) {
      const now = performance.now();
      if (call.hearsTone(agentHz, agentShare)) return true;
      if (call.hears().kind === 'music') musicAt = now;
      if (now - musicAt > noMusicMs) return true;
    }
    return false;
  }

  /** True: the call was over before. */
  async #pause(ms: number): Promise<boolean> {
    if (this.#stopping) return true;
    let timer: NodeJS.Timeout | undefined;
    const passed = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
    const over = this.#call?.ended.then(() => true) ?? passed;
    try {
      return await Promise.race([passed, over]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The robots' own process: callers who come at random and agents who serve, so that what they cost is not taken from the cloud's loop. */
import { recordCaller } from '../pages/phone/page.ts';
import { about } from './chance.ts';
import {
  agentStates,
  callerStates,
  lifelike,
  robotNumbers,
  type AgentState,
  type CallerState,
  type FromCrowd,
  type Pace,
  type Place,
  type Report,
  type ToCrowd,
} from './contract.ts';
import { RobotAgent } from './robot-agent.ts';
import { planCaller, RobotCaller } from './robot-caller.ts';

const everyMs = 1000;
const problemsKept = 5;
/** Signing in is work for functions that may still start: so many at once. */
const signInsAtOnce = 4;

const counted = <S extends string>(states: readonly S[], robots: Iterable<{ state: S }>): Record<S, number> => {
  const counts = Object.fromEntries(states.map((state) => [state, 0])) as Record<S, number>;
  for (const { state } of robots) counts[state] += 1;
  return counts;
};

class Crowd {
  readonly #agents = new Map<string, RobotAgent>();
  readonly #callers = new Map<RobotCaller, Promise<void>>();
  readonly #tally = { placed: 0, reached: 0, gaveUp: 0, refused: 0 };
  readonly #problems: Report['problems'] = [];
  #place: Place | undefined;
  #pace: Pace = lifelike;
  #perMinute = 0;
  #next: NodeJS.Timeout | undefined;
  #says: Promise<Uint8Array> | undefined;

  report(): Report {
    return {
      agents: counted<AgentState>(agentStates, this.#agents.values()),
      callers: counted<CallerState>(callerStates, this.#callers.keys()),
      ...this.#tally,
      problems: this.#problems,
    };
  }

  /** As many as ordered: some come, others leave, the rest go on. */
  async fill({ callersPerMinute, agents, place, pace }: Extract<ToCrowd, { type: 'fill' }>): Promise<void> {
    this.#place = place;
    this.#pace = pace;
    this.#perMinute = callersPerMinute;
    clearTimeout(this.#next);
    this.#expectCaller();
    const leaving = [...this.#agents].filter(([as]) => !agents.includes(as));
    for (const [as] of leaving) this.#agents.delete(as);
    void Promise.all(leaving.map(([, agent]) => agent.stop()));
    const coming = agents.filter((as) => !this.#agents.has(as)).map((as) => this.#newAgent(place, as));
    for (let n = 0; n < coming.length; n += signInsAtOnce) await Promise.all(coming.slice(n, n + signInsAtOnce).map((one) => one.begin()));
  }

  /** Everybody hangs up and goes; what takes longer than it may is left to the deadlines of the contact center. */
  async stop(withinMs: number): Promise<void> {
    clearTimeout(this.#next);
    this.#perMinute = 0;
    let late: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => (late = setTimeout(resolve, withinMs)));
    const callers = [...this.#callers].map(([caller, life]) => caller.stop().then(() => life));
    const agents = [...this.#agents.values()].map((agent) => agent.stop());
    await Promise.race([Promise.allSettled([...callers, ...agents]), enough]);
    clearTimeout(late);
    this.#agents.clear();
  }

  #newAgent({ client }: Place, as: string): RobotAgent {
    const agent = new RobotAgent({ client, as, pace: this.#pace, failed: (text) => this.#note(text) });
    this.#agents.set(as, agent);
    return agent;
  }

  #expectCaller(): void {
    if (this.#perMinute > 0) this.#next = setTimeout(() => this.#comes(), about(60_000 / this.#perMinute));
  }

  #comes(): void {
    this.#expectCaller();
    const busy = new Set([...this.#callers.keys()].map(({ plan }) => plan.from));
    const free = robotNumbers.filter((number) => !busy.has(number));
    const from = free[Math.floor(Math.random() * free.length)];
    if (from === undefined || this.#place === undefined) return void (this.#tally.refused += 1);
    const caller = new RobotCaller(planCaller(from, this.#pace));
    this.#tally.placed += 1;
    this.#callers.set(caller, this.#calls(caller, this.#place));
  }

  async #calls(caller: RobotCaller, place: Place): Promise<void> {
    try {
      this.#says ??= recordCaller();
      const end = await caller.live(place, await this.#says);
      this.#tally[end === 'gave-up' ? 'gaveUp' : end] += 1;
    } catch (error) {
      this.#tally.refused += 1;
      this.#note(`A caller failed: ${String(error)}`);
    } finally {
      this.#callers.delete(caller);
    }
  }

  #note(text: string): void {
    this.#problems.unshift({ at: new Date().toISOString(), text: text.slice(0, 300) });
    this.#problems.length = Math.min(this.#problems.length, problemsKept);
  }
}

const crowd = new Crowd();
const tell = (message: FromCrowd): void => void process.send?.(message);
process.on('message', (message: ToCrowd) => {
  if (message.type === 'fill') void crowd.fill(message);
  else void crowd.stop(message.withinMs).then(() => tell({ type: 'stopped' }));
});
setInterval(() => tell({ type: 'report', report: crowd.report() }), everyMs);
// Ctrl-C reaches every process of the terminal: the one that started this ends it, after the calls.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => void crowd.stop(2000).finally(() => process.exit(0)));

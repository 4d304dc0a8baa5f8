/** The execution environments of one version of a function: reused, started on demand, ended when idle for long. */
import { randomUUID } from 'node:crypto';
import { startEnvironment, type Environment, type EnvironmentSettings, type Outcome } from './environment.ts';
import { machineStarts, type Starts } from './starts.ts';

export interface PoolSettings extends EnvironmentSettings {
  timeoutMs: number;
  /** Environments at the same time on this machine; further events wait, as for a slow cold start. */
  mostEnvironments: number;
  /** An environment without work for so long is ended. */
  idleMs: number;
  /** Who lets environments start; default: this machine, one a core. */
  starts?: Starts;
}
export interface Pool {
  run(event: string, invokedArn: string): Promise<Outcome & { requestId: string; durationMs: number }>;
  /** Events under way, those included that wait for an environment. */
  readonly running: number;
  /** Starts an environment before the first event needs it, unless there is one. */
  warm(): void;
  /** Ends one environment in the midst of its work, or an idle one. False when there is none. */
  killOne(): boolean;
  /** Ends idle environments now and busy ones when their event is done. */
  retire(): void;
  close(): Promise<void>;
}

/** An empty pool. */
export function createPool(settings: PoolSettings): Pool {
  const idle: { environment: Environment; since: number }[] = [];
  const busy = new Set<Environment>();
  const starting = new Set<Environment>();
  /** Events that wait for whichever environment is free first: one that has just started, or one that has done its work. */
  const queue: ((environment: Environment) => void)[] = [];
  const starts = settings.starts ?? machineStarts;
  /** Starts that events have asked for, and whose turn has not come. */
  let asked = 0;
  let retired = false;
  let closed = false;

  const sweep = setInterval(() => {
    while (idle[0] !== undefined && Date.now() - idle[0].since > settings.idleMs) void idle.shift()?.environment.kill();
  }, 30_000);
  sweep.unref();

  function free(): Environment | undefined {
    for (let waiting = idle.pop(); waiting !== undefined; waiting = idle.pop()) if (!waiting.environment.dead) return waiting.environment;
    return undefined;
  }
  /** Starts one more environment if it is wanted; its turn has come, and `end` ends it. */
  async function start(wanted: boolean, end: () => void): Promise<void> {
    if (!wanted || closed) return end();
    const environment = startEnvironment(settings);
    starting.add(environment);
    await environment.started;
    starting.delete(environment);
    end();
    offer(environment);
  }
  /** As many starts as events wait, within what the machine is given. */
  function grow(): void {
    while (asked + starting.size < queue.length && busy.size + asked + starting.size < settings.mostEnvironments) {
      asked += 1;
      void starts.begin('needed').then((end) => {
        asked -= 1;
        return start(queue.length > starting.size, end);
      });
    }
  }
  /** Work for an environment that has none: the event that waits longest, else rest. */
  function offer(environment: Environment): void {
    const next = queue.shift();
    if (next !== undefined) {
      busy.add(environment);
      next(environment);
    } else if (retired) void environment.kill();
    else idle.push({ environment, since: Date.now() });
  }
  async function take(): Promise<Environment> {
    const environment = free();
    if (environment === undefined)
      return new Promise((go) => {
        queue.push(go);
        grow();
      });
    busy.add(environment);
    return environment;
  }
  function giveBack(environment: Environment): void {
    busy.delete(environment);
    if (environment.dead) grow();
    else offer(environment);
  }
  return {
    get running() {
      return busy.size + queue.length;
    },
    async run(event, invokedArn) {
      const environment = await take();
      const requestId = randomUUID();
      const began = performance.now();
      try {
        const outcome = await environment.run(event, requestId, invokedArn, settings.timeoutMs);
        return { ...outcome, requestId, durationMs: performance.now() - began };
      } finally {
        giveBack(environment);
      }
    },
    warm() {
      // An event that comes before its turn has its own start asked for, which goes first.
      const none = () => !retired && idle.length + busy.size + starting.size + asked === 0;
      if (none()) void starts.begin('ahead').then((end) => start(none(), end));
    },
    killOne() {
      const victim = [...busy][0] ?? [...starting][0] ?? idle.pop()?.environment;
      void victim?.kill();
      return victim !== undefined;
    },
    retire() {
      retired = true;
      clearInterval(sweep);
      for (const { environment } of idle.splice(0)) void environment.kill();
    },
    async close() {
      retired = true;
      clearInterval(sweep);
      closed = true;
      await Promise.all(
        [...idle.splice(0).map(({ environment }) => environment), ...busy, ...starting].map((environment) => environment.kill()),
      );
    },
  };
}

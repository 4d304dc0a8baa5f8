/** The execution environments of one version of a function: reused, started on demand, ended when idle for long. */
import { randomUUID } from 'node:crypto';
import { startEnvironment, type Environment, type EnvironmentSettings, type Outcome } from './environment.ts';

export interface PoolSettings extends EnvironmentSettings {
  timeoutMs: number;
  /** Environments at the same time on this machine; further events wait, as for a slow cold start. Two cores gain nothing from more. */
  mostEnvironments: number;
  /** An environment without work for so long is ended. */
  idleMs: number;
}
export interface Pool {
  run(event: string, invokedArn: string): Promise<Outcome & { requestId: string; durationMs: number }>;
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
  const queue: (() => void)[] = [];
  let retired = false;

  const sweep = setInterval(() => {
    while (idle[0] !== undefined && Date.now() - idle[0].since > settings.idleMs) void idle.shift()?.environment.kill();
  }, 30_000);
  sweep.unref();

  function free(): Environment | undefined {
    for (let waiting = idle.pop(); waiting !== undefined; waiting = idle.pop()) if (!waiting.environment.dead) return waiting.environment;
    return busy.size < settings.mostEnvironments ? startEnvironment(settings) : undefined;
  }
  async function take(): Promise<Environment> {
    for (;;) {
      const environment = free();
      if (environment !== undefined) {
        busy.add(environment);
        return environment;
      }
      await new Promise<void>((go) => queue.push(go));
    }
  }
  function giveBack(environment: Environment): void {
    busy.delete(environment);
    if (retired) void environment.kill();
    else if (!environment.dead) idle.push({ environment, since: Date.now() });
    queue.shift()?.();
  }
  return {
    get running() {
      return busy.size;
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
      if (idle.length === 0 && busy.size === 0) idle.push({ environment: startEnvironment(settings), since: Date.now() });
    },
    killOne() {
      const victim = [...busy][0] ?? idle.pop()?.environment;
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
      await Promise.all([...idle.splice(0).map(({ environment }) => environment), ...busy].map((environment) => environment.kill()));
    },
  };
}

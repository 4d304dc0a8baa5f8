/** One execution environment: a worker thread that runs one event at a time, with nothing of the host's environment in it. */
import { url as inspectorUrl } from 'node:inspector';
import { Worker } from 'node:worker_threads';
import type { EnvironmentData, FromWorker, FunctionFailure, ToWorker } from './messages.ts';

export interface EnvironmentSettings extends EnvironmentData {
  variables: Record<string, string>;
  memoryMb: number;
  log: (text: string) => void;
}
export type Outcome = { kind: 'answer'; payload: string } | { kind: 'error'; error: FunctionFailure };

export interface Environment {
  readonly dead: boolean;
  /** Resolves when the handler is loaded, or could not be. */
  readonly started: Promise<unknown>;
  /** Runs the handler; what goes wrong is an outcome. Kills the environment when `timeoutMs` is over. */
  run(event: string, requestId: string, invokedArn: string, timeoutMs: number): Promise<Outcome>;
  kill(): Promise<void>;
}

/** AWS gives the initialisation ten seconds. */
const initialisationMs = 10_000;
const exited: FunctionFailure = { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited' };

/** Whoever stands at a breakpoint must not lose the function under it. */
const isDebugged = (): boolean => inspectorUrl() !== undefined;

interface Thread {
  worker: Worker;
  dead: boolean;
  /** Where the next word of the worker, or its end, goes. */
  listener: ((message: FromWorker | 'exit', error?: Error) => void) | undefined;
}

function startThread(settings: EnvironmentSettings): Thread {
  const worker = new Worker(new URL('./runtime-worker.ts', import.meta.url), {
    env: settings.variables,
    workerData: { directory: settings.directory, handler: settings.handler } satisfies EnvironmentData,
    execArgv: ['--enable-source-maps', '--no-warnings'],
    resourceLimits: { maxOldGenerationSizeMb: Math.max(64, settings.memoryMb) },
    stdout: true,
    stderr: true,
  });
  const thread: Thread = { worker, dead: false, listener: undefined };
  const end = (error?: Error) => {
    thread.dead = true;
    thread.listener?.('exit', error);
  };
  worker.unref();
  worker.stdout.on('data', (chunk: Buffer) => settings.log(chunk.toString('utf8')));
  worker.stderr.on('data', (chunk: Buffer) => settings.log(chunk.toString('utf8')));
  worker.on('message', (message: FromWorker) => thread.listener?.(message));
  worker.on('error', end);
  worker.on('exit', () => end());
  return thread;
}

/** Waits for the worker's next word; `late` is what became of it when the time is over. With a debugger's door open, time does not run out. */
function nextWord(thread: Thread, withinMs: number, late: FunctionFailure): Promise<Outcome | 'ready'> {
  if (thread.dead) return Promise.resolve({ kind: 'error', error: exited });
  return new Promise((done) => {
    const settle = (outcome: Outcome | 'ready') => {
      clearTimeout(timer);
      thread.listener = undefined;
      done(outcome);
    };
    const timer = setTimeout(() => {
      if (isDebugged()) return;
      thread.dead = true;
      void thread.worker.terminate();
      settle({ kind: 'error', error: late });
    }, withinMs);
    thread.listener = (message, error) => {
      if (message === 'exit')
        settle({ kind: 'error', error: error === undefined ? exited : { errorType: error.name, errorMessage: error.message } });
      else if (message.kind === 'ready') settle('ready');
      else if (message.kind === 'answer') settle({ kind: 'answer', payload: message.payload });
      else settle({ kind: 'error', error: message.error });
    };
  });
}

/** Starts an environment; its first event waits until the handler is loaded. */
export function startEnvironment(settings: EnvironmentSettings): Environment {
  const thread = startThread(settings);
  const late = { errorType: 'Sandbox.Timedout', errorMessage: `Initialization took longer than ${initialisationMs / 1000} seconds` };
  const ready = nextWord(thread, initialisationMs, late);
  return {
    get dead() {
      return thread.dead;
    },
    started: ready,
    async run(event, requestId, invokedArn, timeoutMs) {
      const initialised = await ready;
      if (initialised !== 'ready') {
        thread.dead = true;
        void thread.worker.terminate();
        return initialised;
      }
      const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
      const word = nextWord(thread, timeoutMs, { errorType: 'Sandbox.Timedout', errorMessage });
      thread.worker.postMessage({ event, requestId, invokedArn, deadline: Date.now() + timeoutMs } satisfies ToWorker);
      const outcome = await word;
      return outcome === 'ready' ? { kind: 'error', error: exited } : outcome;
    },
    async kill() {
      thread.dead = true;
      await thread.worker.terminate();
    },
  };
}

/** *Fill the floor*: orders robots, keeps their people, and knows how they are. */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { lifelike, type FromCrowd, type Order, type Pace, type Place, type Report, type ToCrowd } from './contract.ts';

export interface RobotsState {
  state: 'stopped' | 'running' | 'stopping';
  order: Order;
  report?: Report;
}
export interface Robots {
  state(): RobotsState;
  /** So many from now on; a second order changes the first. */
  fill(order: Order, pace?: Pace): Promise<void>;
  /** All of them hang up, wrap up, and are gone. Twice is once. */
  stop(withinMs?: number): Promise<void>;
}
/** The robots' places among the people of the contact center. */
export interface RobotPeople {
  /** Makes as many as are missing, and gives the names under which all of them sign in. */
  invite(count: number): Promise<string[]>;
  /** Takes all of them out of the lists. */
  remove(): Promise<void>;
}

const crowdFile = path.join(import.meta.dirname, 'crowd.ts');
/** Beyond what they were given: a process that hangs is ended. */
const graceMs = 1500;
const none: Order = { callersPerMinute: 0, agents: 0 };

export function openRobots(place: () => Place, people: RobotPeople, log: (line: string) => void): Robots {
  let child: ChildProcess | undefined;
  let order = none;
  let report: Report | undefined;
  let stopping: Promise<void> | undefined;
  /** Orders come after each other. */
  let last: Promise<void> = Promise.resolve();

  function begin(): ChildProcess {
    const made = fork(crowdFile, { execArgv: ['--enable-source-maps'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    made.on('message', (message: FromCrowd) => {
      if (message.type === 'report') report = message.report;
    });
    made.on('exit', () => {
      if (child !== made) return;
      child = undefined;
      if (stopping === undefined) log('The robots have ended by themselves.');
    });
    return made;
  }
  const send = (message: ToCrowd): void => void child?.send(message);

  async function filled(wanted: Order, pace: Pace): Promise<void> {
    const names = await people.invite(wanted.agents);
    child ??= begin();
    order = wanted;
    send({ type: 'fill', callersPerMinute: wanted.callersPerMinute, agents: names, place: place(), pace });
  }

  async function stopped(withinMs: number): Promise<void> {
    const running = child;
    if (running === undefined) return;
    const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.on('message', (message: FromCrowd) => void (message.type === 'stopped' && running.disconnect()));
    running.send({ type: 'stop', withinMs } satisfies ToCrowd);
    const hangs = setTimeout(() => running.kill('SIGKILL'), withinMs + graceMs);
    await gone;
    clearTimeout(hangs);
    await people.remove();
    order = none;
    report = undefined;
  }

  return {
    state: () => ({
      state: stopping !== undefined ? 'stopping' : child === undefined ? 'stopped' : 'running',
      order,
      ...(report === undefined ? {} : { report }),
    }),
    fill(wanted, pace = lifelike) {
      last = last.catch(() => undefined).then(() => filled(wanted, pace));
      return last;
    },
    stop(withinMs = 8000) {
      stopping ??= last
        .catch(() => undefined)
        .then(() => stopped(withinMs))
        .finally(() => (stopping = undefined));
      last = stopping;
      return stopping;
    },
  };
}

/** How evenly many calls are played to: the spacing of their packets, and what a second of a call costs. */
import { toneWav } from './parts/sounds.ts';
import { compared } from './figure.ts';
import type { Bench, BenchOptions, Figure } from './figure.ts';
import { number, peerOf, playingGateway } from './parts/gateway.ts';
import type { PlayingOrder, PlayingResult } from './parts/playing-callers.ts';
import { inProcess } from './parts/process.ts';

const sizes = [100, 300];
const seconds = 10;
const runs = 3;

interface Measured extends PlayingResult {
  cpuMsPerCallSecond: number;
}

/**
 * Plays a recording to 100 and to 300 calls at once, each of which sends audio too, three times. The callers are a process of their own,
 * so that the CPU time is the gateway's alone. With `peer` the same callers call `sip:bench@HOST:PORT`, which answers and plays, in turn
 * with the gateway; its CPU time isn't known here.
 */
export async function playback(options: BenchOptions = {}): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const calls of sizes) {
    const ours: Measured[] = [];
    const theirs: Measured[] = [];
    for (let run = 0; run < runs; run++) {
      ours.push(await playOurselves(calls));
      if (options.peer !== undefined) theirs.push(await call({ ...peerOf(options.peer), user: 'bench', calls, seconds }, () => 0));
    }
    const figure = (name: string, unit: string, of: (measured: Measured) => number, comparable = true): void => {
      figures.push(compared(`playback.${calls}.${name}`, unit, ours.map(of), comparable ? theirs.map(of) : []));
    };
    figure('answered', 'calls', ({ answered }) => answered);
    figure('spacing-error-p50', 'ms', ({ spacingErrorP50Ms }) => spacingErrorP50Ms);
    figure('spacing-error-p99', 'ms', ({ spacingErrorP99Ms }) => spacingErrorP99Ms);
    figure('missing', '%', ({ missing }) => 100 * missing);
    figure('cpu-per-call-second', 'ms', ({ cpuMsPerCallSecond }) => cpuMsPerCallSecond, false);
  }
  return figures;
}

export const bench: Bench = playback;

async function playOurselves(calls: number): Promise<Measured> {
  const gateway = await playingGateway(toneWav(440, 10), 999);
  try {
    const cpuMs = (): number => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    };
    return await call({ ...gateway.sip, user: number, calls, seconds }, cpuMs);
  } finally {
    await gateway.close();
  }
}

async function call(order: PlayingOrder, cpuMs: () => number): Promise<Measured> {
  let begun = 0;
  let spent = 0;
  const heard = (note: string): void => {
    if (note === 'begin') begun = cpuMs();
    if (note === 'end') spent = cpuMs() - begun;
  };
  const result = await inProcess<PlayingResult>('./playing-callers.ts', order, { withinMs: 60_000 + order.seconds * 1000, heard });
  return { ...result, cpuMsPerCallSecond: spent / (order.calls * order.seconds) };
}

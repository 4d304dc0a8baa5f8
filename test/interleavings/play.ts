/** Games one after the other, here or in threads of their own, until there were so many interleavings or one has failed. */
import { Worker } from 'node:worker_threads';
import { Game, type Played } from './game.ts';

export interface Order {
  /** The first game's seed; the others follow it. */
  seed: number;
  /** From one game's seed to the next: as many as play at the same time. */
  stride: number;
  interleavings: number;
}
export interface Failure {
  seed: number;
  why: string;
  /** What happened in that game, a line for each group. */
  story: readonly string[];
}
export interface Result extends Played {
  games: number;
  failure?: Failure;
}

/** Plays one game. */
export async function playOne(seed: number): Promise<Played | { failure: Failure }> {
  const game = new Game(seed);
  try {
    return await game.play();
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { failure: { seed, why, story: game.story } };
  }
}

/** What a thread says: how many it has played, now and then; and how it ended. */
export type Word = { played: number } | { end: Result };
const gamesBetweenWords = 500;

/** Plays until there were so many, or one has failed; `tell` hears now and then how many. */
export async function play({ seed, stride, interleavings }: Order, tell?: (played: number) => void): Promise<Result> {
  const result: Result = { games: 0, interleavings: 0, deeds: 0, deaths: 0 };
  for (let next = seed; result.interleavings < interleavings; next += stride) {
    const played = await playOne(next);
    if ('failure' in played) return { ...result, failure: played.failure };
    result.games += 1;
    result.interleavings += played.interleavings;
    result.deeds += played.deeds;
    result.deaths += played.deaths;
    if (result.games % gamesBetweenWords === 0) tell?.(result.interleavings);
    // The games never wait for anything, so the event loop is given a turn between them.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return result;
}

const inThread = (worker: Worker, tell: (played: number) => void): Promise<Result> =>
  new Promise((resolve, reject) => {
    worker.on('message', (word: Word) => ('end' in word ? resolve(word.end) : tell(word.played)));
    worker.once('error', reject);
  });

/** The same in so many threads, their results added up. The first failure ends all; `tell` hears now and then how many were played. */
export async function playInThreads(
  seed: number,
  interleavings: number,
  threads: number,
  tell?: (played: number) => void,
): Promise<Result> {
  const share = Math.ceil(interleavings / threads);
  const workers = Array.from({ length: threads }, (_, i) => {
    const workerData: Order = { seed: seed + i, stride: threads, interleavings: share };
    return new Worker(new URL('thread.ts', import.meta.url), { workerData });
  });
  const counts = workers.map(() => 0);
  const playing = workers.map(async (worker, i) => {
    const result = await inThread(worker, (played) => {
      counts[i] = played;
      tell?.(counts.reduce((sum, one) => sum + one, 0));
    });
    if (result.failure !== undefined) throw new Failed(result);
    return result;
  });
  try {
    const results = await Promise.all(playing);
    return results.reduce((sum, one) => ({
      games: sum.games + one.games,
      interleavings: sum.interleavings + one.interleavings,
      deeds: sum.deeds + one.deeds,
      deaths: sum.deaths + one.deaths,
    }));
  } catch (error) {
    if (error instanceof Failed) return error.result;
    throw error;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** A thread that met a game which breaks a rule. */
class Failed extends Error {
  readonly result: Result;
  constructor(result: Result) {
    super(result.failure?.why);
    this.result = result;
  }
}

/** For whoever has to mend it: what is wrong, how it came about, and how to see it again. */
export const told = ({ seed, why, story }: Failure): string =>
  `${why}\n\nThe game, a line for what ran together:\n${story.join('\n')}\n\nAgain: SEED=${seed} RUNS=1 npm run bench -- interleavings`;

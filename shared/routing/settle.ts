import { glancing, type Written, type Write } from '../database/database.ts';
import { together } from '../facts/together.ts';
import type { World } from '../world.ts';

/** A write by itself before the others; `back` takes it away again when those were not made, if nobody counts on it. */
export interface Ahead {
  write: Write;
  back: () => Promise<Written>;
}
interface Writes {
  ahead?: Ahead | undefined;
  write: Write[];
}
/** Writes, with what they result in; or an end without any; or reading again, because what was read does not belong together. */
export type Step<R> = (Writes & { then: R }) | { stop: R } | { torn: true };

const attempts = 40;

/** A short wait, longer with each attempt and different for everybody, so that those who collide once don't collide again. */
export async function pauseBeforeRetry(world: Pick<World, 'chance' | 'pause'>, attempt: number): Promise<void> {
  await world.pause(world.chance() * Math.min(100, 2 * 2 ** attempt));
}

/** Takes away what went ahead, unless somebody counts on it. */
export async function takeAheadBack(world: Pick<World, 'chance' | 'pause'>, { back }: Ahead): Promise<void> {
  for (let attempt = 0; attempt < attempts && (await back()).outcome === 'conflict'; attempt++) await pauseBeforeRetry(world, attempt);
}

/** What goes ahead, then the others in one write. A fault may leave what went ahead, since the others may be written. */
async function writeInTurn(world: Pick<World, 'db' | 'chance' | 'pause'>, { ahead, write }: Writes): Promise<Written> {
  const first: Written = ahead === undefined ? { outcome: 'written' } : await world.db.write([ahead.write]);
  if (first.outcome !== 'written') return first;
  const written = await world.db.write(together(write));
  if (ahead !== undefined && written.outcome !== 'written') await takeAheadBack(world, ahead);
  return written;
}

/**
 * Reads, decides, writes; and again from the reading when somebody else was faster (`attempt` counts from 0). Throws when that happens forty
 * times in a row: whoever woke us delivers again.
 */
export async function settle<R>(world: Pick<World, 'db' | 'chance' | 'pause'>, step: (attempt: number) => Promise<Step<R>>): Promise<R> {
  let written: Written = { outcome: 'conflict' };
  for (let attempt = 0; attempt < attempts; attempt++) {
    const next = await step(attempt);
    if ('stop' in next) return next.stop;
    if ('write' in next) {
      written = await writeInTurn(world, next);
      if (written.outcome === 'written') return next.then;
    }
    await pauseBeforeRetry(world, attempt);
  }
  throw new Error(`Nothing could be written in ${attempts} attempts: the last was a ${written.outcome}`);
}

/** The world with reads at half the price, which may be a moment behind. */
export const atAGlance = (world: World): World => ({ ...world, db: glancing(world.db) });

/**
 * The same, first by reads at half the price that may be a moment behind: a write whose conditions confirm all that it was decided by is as good
 * as any; an end without a write, a fault or a refusal is not believed, and everything decided again by strong reads. So a step that leaves
 * something unwritten because of what it has read ends instead (`stop`).
 */
export async function settleByGlance<R>(
  world: World,
  step: (world: World, attempt: number, glance: boolean) => Promise<Step<R>>,
): Promise<R> {
  const glanced = await step(atAGlance(world), 0, true).catch(() => undefined);
  const wrote = glanced !== undefined && 'write' in glanced;
  if (wrote && (await writeInTurn(world, glanced)).outcome === 'written') return glanced.then;
  const tried = wrote ? 1 : 0;
  return settle(world, (attempt) => step(world, tried + attempt, false));
}

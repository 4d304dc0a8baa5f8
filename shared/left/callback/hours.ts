/** When somebody may be called back: while their queue is open, and the company calls. */
import { hoursAt } from '../../hours/hours-at.ts';
import type { FullHours } from '../../hours/day-plan.ts';
import { isOpen, nextChange } from '../../hours/is-open.ts';
import { instantsAt, nextDate, wallClock } from '../../hours/wall-clock.ts';
import type { QueueId } from '../../ids.ts';
import { readCalling } from '../../queues/read-calling.ts';
import { readQueue } from '../../queues/settings.ts';
import type { World } from '../../world.ts';

/** Hours that nobody has set don't close anything. */
export async function callingHours(world: World, queueId: QueueId): Promise<FullHours[]> {
  const [queue, calling] = await Promise.all([readQueue(world.db, queueId), readCalling(world.db)]);
  const ids = [queue?.hoursId, calling.hoursId].filter((id) => id !== undefined);
  const hours = await Promise.all(ids.map((id) => hoursAt(world.db, id)));
  return hours.filter((one) => one !== undefined);
}

/** Pure: the first moment from `fromMs` on at which all are open; undefined when there is none. */
export function firstOpenMs(hours: readonly FullHours[], fromMs: number): number | undefined {
  let atMs = fromMs;
  for (let step = 0; step < 100; step++) {
    const closed = hours.find((one) => !isOpen(one, atMs));
    if (closed === undefined) return atMs;
    const opens = nextChange(closed, atMs);
    if (opens === undefined) return undefined;
    atMs = opens;
  }
  return undefined;
}

/** Pure: when the first of them closes after a moment at which all are open; undefined when none does. */
export function firstCloseMs(hours: readonly FullHours[], fromMs: number): number | undefined {
  const changes = hours.map((one) => nextChange(one, fromMs)).filter((atMs) => atMs !== undefined);
  return changes.length === 0 ? undefined : Math.min(...changes);
}

/** Where the hours never close, the next day begins at nine. */
const morningMinutes = 9 * 60;

/** Pure: when they open on the next day that they open on. */
export function nextMorningMs(hours: readonly FullHours[], nowMs: number): number | undefined {
  const timeZone = hours[0]?.timeZone ?? 'UTC';
  const tomorrow = nextDate(wallClock(nowMs, timeZone).date);
  const midnightMs = instantsAt(tomorrow, 0, timeZone)[0] ?? nowMs + 24 * 3600_000;
  const opensMs = firstOpenMs(hours, midnightMs);
  return opensMs === midnightMs ? (instantsAt(tomorrow, morningMinutes, timeZone)[0] ?? midnightMs) : opensMs;
}

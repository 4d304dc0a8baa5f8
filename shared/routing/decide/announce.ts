/**
 * Pure: what a caller is told of their wait, given what they were told before. A wait never rises without a cause that they could understand:
 * somebody was put before them, or agents have left. Without one, what was said stands and only runs down; when it has run out and they wait
 * still, nothing is said of it any more, since any other number would be a new promise of the kind that was just broken.
 */
import type { Contact } from '../../contacts/contact.ts';
import { epochMs, instant } from '../../ids.ts';
import { minutesOf } from './estimate.ts';

export type Announced = NonNullable<Contact['announced']>;
export interface Fresh {
  position: number;
  staffed: number;
  estimateMs: number | undefined;
}
export interface Announcement {
  position: number;
  /** Absent: nothing is said of the wait. */
  minutes?: number;
  /** To be written down; the same object as before when nothing of it has changed. */
  announced: Announced;
}

/** Somebody is before them who was not, or fewer agents are there. */
const hasCause = (before: Announced, { position, staffed }: Fresh): boolean => position > before.position || staffed < before.staffed;

/** What may be said of the wait: the estimate, at most what is left of the promise. */
function waitNow(before: Announced | undefined, fresh: Fresh, nowMs: number): number | undefined {
  const { estimateMs } = fresh;
  if (estimateMs === undefined || before?.servedBy === undefined || hasCause(before, fresh)) return estimateMs;
  const leftMs = epochMs(before.servedBy) - nowMs;
  return leftMs <= 0 ? undefined : Math.min(estimateMs, leftMs);
}

export function announce(before: Announced | undefined, fresh: Fresh, waitedMs: number, nowMs: number): Announcement {
  const { position, staffed } = fresh;
  const waitMs = waitNow(before, fresh, nowMs);
  const minutes = waitMs === undefined ? undefined : minutesOf(waitMs);
  const said = minutes === undefined ? {} : { minutes };
  if (before !== undefined && before.position === position && before.staffed === staffed && before.minutes === minutes)
    return { position, ...said, announced: before };
  const firstMs = before?.firstMs ?? (waitMs === undefined ? undefined : Math.round(waitedMs + waitMs));
  // A promise that has run out is kept, so that it stays run out until there is a cause for another.
  const servedBy = minutes === undefined ? before?.servedBy : instant(nowMs + minutes * 60_000);
  const announced = { at: instant(nowMs), position, staffed, ...(servedBy === undefined ? {} : { servedBy }), ...said };
  return { position, ...said, announced: firstMs === undefined ? announced : { ...announced, firstMs } };
}

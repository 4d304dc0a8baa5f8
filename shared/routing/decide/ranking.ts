/** What a strategy is: an order of the agents who may have a contact, and its words. */
import type { Candidate } from '../../contacts/contact.ts';
import { epochMs } from '../../ids.ts';

export interface Ranking {
  /** Below zero: `a` before `b`. Zero: the strategy says nothing, and the agents' ids decide, so that the order is total. */
  compare: (a: Candidate, b: Candidate) => number;
  /** Why the first of `among` agents at the same level was first, without a full stop: `longest idle of 3 free agents`, or of `more than 12`. */
  words: (among: number | string) => string;
  /** Is `other` as good a choice as `first`, whom `compare` puts before it? Of such, chance may choose (decision 0013). */
  equal: (first: Candidate, other: Candidate) => boolean;
  /** Why somebody who is equal to the first was drawn, of `among` agents at the same level. */
  drawn: (among: number | string) => string;
  /** Are the agents of one routing profile in this order by how long they have been idle? Then the first few are enough. */
  byIdleTime: boolean;
}

/** Idle times that differ by less are equal: nobody feels it, and calls that come together do not all reach for the same agent. */
export const equallyIdleMs = 1000;
export const equallyIdle = (a: Candidate, b: Candidate): boolean => Math.abs(epochMs(a.idleSince) - epochMs(b.idleSince)) < equallyIdleMs;

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

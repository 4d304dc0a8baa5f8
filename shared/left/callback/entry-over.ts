import type { Contact } from '../../contacts/contact.ts';
import type { LeaveReason } from '../../contacts/words.ts';
import { epochMs } from '../../ids.ts';
import type { Told } from '../../routing/change.ts';

/** Its time in the queue is over, once. */
export function entryOver({ queueId, queuedAt, arrivedAt, callback }: Contact, why: LeaveReason, nowMs: number): Told[] {
  if (callback?.queued !== true || queueId === undefined) return [];
  return [{ type: 'EntryLeft', data: { queueId, why, waitedMs: Math.max(0, nowMs - epochMs(queuedAt ?? arrivedAt)) } }];
}

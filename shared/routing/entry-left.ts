import type { Contact } from '../contacts/contact.ts';
import type { LeaveReason } from '../contacts/words.ts';
import { type AgentId, epochMs } from '../ids.ts';
import type { Told } from './change.ts';

/** Is the contact in a queue: waiting, or with an agent who does not talk with it yet? */
export const isQueued = ({ state, queueId }: Contact): boolean =>
  queueId !== undefined && (state === 'waiting' || state === 'offered' || state === 'accepted');

/** Pure: tells that the contact's time in its queue has ended, with what was first said about its length. Nothing when it is in none. */
export function entryLeft(contact: Contact, why: LeaveReason, nowMs: number, by?: AgentId): Told[] {
  const { queueId, queuedAt, arrivedAt, announced } = contact;
  if (queueId === undefined || !isQueued(contact)) return [];
  const waitedMs = Math.max(0, nowMs - epochMs(queuedAt ?? arrivedAt));
  const estimatedMs = announced?.firstMs;
  return [
    {
      type: 'EntryLeft',
      data: { queueId, why, waitedMs, ...(estimatedMs === undefined ? {} : { estimatedMs }), ...(by === undefined ? {} : { by }) },
    },
  ];
}

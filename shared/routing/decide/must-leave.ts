/** Pure: must a waiting contact leave its queue, and when is that to be asked again? */
import type { Contact } from '../../contacts/contact.ts';
import type { LeaveReason } from '../../contacts/words.ts';
import type { FullHours } from '../../hours/day-plan.ts';
import { isOpen, nextChange } from '../../hours/is-open.ts';
import { epochMs } from '../../ids.ts';
import type { Queue } from '../../queues/queue.ts';

/** Those who wait when the hours end are served for so long, unless the queue says otherwise. */
export const closingSecondsDefault = 900;

export const closingMs = ({ closingSeconds }: Queue): number => (closingSeconds ?? closingSecondsDefault) * 1000;

/** What is known of a waiting contact's queue at a moment. */
export interface Limits {
  queue: Queue;
  /** Absent: it never closes. */
  hours?: FullHours | undefined;
  /** How many on duty may serve the contact now or by a later step. Absent: it was not asked, since the queue does not mind. */
  staffed?: number | undefined;
  /** How many came into the queue before the contact and wait still. Absent: not asked. */
  ahead?: number | undefined;
}

/** Were the hours over already for as long as those who waited are served? Who came when they were over is not served at all. */
function isClosed({ queue, hours }: Limits, queuedMs: number, nowMs: number): boolean {
  if (hours === undefined || isOpen(hours, nowMs)) return false;
  return !isOpen(hours, queuedMs) || !isOpen(hours, nowMs - closingMs(queue));
}

/** The first reason that holds, as the caller would put it: closed, nobody there, too many before them, waited too long. */
export function mustLeave(contact: Pick<Contact, 'queuedAt'>, limits: Limits, nowMs: number): LeaveReason | undefined {
  const { queue, staffed, ahead } = limits;
  const queuedMs = contact.queuedAt === undefined ? nowMs : epochMs(contact.queuedAt);
  if (isClosed(limits, queuedMs, nowMs)) return 'closed';
  if (queue.needsStaff === true && staffed === 0) return 'no-agents';
  if (queue.maxWaiting !== undefined && ahead !== undefined && ahead >= queue.maxWaiting) return 'queue-full';
  if (queue.maxWaitSeconds !== undefined && nowMs - queuedMs >= queue.maxWaitSeconds * 1000) return 'timed-out';
  return undefined;
}

/** When the hours make the contact leave, as far as it is known: after the next closing, or the one that was. Undefined where there is none. */
function leavesByHours({ queue, hours }: Limits, nowMs: number): number | undefined {
  if (hours === undefined) return undefined;
  const fromMs = isOpen(hours, nowMs) ? nowMs : nowMs - closingMs(queue);
  const closesMs = isOpen(hours, fromMs) ? nextChange(hours, fromMs) : undefined;
  return closesMs === undefined ? undefined : closesMs + closingMs(queue);
}

/** When `mustLeave` may answer otherwise by the passing of time alone. */
export function nextLimitMs(contact: Pick<Contact, 'queuedAt'>, limits: Limits, nowMs: number): number | undefined {
  const { maxWaitSeconds } = limits.queue;
  const queuedMs = contact.queuedAt === undefined ? nowMs : epochMs(contact.queuedAt);
  const timesOut = maxWaitSeconds === undefined ? [] : [queuedMs + maxWaitSeconds * 1000];
  const byHours = leavesByHours(limits, nowMs);
  const all = [...timesOut, ...(byHours === undefined ? [] : [byHours])].filter((atMs) => atMs > nowMs);
  return all.length === 0 ? undefined : Math.min(...all);
}

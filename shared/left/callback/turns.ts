/** Pure: what becomes of a contact that is to be called back. */
import type { Contact } from '../../contacts/contact.ts';
import type { EndReason, LeaveReason } from '../../contacts/words.ts';
import { instant } from '../../ids.ts';
import type { Step } from '../../queues/queue.ts';
import type { Changes, Told } from '../../routing/change.ts';
import { overflowAt } from '../../routing/decide/steps.ts';
import { outOfQueue } from '../../routing/leave-queue.ts';
import { endTurn } from '../../talk/end-turn.ts';
import { nobodys } from '../../talk/send-away.ts';
import { leaves, type ShareTurn, type Turn } from '../../talk/turn.ts';
import type { TicketId } from '../../ids.ts';
import type { CallbackEnd, CallbackResult } from '../words.ts';
import type { Callback } from './callback.ts';
import { entryOver } from './entry-over.ts';

/** A contact without a call is looked at so often. */
export const callbackBreathMs = 24 * 3600_000;

export function requireCallback({ callback, contactId }: Contact): Callback {
  if (callback === undefined) throw new Error(`The contact ${contactId} is no callback`);
  return callback;
}

/** How the contact waits from now on. */
export interface Waiting {
  priority: number;
  requirements: Step[];
}

/** The contact waits for an agent; its time in the queue begins with the first time. */
export function waits(contact: Contact, { priority, requirements }: Waiting, nowMs: number): { changes: Changes<Contact>; told: Told[] } {
  const callback = requireCallback(contact);
  const { queueId } = contact;
  if (queueId === undefined) throw new Error(`The callback ${contact.contactId} has no queue`);
  const begins = callback.queued !== true;
  return {
    changes: {
      ...outOfQueue,
      state: 'waiting',
      priority,
      requirements,
      stepsFrom: instant(nowMs),
      alsoIn: overflowAt({ requirements, stepsFrom: instant(nowMs) }, queueId, nowMs),
      queuedAt: begins ? instant(nowMs) : contact.queuedAt,
      aliveUntil: instant(nowMs + callbackBreathMs),
      callback: { ...callback, queued: true },
    },
    told: begins ? [{ type: 'ContactQueued', data: { queueId, priority, again: contact.queuedAt !== undefined } }] : [],
  };
}

const withoutCall = (contact: Contact): Changes<Contact> => ({
  ...nobodys,
  ...outOfQueue,
  transactionId: undefined,
  bridge: undefined,
  takeBack: undefined,
  word: undefined,
  refused: undefined,
  callback: {
    ...requireCallback(contact),
    dials: undefined,
    callAt: undefined,
    past: [...requireCallback(contact).past, ...(contact.transactionId === undefined ? [] : [contact.transactionId])].slice(-50),
  },
});

/** Not before its time. */
function scheduled(contact: Contact, dueMs: number, nowMs: number): Changes<Contact> {
  return {
    state: 'scheduled',
    aliveUntil: instant(Math.max(dueMs, nowMs) + callbackBreathMs),
    callback: { ...requireCallback(contact), dueAt: instant(dueMs) },
  };
}

/** The customer's call has ended; the contact waits on without it, now or from `dueMs` on. */
export function detached(contact: Contact, why: EndReason, waiting: Waiting, dueMs: number, nowMs: number): Turn {
  const ended = endTurn(contact, why, nowMs);
  const changes = { ...withoutCall(contact), state: contact.state };
  const callback: Callback = { ...requireCallback({ ...contact, ...changes } as Contact), state: 'open' };
  const free = { ...contact, ...changes, callback } as Contact;
  const next = dueMs > nowMs ? { changes: scheduled(free, dueMs, nowMs), told: [] } : waits(free, waiting, nowMs);
  const left = ended.told.flatMap((told): Told[] => {
    if (told.type === 'ContactEnded') return [];
    return told.type === 'EntryLeft' ? [{ type: 'EntryLeft', data: { ...told.data, why: 'callback-requested' } }] : [told];
  });
  return { changes: { ...changes, callback, ...next.changes }, told: [...left, ...next.told], shares: ended.shares };
}

/** Whoever had it is free again; others leave as at an end. */
const freed = (contact: Contact, shares: readonly ShareTurn[], gone: boolean): ShareTurn[] =>
  shares.map((share) =>
    share.becomes === 'wrapping-up' && share.agentId === contact.agentId && share.n === contact.n
      ? leaves(share.agentId, share.n, { interaction: 'completed', ...(gone ? { idling: { leaseEnds: true } } : {}) })
      : share,
  );

export interface Failed {
  result: CallbackResult;
  /** When the next attempt is due. Absent: there is none. */
  nextMs?: number | undefined;
  /** Of the ticket that somebody will have to follow up. */
  ticketId: TicketId;
  why?: CallbackEnd;
  /** The agent's client is gone. */
  agentGone?: boolean;
  /** How the contact ends, when it does. Absent: the customer's call has told us. */
  end?: EndReason;
}

function attempted(contact: Contact, { result, nextMs }: Failed): Told[] {
  const { agentId, n } = contact;
  if (agentId === undefined || n === undefined) return [];
  const nextAt = nextMs === undefined ? {} : { nextAt: instant(nextMs) };
  return [{ type: 'CallbackAttempted', data: { n, agentId, attempt: requireCallback(contact).attempts, result, ...nextAt } }];
}

/** Nobody was reached: the next attempt is due later, or there is none. The agent is free. */
export function attemptFailed(contact: Contact, failed: Failed, nowMs: number): Turn {
  const { nextMs, result, agentGone = false, why = 'exhausted' } = failed;
  if (nextMs === undefined) return closed(contact, why, nowMs, { ...failed, told: attempted(contact, failed) });
  const ended = endTurn(contact, 'no-answer', nowMs);
  const changes = withoutCall(contact);
  const last = { last: result, ...(contact.agentId === undefined ? {} : { lastAgentId: contact.agentId }) };
  const callback: Callback = { ...(changes.callback ?? requireCallback(contact)), state: 'open', ...last };
  const free = { ...contact, callback } as Contact;
  const told = ended.told.filter(({ type }) => type !== 'ContactEnded' && type !== 'EntryLeft');
  return {
    changes: { ...changes, ...scheduled(free, nextMs, nowMs) },
    told: [...told, ...attempted(contact, failed)],
    shares: freed(contact, ended.shares, agentGone),
  };
}

const leaveFor: Record<CallbackEnd, LeaveReason> = {
  served: 'answered',
  cancelled: 'withdrawn',
  exhausted: 'exhausted',
  replaced: 'withdrawn',
  'wrong-number': 'exhausted',
  'given-up': 'withdrawn',
  'window-over': 'exhausted',
};

/** The callback is over, and the contact with it. When nobody was reached, somebody has to follow it up. */
export function closed(
  contact: Contact,
  why: CallbackEnd,
  nowMs: number,
  { ticketId, told = [], agentGone = false, result, end }: Partial<Failed> & { told?: Told[] } = {},
): Turn {
  const ended = endTurn(contact, end ?? (why === 'exhausted' ? 'not-reached' : 'cancelled'), nowMs);
  const callback = requireCallback(contact);
  const { agentId, callback: { lastAgentId } = {} } = contact;
  const whose = agentId ?? lastAgentId;
  const follows = why === 'exhausted' || why === 'window-over';
  const over: Told = {
    type: 'CallbackClosed',
    data: {
      why,
      attempts: callback.attempts,
      ...(whose === undefined ? {} : { agentId: whose }),
      ...(follows && ticketId !== undefined ? { ticketId } : {}),
    },
  };
  const facts = ended.told.filter(({ type }) => type !== 'EntryLeft' && type !== 'ContactEnded');
  const contactEnded = ended.told.filter(({ type }) => type === 'ContactEnded');
  return {
    changes: {
      ...ended.changes,
      ...outOfQueue,
      callback: { ...callback, state: 'closed', dials: undefined, callAt: undefined, ...(result === undefined ? {} : { last: result }) },
    },
    told: [...facts, ...told, ...entryOver(contact, leaveFor[why], nowMs), over, ...contactEnded],
    shares: freed(contact, ended.shares, agentGone),
  };
}

/** They have talked, and the call is over: wrapped up like any other. */
export function served(contact: Contact, why: EndReason, nowMs: number, instead: readonly ShareTurn[]): Turn {
  const ended = endTurn(contact, why, nowMs, instead);
  const callback = requireCallback(contact);
  const { agentId } = contact;
  const data = { why: 'served', attempts: callback.attempts, ...(agentId === undefined ? {} : { agentId }) } as const;
  return {
    ...ended,
    changes: { ...ended.changes, callback: { ...callback, state: 'closed' } },
    told: [{ type: 'CallbackClosed', data }, ...ended.told],
  };
}

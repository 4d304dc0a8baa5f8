/** Pure: which of the waiting contacts an agent gets. */
import type { Entry } from '../../agents/agent.ts';
import type { Contact, Rival } from '../../contacts/contact.ts';
import { type AgentId, epochMs, instant, type QueueId } from '../../ids.ts';
import type { RoutingProfile } from '../../queues/queue.ts';
import { type Able, mayServe } from './may-serve.ts';
import { compareText } from './ranking.ts';
import { presentStep } from './steps.ts';

export interface Waiting {
  entry: Entry;
  level: number;
  order: number;
  ruledOut?: string;
}

/** What an entry asks for, as its contact does. */
export const askingOf = ({ requirements = [], queuedAt, stepsFrom }: Entry) => ({
  requirements,
  queuedAt,
  ...(stepsFrom === undefined ? {} : { stepsFrom }),
});

/** An entry as this agent sees it. Undefined when their profile does not serve the list that it is in. */
function waitingFor(entry: Entry, agent: Able, profile: RoutingProfile, picked: ReadonlySet<QueueId>, nowMs: number): Waiting | undefined {
  const served = profile.serves.find((one) => one.queueId === entry.queueId);
  if (served === undefined) return undefined;
  const waiter = { queueId: entry.ofQueueId ?? entry.queueId, waitedMs: Math.max(0, nowMs - epochMs(entry.queuedAt)) };
  const { step } = presentStep(askingOf(entry), nowMs);
  const { queueId } = entry;
  const ruledOut = mayServe(waiter, step, agent, profile, { queueId, picked: picked.has(queueId) });
  return { entry, level: served.level, order: served.order, ...(ruledOut === undefined ? {} : { ruledOut }) };
}

const byTurn = (a: Waiting, b: Waiting): number =>
  a.level - b.level ||
  a.order - b.order ||
  b.entry.priority - a.entry.priority ||
  compareText(a.entry.arrivedAt, b.entry.arrivedAt) ||
  compareText(a.entry.contactId, b.entry.contactId);

/**
 * The entries in the order in which an agent of this profile serves them: level, order, priority, arrival. A contact that stands in several
 * lists comes once, by the best of those that let the agent have it.
 */
export function orderEntries(
  entries: readonly Entry[],
  agent: Able,
  profile: RoutingProfile,
  picked: ReadonlySet<QueueId>,
  nowMs: number,
): Waiting[] {
  const all = entries.flatMap((entry) => waitingFor(entry, agent, profile, picked, nowMs) ?? []).sort(byTurn);
  const open = new Set(all.filter(({ ruledOut }) => ruledOut === undefined).map(({ entry }) => entry.contactId));
  const seen = new Set<string>();
  return all.filter((one) => {
    const { contactId } = one.entry;
    if (seen.has(contactId) || (one.ruledOut !== undefined && open.has(contactId))) return false;
    seen.add(contactId);
    return true;
  });
}

/** Does the contact still wait, with a living call? */
export const stillWaits = (contact: Contact | undefined, nowMs: number): contact is Contact =>
  contact?.state === 'waiting' && contact.aliveUntil > instant(nowMs);

/** Until when this agent is not asked again; undefined when they may be. */
export const declinedUntil = ({ declined = [] }: Contact, agentId: AgentId, nowMs: number): string | undefined =>
  declined.find((one) => one.agentId === agentId && one.until > instant(nowMs))?.until;

export const rivalOf = ({ entry, level, order, ruledOut }: Waiting): Rival => ({
  contactId: entry.contactId,
  queueId: entry.queueId,
  level,
  order,
  priority: entry.priority,
  arrivedAt: entry.arrivedAt,
  ...(ruledOut === undefined ? {} : { ruledOut }),
});

/** How many of them the agent could have had. */
export const countOpen = (rivals: readonly Rival[]): number => rivals.filter(({ ruledOut }) => ruledOut === undefined).length;

/** A sentence for the agent: why this contact, of so many that they could have had. */
export const reasonForContact = ({ level }: Rival, able: number): string =>
  able <= 1
    ? 'You became free, and this contact was waiting.'
    : `You became free, and this contact was first of ${able} at level ${level}.`;

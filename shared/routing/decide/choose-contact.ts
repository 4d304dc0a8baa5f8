/** Pure: which of the waiting contacts an agent gets. */
import type { Entry } from '../../agents/agent.ts';
import type { Contact } from '../../contacts/contact.ts';
import { type ContactId, instant } from '../../ids.ts';
import type { RoutingProfile } from '../../queues/queue.ts';

export interface Waiting {
  entry: Entry;
  level: number;
  order: number;
}

/** The entries in the order in which an agent of this profile serves them: level, order, priority, arrival. */
export function orderEntries(entries: readonly Entry[], profile: RoutingProfile): Waiting[] {
  return entries
    .flatMap((entry) => {
      const served = profile.serves.find((one) => one.queueId === entry.queueId);
      return served === undefined ? [] : [{ entry, level: served.level, order: served.order }];
    })
    .sort(
      (a, b) =>
        a.level - b.level ||
        a.order - b.order ||
        b.entry.priority - a.entry.priority ||
        compare(a.entry.arrivedAt, b.entry.arrivedAt) ||
        compare(a.entry.contactId, b.entry.contactId),
    );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** May this contact be offered now to an agent who declined `declined` a moment ago? */
export function mayBeOffered(contact: Contact | undefined, nowMs: number, declined: ReadonlySet<ContactId>): contact is Contact {
  return contact?.state === 'waiting' && contact.aliveUntil > instant(nowMs) && !declined.has(contact.contactId);
}

/** A sentence for the agent: why this contact. */
export function reasonForContact(waiting: Waiting, others: number): string {
  if (others === 0) return 'You became free, and this contact was waiting.';
  return `You became free, and this contact was first of ${others + 1} at level ${waiting.level}.`;
}

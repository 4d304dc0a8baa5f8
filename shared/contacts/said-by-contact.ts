/**
 * What a contact says of how it was queued and connected is not written beside it: it waits by one write of one item, and its audio, for which a
 * caller waits, is another. It says these facts as long as nothing changes that they are derived from; whoever changes it puts them down
 * (`changeContact`).
 */
import type { Item } from '../database/database.ts';
import { type Fact, makeFact } from '../facts/facts.ts';
import { epochMs } from '../ids.ts';
import type { Contact } from './contact.ts';

/** That it was queued, for the first time. */
function queued({ queuedSeq: seq, contactId, queueId, queuedAt, priority, topic }: Contact): Fact[] {
  if (seq === undefined || queueId === undefined || queuedAt === undefined || priority === undefined) return [];
  const ofTopic = topic === undefined ? {} : { topic };
  return [makeFact('ContactQueued', contactId, seq, queuedAt, { queueId, priority, again: false, ...ofTopic })];
}

/** That an agent was heard, for whom it has left its queue. */
function connected(contact: Contact): Fact[] {
  const { connectedSeq: seq, connectedN: n, connectedAt, contactId, agentId, queueId, queuedAt, arrivedAt, estimatedMs } = contact;
  if (seq === undefined || n === undefined || connectedAt === undefined || agentId === undefined || queueId === undefined) return [];
  const waitedMs = Math.max(0, epochMs(connectedAt) - epochMs(queuedAt ?? arrivedAt));
  const estimated = estimatedMs === undefined ? {} : { estimatedMs };
  return [
    makeFact('ContactConnected', contactId, seq, connectedAt, { n, agentId, waitedMs }),
    makeFact('EntryLeft', contactId, seq + 1, connectedAt, { queueId, why: 'answered', waitedMs, ...estimated }),
  ];
}

/** What it may say, each by an attribute without which it says nothing of it. */
const sayings = [
  { by: 'queuedSeq', says: queued, with: [] },
  { by: 'connectedSeq', says: connected, with: ['estimatedMs'] },
] as const;

/** Pure: the facts that this item says as a contact, with their numbers and their time. Of any other, none. */
export const saidByContact = (item: Item | Contact): Fact[] => sayings.flatMap(({ says }) => says(item as Contact));

const without = (facts: readonly Fact[], others: readonly Fact[]): Fact[] =>
  facts.filter(({ seq }) => !others.some((other) => other.seq === seq));

interface Spoken {
  /** The contact as it says no more than what it has said before or what the change tells. */
  after: Contact;
  /** Told by the change, and not said by the contact. */
  fresh: Fact[];
  /** Said by the contact before, and no more. They have been told. */
  kept: Fact[];
}

/** Pure: what has to be put down of a contact's change that tells these facts. */
export function spokenBy(before: Contact, changed: Contact, told: readonly Fact[]): Spoken {
  let [after, fresh, kept]: [Contact, Fact[], Fact[]] = [changed, [...told], []];
  for (const { by, says, with: beside } of sayings) {
    if (before[by] === undefined && changed[by] === undefined) continue;
    const was = says(before);
    const known = [...was, ...told].map((fact) => JSON.stringify(fact));
    const said = says(changed);
    if (said.length > 0 && said.every((fact) => known.includes(JSON.stringify(fact)))) {
      fresh = without(fresh, said);
      kept = [...kept, ...without(was, said)];
      continue;
    }
    const silent = { ...after };
    for (const name of [by, ...beside]) delete silent[name];
    after = silent;
    kept = [...kept, ...was];
  }
  return { after, fresh, kept };
}

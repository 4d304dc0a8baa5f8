/**
 * What a contact says of how it was connected is not written beside it: its audio, for which a caller waits, is one write of one item. It says
 * the two facts as long as nothing changes that they are derived from; whoever changes it puts them down (`changeContact`).
 */
import type { Item } from '../database/database.ts';
import { type Fact, makeFact } from '../facts/facts.ts';
import { epochMs } from '../ids.ts';
import type { Contact } from './contact.ts';

/** Pure: the facts that this item says as a contact, with their numbers and their time. Of any other, none. */
export function saidByContact(item: Item | Contact): Fact[] {
  const { connectedSeq: seq, connectedN: n, connectedAt, contactId, agentId, queueId, queuedAt, arrivedAt, estimatedMs } = item as Contact;
  if (seq === undefined || n === undefined || connectedAt === undefined || agentId === undefined || queueId === undefined) return [];
  const waitedMs = Math.max(0, epochMs(connectedAt) - epochMs(queuedAt ?? arrivedAt));
  const estimated = estimatedMs === undefined ? {} : { estimatedMs };
  return [
    makeFact('ContactConnected', contactId, seq, connectedAt, { n, agentId, waitedMs }),
    makeFact('EntryLeft', contactId, seq + 1, connectedAt, { queueId, why: 'answered', waitedMs, ...estimated }),
  ];
}

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
export function spokenBy(before: Contact, after: Contact, told: readonly Fact[]): Spoken {
  const was = saidByContact(before);
  if (was.length === 0 && after.connectedSeq === undefined) return { after, fresh: [...told], kept: [] };
  const known = [...was, ...told].map((fact) => JSON.stringify(fact));
  const said = saidByContact(after);
  const speaks = said.length > 0 && said.every((fact) => known.includes(JSON.stringify(fact)));
  if (speaks) return { after, fresh: without(told, said), kept: without(was, said) };
  const { connectedSeq: _, estimatedMs: __, ...silent } = after;
  return { after: silent, fresh: [...told], kept: was };
}

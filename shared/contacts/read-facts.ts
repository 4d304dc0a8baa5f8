import type { Database } from '../database/database.ts';
import type { Fact } from '../facts/facts.ts';
import { factsIn } from '../facts/together.ts';
import type { ContactId } from '../ids.ts';
import { contactKeys, contactOrClaim } from './contact.ts';

/** Pure: facts as they happened. The number by which a wrap-up ends was kept for it when it began, so what came in between has higher ones. */
export const asTheyHappened = (facts: readonly Fact[]): Fact[] =>
  facts.toSorted((one, other) => one.at.localeCompare(other.at) || one.seq - other.seq);

/** All that was told with a contact, of agents and tickets too, as it happened. */
export async function readTold(db: Database, contactId: ContactId): Promise<Fact[]> {
  const { pk } = contactKeys.contact(contactId);
  const items = await Promise.all(['FACT#', contactOrClaim].map((prefix) => db.query({ table: 'contacts', pk, prefix })));
  const told = items.flat().flatMap((item) => factsIn(item));
  // What the contact said a moment ago may be put down by now.
  const once = new Map(told.map((fact) => [fact.factId, fact]));
  return asTheyHappened([...once.values()]);
}

/** What is told of a contact itself, in order. */
export const readFacts = async (db: Database, contactId: ContactId): Promise<Fact[]> =>
  (await readTold(db, contactId)).filter(({ subjectId }) => subjectId === contactId);

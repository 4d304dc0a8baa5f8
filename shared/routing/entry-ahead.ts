/**
 * The entry of a contact that is about to wait, written ahead of it by a write of its own; the contact then waits by another, and says itself that it
 * was queued. Together they have a third of the price that they have in one. Whoever looks for a contact meanwhile can't have it, and is in a list
 * before that look; the contact's own look after its write finds who that is. When its write never comes, the entry stands without it: for as long
 * as it has not passed the entry's version it may still come; then it is past, and whoever meets it takes it away.
 */
import { type Entry, routingKeys } from '../agents/agent.ts';
import type { Contact } from '../contacts/contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import { strongly, type Write } from '../database/database.ts';
import type { World } from '../world.ts';
import { changeContact, type Changed, entriesOf } from './change.ts';
import type { Readied } from './claim.ts';
import type { Ahead } from './settle.ts';

/** Only as it was written ahead: whoever makes the contact wait by the same place in another way writes it anew. */
const away = ({ queueId, priority, arrivedAt, contactId, contactVersion }: Entry): Write => ({
  table: 'routing',
  delete: routingKeys.entry(queueId, priority, arrivedAt, contactId),
  if: '#ahead = :ahead AND contactVersion = :version',
  names: { '#ahead': 'ahead' },
  values: { ':ahead': true, ':version': contactVersion },
});

/** Does the contact stand where the entry says? One that was moved since comes by another list, in its turn there. */
export const standsBy = (contact: Contact, { queueId, priority }: Entry): boolean =>
  entriesOf(contact).some((one) => one.queueId === queueId && one.priority === priority);

/** Was it written ahead of a contact that has not come so far? By a late read also of one that has. */
export const isComing = ({ ahead, contactVersion }: Entry, contact: Contact): boolean => ahead === true && contact.version < contactVersion;

/** Was it written ahead of a contact that has gone on without it, and never will wait by it as it is? By any read of the contact, late ones too. */
export const isPastEntry = (entry: Entry, contact: Contact): boolean =>
  entry.ahead === true && !isComing(entry, contact) && !standsBy(contact, entry);

/** Takes a past entry away, unless somebody was faster. */
export const takeEntryAway = ({ db }: Pick<World, 'db'>, entry: Entry) => db.write([away(entry)]);

/** What makes a contact wait with its entry ahead, if it is in one list and there is nothing else to put down. */
export function entryAhead(
  world: World,
  contact: Contact,
  nowMs: number,
  { changes, told }: Readied<Contact>,
): Changed<Contact> & { ahead?: Ahead } {
  const { after, writes } = changeContact(contact, nowMs, { ...changes, queuedSeq: contact.seq + 1 }, told);
  const [entry, ...others] = entriesOf(after);
  const [update, ...beside] = writes;
  if (entry === undefined || others.length > 0 || update === undefined || beside.length !== 1)
    return changeContact(contact, nowMs, changes, told);
  // What stands there already may be that of another attempt, which counts on it.
  const write: Write = { table: 'routing', put: { ...entry, ahead: true }, if: 'attribute_not_exists(pk)' };
  const back = async () => {
    const present = await requireContact(strongly(world.db), contact.contactId);
    return isPastEntry({ ...entry, ahead: true }, present) ? takeEntryAway(world, entry) : ({ outcome: 'written' } as const);
  };
  return { after, writes: [update], ahead: { write, back } };
}

/** What looks want noted on the contact: gathered, and written at once beside whatever else an event asks for. */
import type { Contact } from '../contacts/contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import type { Write } from '../database/database.ts';
import type { ContactId } from '../ids.ts';
import { type Changes, changeContact, type Told, withChanges } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';

/** Pure: a change of the contact as it is; undefined when it says so already. */
export type Noting = (contact: Contact) => { changes: Changes<Contact>; told?: Told[]; writes?: Write[] } | undefined;

/** A noting, and the step of the flow that wants it. */
export interface NotedAt {
  run: number;
  step: number;
  noting: Noting;
}

/** What a later step has noted since, an earlier one does not note again. */
const isNew = ({ noted }: Contact, { run, step }: NotedAt): boolean =>
  noted === undefined || run > noted.run || (run === noted.run && step > noted.step);

/**
 * Writes all of them in one transaction; nothing when nothing is new. `known`: the contact as it was read a moment ago. Gives the contact as it
 * is then: whoever notes again goes by that, or what was noted in between would look as if it were not to be changed back.
 */
export async function noteAll(
  world: World,
  contactId: ContactId,
  notings: readonly NotedAt[],
  known?: Contact,
): Promise<Contact | undefined> {
  if (notings.length === 0) return known;
  return settle<Contact>(world, async (attempt) => {
    const before = attempt === 0 && known !== undefined ? known : await requireContact(world.db, contactId);
    let contact = before;
    let changes: Changes<Contact> = {};
    const told: Told[] = [];
    const beside: Write[] = [];
    for (const at of notings) {
      const noted = isNew(before, at) ? at.noting(contact) : undefined;
      if (noted === undefined) continue;
      const step = { noted: { run: at.run, step: at.step } };
      contact = withChanges(contact, { ...noted.changes, ...step });
      changes = { ...changes, ...noted.changes, ...step };
      told.push(...(noted.told ?? []));
      beside.push(...(noted.writes ?? []));
    }
    if (contact === before) return { stop: before };
    const { after, writes } = changeContact(before, world.now(), changes, told);
    return { write: [...writes, ...beside], then: after };
  });
}

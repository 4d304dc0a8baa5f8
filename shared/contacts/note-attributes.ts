import type { ContactId } from '../ids.ts';
import { changeContact } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';
import type { Contact } from './contact.ts';
import { requireContact } from './read-contact.ts';

/** Adds what the flow collected; a name that is there already gets the new value. Writes nothing when nothing is new. */
export async function noteAttributes(world: World, contactId: ContactId, attributes: Record<string, string>): Promise<Contact> {
  return settle<Contact>(world, async () => {
    const contact = await requireContact(world.db, contactId);
    if (Object.entries(attributes).every(([name, value]) => contact.attributes[name] === value)) return { stop: contact };
    const { after, writes } = changeContact(contact, world.now(), { attributes: { ...contact.attributes, ...attributes } }, []);
    return { write: writes, then: after };
  });
}

import type { Contact } from '../contacts/contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import type { ContactId } from '../ids.ts';
import { changeContact } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { toFlow } from './to-flow.ts';

/** A flow sends its call to another: the contact's next run. Once: a contact that is not in the run `from` any more stays as it is. */
export async function goToFlow(world: World, contactId: ContactId, from: number, flow: string): Promise<Contact> {
  return settle<Contact>(world, async () => {
    const contact = await requireContact(world.db, contactId);
    if (contact.state !== 'in-flow' || (contact.run ?? 0) !== from) return { stop: contact };
    const told = { type: 'FlowEntered' as const, data: { flow, run: from + 1, from: contact.flow ?? '' } };
    const { after, writes } = changeContact(contact, world.now(), toFlow(contact, flow), [told]);
    return { write: writes, then: after };
  });
}

import type { Contact } from '../contacts/contact.ts';
import type { Changes } from '../routing/change.ts';

/**
 * Pure: what makes a contact go to a flow from wherever it is: it is in that flow's next run (decision 0012). `attributes` are added to the
 * contact's; a contact that left its queue says there why (`left`). Whoever writes it rings the call's doorbell.
 */
export function toFlow(contact: Contact, flow: string, attributes: Readonly<Record<string, string>> = {}): Changes<Contact> {
  return {
    state: 'in-flow',
    flow,
    run: (contact.run ?? 0) + 1,
    attributes: { ...contact.attributes, ...attributes },
    agentId: undefined,
    n: undefined,
    seats: undefined,
    parties: undefined,
    word: undefined,
  };
}

import type { Contact } from '../contacts/contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import type { ContactId } from '../ids.ts';
import { backToQueue, words } from '../talk/apply-event.ts';
import { othersOf, partiesOf } from '../talk/conversation.ts';
import { isCustomer, parted, refused } from '../talk/edit.ts';
import { followTurn } from '../talk/follow-turn.ts';
import { takeTurn } from '../talk/take-turn.ts';
import { leaves, type ShareTurn, type Turn, withdrawn } from '../talk/turn.ts';
import type { World } from '../world.ts';
import type { Told } from './change.ts';

export type WhyReturned = 'meeting-not-joined' | 'lease-ended' | 'return-over';

/** Pure: back to the front of the queue; everybody else is out of the conversation, and the owner's share has failed. */
function returned(contact: Contact, nowMs: number, why: WhyReturned): Turn {
  const { agentId, n } = contact;
  if (agentId === undefined || n === undefined) throw new Error(`Nobody has the contact ${contact.contactId}`);
  const { changes, told } = backToQueue(contact, nowMs, words.lost);
  const others = othersOf(contact).filter((party) => party.agentId !== agentId || party.n !== n);
  const gone = partiesOf(contact).filter((party) => !isCustomer(party) && (others.includes(party) || party.state === 'here'));
  const shares = others.flatMap((party): ShareTurn[] => {
    if (party.agentId === undefined || party.n === undefined) return [];
    return [party.state === 'calling' ? withdrawn(party.agentId, party.n, 'cancelled') : leaves(party.agentId, party.n)];
  });
  const idling = why === 'meeting-not-joined' ? {} : ({ leaseEnds: true } as const);
  // Who has talked has something to write down.
  const late = contact.state === 'connected' ? ({ late: true } as const) : {};
  return {
    changes,
    told: [...gone.map((party): Told => (party.state === 'calling' ? refused(party, 'cancelled') : parted(party, 'lost'))), ...told],
    shares: [leaves(agentId, n, { interaction: 'failed', idling, ...late }), ...shares],
  };
}

const mayReturn = ({ state, queueId }: Contact): boolean => (state === 'accepted' || state === 'connected') && queueId !== undefined;

/**
 * Puts a contact whose agent was lost back into its queue, before all others: its call could not join the meeting, or the agent's client has
 * died, or did not come back in time. In any other state, or when `still` no longer holds, the contact stays as it is.
 */
export async function returnToQueue(
  world: World,
  contactId: ContactId,
  why: WhyReturned,
  still: (contact: Contact) => boolean = () => true,
): Promise<Contact> {
  const taken = await takeTurn(world, contactId, (contact) =>
    Promise.resolve(mayReturn(contact) && still(contact) ? returned(contact, world.now(), why) : { nothing: contact }),
  );
  if ('nothing' in taken) return taken.nothing;
  world.log('contact returned to its queue', { contactId, why });
  await followTurn(world, taken);
  return requireContact(world.db, contactId);
}

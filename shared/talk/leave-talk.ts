import type { AgentId, ContactId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { requireContact } from '../contacts/read-contact.ts';
import { endContact } from '../contacts/end-contact.ts';
import { readOffer } from '../contacts/read-contact.ts';
import type { World } from '../world.ts';
import { offerOver } from '../routing/share.ts';
import { partyGoes } from './apply-event.ts';
import { agentParty, ownerOf } from './conversation.ts';
import { followTurn } from './follow-turn.ts';
import { endInvitation } from './invitation.ts';
import { takeTurn } from './take-turn.ts';

/**
 * An agent who does not own the contact leaves its conversation, which goes on without them; of a call between two colleagues nothing is left to
 * go on. Twice is once. Refused for one who was never in it.
 */
export async function leaveTalk(
  world: World,
  agentId: AgentId,
  contactId: ContactId,
  n: number,
): Promise<{ left: true } | { refused: Problem }> {
  const offer = await readOffer(world.db, contactId, n);
  if (offer?.agentId !== agentId || offer.partyId === undefined) return { refused: offerOver };
  const contact = await requireContact(world.db, contactId);
  const party = agentParty(contact, agentId, n);
  if (party?.state === 'calling') {
    const declined = await endInvitation(world, offer, { kind: 'declined' });
    if (declined === undefined) await endInvitation(world, offer, { kind: 'missed', why: 'no-audio' });
    return { left: true };
  }
  if (contact.direction === 'internal' && party !== undefined) {
    await endContact(world, contactId, 'party-hung-up');
    return { left: true };
  }
  const taken = await takeTurn<undefined>(world, contactId, (present) => {
    const me = agentParty(present, agentId, n);
    const goes = me === undefined || ownerOf(present) === me ? undefined : partyGoes(present, me.partyId, 'hung-up', world.now());
    return Promise.resolve(goes ?? { nothing: undefined });
  });
  if (!('nothing' in taken)) await followTurn(world, taken);
  return { left: true };
}

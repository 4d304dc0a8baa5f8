import { endContact } from '../contacts/end-contact.ts';
import { readContact } from '../contacts/read-contact.ts';
import { type AgentId, type ContactId } from '../ids.ts';
import type { World } from '../world.ts';
import { ownerComes } from './apply-event.ts';
import { customerOf, ownerOf } from './conversation.ts';
import { dialParty } from './dial-party.ts';
import { followTurn } from './follow-turn.ts';
import { customerParty } from './party.ts';
import { takeTurn } from './take-turn.ts';

/** The audio of an agent who calls runs: now the customer is dialled, so that nobody picks up to silence. Twice is once. */
export async function ownerRuns(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<void> {
  const taken = await takeTurn<undefined>(world, contactId, (contact) => {
    const isOwner = contact.agentId === agentId && contact.n === n;
    return Promise.resolve((isOwner ? ownerComes(contact, world.now()) : undefined) ?? { nothing: undefined });
  });
  if ('nothing' in taken) return;
  await followTurn(world, taken);
  if (customerOf(taken.after)?.state === 'calling') await dialParty(world, taken.after, customerParty);
}

/** The deadline of that audio: the call that was never made is over. */
export async function ownerNeverRan(world: World, contactId: ContactId, n: number): Promise<void> {
  const contact = await readContact(world.db, contactId);
  if (contact?.state !== 'dialling' || contact.n !== n || ownerOf(contact)?.state !== 'calling') return;
  await endContact(world, contactId, 'cancelled');
}

import { endContact } from '../contacts/end-contact.ts';
import { readContact } from '../contacts/read-contact.ts';
import { type AgentId, type ContactId, instant } from '../ids.ts';
import type { World } from '../world.ts';
import { agentParty, customerOf, ownerOf, partiesOf } from './conversation.ts';
import { dialParty } from './dial-party.ts';
import { followTurn } from './follow-turn.ts';
import { customerParty, type Party } from './party.ts';
import { takeTurn } from './take-turn.ts';

/** The audio of an agent who calls runs: now the customer is dialled, so that nobody picks up to silence. Twice is once. */
export async function ownerRuns(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<void> {
  const taken = await takeTurn<undefined>(world, contactId, (contact) => {
    const owner = agentParty(contact, agentId, n);
    if (contact.state !== 'dialling' || owner?.state !== 'calling') return Promise.resolve({ nothing: undefined });
    const here = (one: Party): Party => (one === owner ? { ...one, state: 'here', since: instant(world.now()) } : one);
    return Promise.resolve({ changes: { parties: partiesOf(contact).map(here) }, told: [], shares: [] });
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

import { contactKeys } from '../contacts/contact.ts';
import { type AgentId, type ContactId, instant } from '../ids.ts';
import type { World } from '../world.ts';
import { pauseBeforeRetry } from './settle.ts';

/** The agent's client shows the offer. For somebody else's offer, or one that is over, this says nothing. */
export async function noteSeen(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const { outcome } = await world.db.write([
      {
        table: 'contacts',
        update: contactKeys.offer(contactId, n),
        set: { seenAt: instant(world.now()) },
        if: '#agentId = :agent AND #state = :pending',
        names: { '#agentId': 'agentId', '#state': 'state' },
        values: { ':agent': agentId, ':pending': 'pending' },
      },
    ]);
    if (outcome !== 'conflict') return;
    await pauseBeforeRetry(world, attempt);
  }
}

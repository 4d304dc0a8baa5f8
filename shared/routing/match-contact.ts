import { tellAgent } from '../agents/view-agent.ts';
import { readContact } from '../contacts/read-contact.ts';
import { readBackground } from '../contacts/view-contact.ts';
import { type ContactId, instant } from '../ids.ts';
import type { World } from '../world.ts';
import { announceOffer } from './announce-offer.ts';
import { claim } from './claim.ts';
import { findAgent } from './find-agent.ts';
import { askAgainLater, recentDeclines } from './recent-declines.ts';
import { pauseBeforeRetry } from './settle.ts';
import { takeBack } from './take-back.ts';

const attempts = 40;

/**
 * Offers a waiting contact to the agent who should have it. Its entry is written by now, so an agent who becomes idle after our read finds
 * the contact by theirs. Harmless at any time: does nothing for a contact that isn't waiting.
 */
export async function matchContact(world: World, contactId: ContactId): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const contact = await readContact(world.db, contactId);
    if (contact?.state !== 'waiting' || contact.aliveUntil <= instant(world.now())) return;
    const { queueId } = contact;
    if (queueId === undefined) throw new Error(`The waiting contact ${contactId} has no queue`);
    const declines = await recentDeclines(world, contact);
    const [{ chosen, candidates, reason }, background] = await Promise.all([
      findAgent(world, queueId, declines.agents),
      readBackground(world.db, contact, queueId),
    ]);
    if (chosen === undefined) {
      if (candidates.some((one) => declines.agents.has(one.agentId))) await askAgainLater(world, contact, declines.overAtMs);
      return;
    }
    const claimed = await claim(world, { contact, agent: chosen, queueId, background, candidates, reason });
    if (claimed === undefined) {
      await pauseBeforeRetry(world, attempt);
      continue;
    }
    if (await announceOffer(world, claimed)) return;
    // No client took it: the next agent, at once.
    const taken = await takeBack(world, contactId, claimed.offer.n, { kind: 'withdrawn', why: 'lease-ended' });
    if (taken === undefined) return;
    await tellAgent(world, taken.agent);
  }
  throw new Error(`The contact ${contactId} could not be matched in ${attempts} attempts`);
}

import { tellAgent } from '../agents/view-agent.ts';
import type { Contact } from '../contacts/contact.ts';
import { readContact } from '../contacts/read-contact.ts';
import { readBackground } from '../contacts/view-contact.ts';
import { type AgentId, type ContactId, instant } from '../ids.ts';
import type { World } from '../world.ts';
import { announceOffer } from './announce-offer.ts';
import { claim } from './claim.ts';
import { stillWaits } from './decide/choose-contact.ts';
import { findAgent, type FoundAgent } from './find-agent.ts';
import { askAgainLater } from './recent-declines.ts';
import { queueOf } from './routing-settings.ts';
import { pauseBeforeRetry } from './settle.ts';
import { takeBack } from './take-back.ts';

const attempts = 40;

/** Somebody might serve the contact who declined it a moment ago: then it is looked at again. */
async function waitForDeclines(world: World, contact: Contact, { candidates }: FoundAgent): Promise<void> {
  const now = instant(world.now());
  const declined = (contact.declined ?? []).filter(
    ({ agentId, until }) => until > now && candidates.some((one) => one.agentId === agentId),
  );
  // The first of them: that look sets the next.
  const [first] = declined.map(({ until }) => until).sort();
  if (first !== undefined) await askAgainLater(world, contact.contactId, first);
}

/**
 * Offers a waiting contact to the agent who should have it. Its entry is written by now, so an agent who becomes idle after our read finds
 * the contact by theirs. Harmless at any time: does nothing for a contact that isn't waiting. `written`: the contact as this invocation has
 * just written it, which saves a read. Answers the contact as it is by what was read and written here, where that is known.
 */
export async function matchContact(world: World, contactId: ContactId, written?: Contact): Promise<Contact | undefined> {
  // With whom others were faster is passed over once: a read may not show it yet.
  const taken = new Set<AgentId>();
  for (let attempt = 0; attempt < attempts; attempt++) {
    const contact = attempt === 0 && written !== undefined ? written : await readContact(world.db, contactId);
    if (!stillWaits(contact, world.now())) return contact;
    const { queueId } = contact;
    if (queueId === undefined) throw new Error(`The waiting contact ${contactId} has no queue`);
    const found = await findAgent(world, { ...contact, queueId }, { taken });
    const { chosen, candidates, reason, grounds } = found;
    if (chosen === undefined && taken.size > 0) {
      taken.clear();
      continue;
    }
    if (chosen === undefined) {
      await waitForDeclines(world, contact, found);
      return contact;
    }
    const background = await readBackground(world.db, contact, queueId, await queueOf(world, queueId));
    const claimed = await claim(world, { contact, agent: chosen, queueId, background, candidates, reason, grounds });
    if (claimed === undefined) {
      taken.add(chosen.agentId);
      await pauseBeforeRetry(world, attempt);
      continue;
    }
    if (await announceOffer(world, claimed)) return claimed.contact;
    // No client took it: the next agent, at once.
    const back = await takeBack(world, contactId, claimed.offer.n, { kind: 'withdrawn', why: 'lease-ended' });
    if (back === undefined) return undefined;
    await tellAgent(world, back.agent);
  }
  throw new Error(`The contact ${contactId} could not be matched in ${attempts} attempts`);
}

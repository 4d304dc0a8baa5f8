import type { Agent } from '../agents/agent.ts';
import { whyNot } from '../agents/availability.ts';
import { readAgent } from '../agents/read-agent.ts';
import type { Contact } from '../contacts/contact.ts';
import { readContact } from '../contacts/read-contact.ts';
import type { AgentId, ContactId } from '../ids.ts';
import type { RoutingProfile } from '../queues/queue.ts';
import { readProfile } from '../queues/settings.ts';
import type { World } from '../world.ts';
import { announceOffer } from './announce-offer.ts';
import { claim } from './claim.ts';
import { mayBeOffered, orderEntries, reasonForContact, type Waiting } from './decide/choose-contact.ts';
import { matchContact } from './match-contact.ts';
import { readEntries } from './read-places.ts';
import { askAgainLater, recentDeclines } from './recent-declines.ts';
import { pauseBeforeRetry } from './settle.ts';
import { takeBack } from './take-back.ts';

const attempts = 40;
/** So many heads of each queue are read first; all of it only when none of them can be offered. */
const heads = 10;

interface Found {
  contact: Contact;
  waiting: Waiting;
  others: number;
}

async function firstOf(world: World, agent: Agent, places: readonly Waiting[]): Promise<Found | undefined> {
  for (const waiting of places) {
    const contact = await readContact(world.db, waiting.entry.contactId);
    if (contact === undefined) continue;
    const declines = await recentDeclines(world, contact);
    const declined = new Set<ContactId>(declines.agents.has(agent.agentId) ? [contact.contactId] : []);
    if (mayBeOffered(contact, world.now(), declined)) return { contact, waiting, others: places.length - 1 };
    if (declined.size > 0) await askAgainLater(world, contact, declines.overAtMs);
  }
  return undefined;
}

async function findContact(world: World, agent: Agent, profile: RoutingProfile): Promise<Found | undefined> {
  const read = async (limit?: number) => Promise.all(profile.serves.map(({ queueId }) => readEntries(world.db, queueId, limit)));
  const first = await read(heads);
  const found = await firstOf(world, agent, orderEntries(first.flat(), profile));
  if (found !== undefined || first.every((entries) => entries.length < heads)) return found;
  return firstOf(world, agent, orderEntries((await read()).flat(), profile));
}

/**
 * Offers an idle agent the contact that they should have. Their vacancy is written by now, so a contact that arrives after our read finds
 * them by its own. Harmless at any time: does nothing for an agent who can't be asked.
 */
export async function matchAgent(world: World, agentId: AgentId): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const agent = await readAgent(world.db, agentId);
    if (agent === undefined || whyNot(agent, world.now()) !== undefined) return;
    const profile = await readProfile(world.db, agent.profileId);
    if (profile === undefined) return;
    const found = await findContact(world, agent, profile);
    if (found === undefined) return;
    const { contact, waiting, others } = found;
    const candidates = [{ agentId, level: waiting.level, idleSince: agent.idleSince ?? agent.since }];
    const claimed = await claim(world, contact, agent, candidates, reasonForContact(waiting, others));
    if (claimed === undefined) {
      await pauseBeforeRetry(attempt);
      continue;
    }
    if (await announceOffer(world, claimed)) return;
    await takeBack(world, contact.contactId, claimed.offer.n, { kind: 'withdrawn', why: 'lease-ended' });
    return matchContact(world, contact.contactId);
  }
  throw new Error(`The agent ${agentId} could not be matched in ${attempts} attempts`);
}

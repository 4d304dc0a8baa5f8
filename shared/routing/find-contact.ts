import type { Agent } from '../agents/agent.ts';
import type { Contact } from '../contacts/contact.ts';
import { readContact } from '../contacts/read-contact.ts';
import { readBackground } from '../contacts/view-contact.ts';
import type { ContactId } from '../ids.ts';
import type { RoutingProfile } from '../queues/queue.ts';
import { readProfile } from '../queues/settings.ts';
import type { World } from '../world.ts';
import type { Pair } from './claim.ts';
import { mayBeOffered, orderEntries, reasonForContact, type Waiting } from './decide/choose-contact.ts';
import { readEntries } from './read-places.ts';
import { askAgainLater, recentDeclines } from './recent-declines.ts';

/** So many heads of each queue are read first; all of it only when none of them can be offered. */
const heads = 10;

export type FoundContact = Omit<Pair, 'agent' | 'candidates'> & Pick<Waiting, 'level'>;

async function readCandidate(world: World, { entry }: Waiting) {
  const contact = await readContact(world.db, entry.contactId);
  if (contact === undefined) return undefined;
  const [declines, background] = await Promise.all([
    recentDeclines(world, contact),
    readBackground(world.db, contact, contact.queueId ?? entry.queueId),
  ]);
  return { contact, declines, background };
}

async function firstOf(world: World, agent: Agent, places: readonly Waiting[]): Promise<FoundContact | undefined> {
  for (const waiting of places) {
    const read = await readCandidate(world, waiting);
    if (read === undefined) continue;
    const { contact, declines, background } = read;
    const declined = new Set<ContactId>(declines.agents.has(agent.agentId) ? [contact.contactId] : []);
    if (mayBeOffered(contact, world.now(), declined)) {
      const queueId: NonNullable<Contact['queueId']> = contact.queueId ?? waiting.entry.queueId;
      return { contact, queueId, background, level: waiting.level, reason: reasonForContact(waiting, places.length - 1) };
    }
    if (declined.size > 0) await askAgainLater(world, contact, declines.overAtMs);
  }
  return undefined;
}

/** The waiting contact that an agent should have, strongly read; undefined when there is none. */
export async function findContact(world: World, agent: Agent): Promise<FoundContact | undefined> {
  const profile: RoutingProfile | undefined = await readProfile(world.db, agent.profileId);
  if (profile === undefined) return undefined;
  const read = async (limit?: number) => Promise.all(profile.serves.map(({ queueId }) => readEntries(world.db, queueId, limit)));
  const first = await read(heads);
  const found = await firstOf(world, agent, orderEntries(first.flat(), profile));
  if (found !== undefined || first.every((entries) => entries.length < heads)) return found;
  return firstOf(world, agent, orderEntries((await read()).flat(), profile));
}

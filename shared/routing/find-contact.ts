import type { Agent, Entry } from '../agents/agent.ts';
import type { Contact, Rival } from '../contacts/contact.ts';
import { readContact } from '../contacts/read-contact.ts';
import { readBackground } from '../contacts/view-contact.ts';
import type { RoutingProfile } from '../queues/queue.ts';
import { readProfile } from '../queues/settings.ts';
import type { World } from '../world.ts';
import type { Pair } from './claim.ts';
import { countOpen, declinedUntil, orderEntries, reasonForContact, rivalOf, stillWaits, type Waiting } from './decide/choose-contact.ts';
import { isComing, isPastEntry, standsBy, takeEntryAway } from './entry-ahead.ts';
import { readEntries, seemsToWait } from './read-places.ts';
import { askAgainLater } from './recent-declines.ts';
import { queueOf, routingSettings, type RoutingSettings } from './routing-settings.ts';

/** So many heads of each list are read first, and four times as many when none of them can be offered. */
const heads = 10;
/** So many of those that were considered are written down. */
const kept = 10;

type Served = RoutingProfile['serves'][number];
export type FoundContact = Omit<Pair, 'agent' | 'candidates'> & Pick<Waiting, 'level' | 'order'>;

/** Why this contact can't be offered to the agent now, seen from itself. Whoever has moved it looks for an agent when it stands in its new list. */
async function whyNotThis(world: World, agent: Agent, entry: Entry, contact: Contact | undefined): Promise<string | undefined> {
  if (contact !== undefined && isComing(entry, contact)) return 'did not wait yet';
  if (contact !== undefined && isPastEntry(entry, contact)) await takeEntryAway(world, entry);
  if (!stillWaits(contact, world.now())) return 'was no longer waiting';
  if (!standsBy(contact, entry)) return 'was moved a moment ago';
  const until = declinedUntil(contact, agent.agentId, world.now());
  if (until === undefined) return undefined;
  await askAgainLater(world, contact.contactId, until);
  return 'you declined it a moment ago';
}

/** Reads a contact that waits by its entry. Who can't be offered by a glance is looked at properly: nobody is passed over by an old look. */
async function lookAt(world: World, agent: Agent, { entry }: Waiting) {
  const glanced = await readContact(world.db, entry.contactId);
  const why = await whyNotThis(world, agent, entry, glanced);
  if (why === undefined || world.db.strong === undefined) return { contact: glanced, ruledOut: why };
  const contact = await readContact(world.db.strong, entry.contactId);
  return { contact, ruledOut: await whyNotThis(world, agent, entry, contact) };
}

async function firstOf(world: World, agent: Agent, places: readonly Waiting[]): Promise<FoundContact | undefined> {
  const rivals: Rival[] = places.map(rivalOf);
  for (const [i, waiting] of places.entries()) {
    if (waiting.ruledOut !== undefined) continue;
    const { contact, ruledOut } = await lookAt(world, agent, waiting);
    const rival = rivals[i];
    if (rival === undefined) continue;
    if (ruledOut !== undefined || contact === undefined) {
      rivals[i] = { ...rival, ruledOut: ruledOut ?? 'was no longer waiting' };
      continue;
    }
    const queueId = contact.queueId ?? waiting.entry.queueId;
    const background = await readBackground(world.db, contact, queueId, await queueOf(world, queueId));
    const able = countOpen(rivals);
    const grounds = { found: 'contact', rivals: rivals.slice(Math.max(0, i - kept / 2), i + kept / 2), able } as const;
    const { level, order } = waiting;
    return { contact, queueId, background, level, order, reason: reasonForContact(rival, able), grounds };
  }
  return undefined;
}

/** The agent's routing profile: one that was made a moment ago is read anew. */
export const profileOf = async ({ db }: World, { profileId }: Agent, { profiles }: RoutingSettings): Promise<RoutingProfile | undefined> =>
  profiles.find((one) => one.profileId === profileId) ?? readProfile(db, profileId);

/** May a list that was not read to its end hold somebody who comes before the contact that was found? */
function mayHideAnEarlier(
  { level, order, queueId }: Served,
  read: readonly Entry[],
  limit: number,
  found: FoundContact | undefined,
): boolean {
  if (read.length < limit) return false;
  // Within a list the first that can be offered is the one to offer.
  if (found === undefined) return true;
  return queueId !== found.queueId && (level < found.level || (level === found.level && order <= found.order));
}

/** The lists out of which contacts go to the agent by themselves; undefined when the agent serves none. */
async function listsFor(world: World, agent: Agent) {
  const settings = await routingSettings(world);
  const profile = await profileOf(world, agent, settings);
  if (profile === undefined) return undefined;
  return { profile, picked: settings.picked, pushed: profile.serves.filter(({ queueId }) => !settings.picked.has(queueId)) };
}

/** Does nobody seem to wait for the agent? By a glance: enough for whoever looks properly when their own write has made the agent idle. */
export async function nobodySeems(world: World, agent: Agent): Promise<boolean> {
  const { pushed = [] } = (await listsFor(world, agent)) ?? {};
  const waits = await Promise.all(pushed.map(({ queueId }) => seemsToWait(world.db, queueId)));
  return !waits.includes(true);
}

/**
 * The waiting contact that an agent should have, strongly read; undefined when there is none. One query for each queue that the agent serves,
 * of the first few, and one read of the contact; further down the lists only as far as none of these can be offered.
 */
export async function findContact(world: World, agent: Agent): Promise<FoundContact | undefined> {
  const lists = await listsFor(world, agent);
  if (lists === undefined) return undefined;
  const { profile, picked, pushed } = lists;
  for (let limit = heads; ; limit *= 4) {
    const read = await Promise.all(pushed.map(({ queueId }) => readEntries(world.db, queueId, limit)));
    const found = await firstOf(world, agent, orderEntries(read.flat(), agent, profile, picked, world.now()));
    if (!pushed.some((served, i) => mayHideAnEarlier(served, read[i] ?? [], limit, found))) return found;
  }
}

/**
 * A look over the whole floor for what nothing is under way for any more. Every wait has a deadline and every write its safety net, so there is
 * nothing to find; what is found all the same is counted, told, and mended by the operation that should have done it.
 */
import type { Agent, Entry } from '../agents/agent.ts';
import { listAgents, readAgent } from '../agents/read-agent.ts';
import type { Contact } from '../contacts/contact.ts';
import { readClaim } from '../contacts/read-claim.ts';
import { listOffers, readContact, readOffer } from '../contacts/read-contact.ts';
import { type AgentId, type ContactId, epochMs, instant, type Instant } from '../ids.ts';
import { listProfiles, listQueues } from '../queues/settings.ts';
import { agentParty } from '../talk/conversation.ts';
import { audioWithinMs } from '../wire/live.ts';
import type { Deadline, World } from '../world.ts';
import { nextChangeMs } from './decide/steps.ts';
import { isPastEntry, takeEntryAway } from './entry-ahead.ts';
import { handleDeadline } from './handle-deadline.ts';
import { matchContact } from './match-contact.ts';
import { readEntries, readVacancies } from './read-places.ts';
import { routingSettings } from './routing-settings.ts';
import { isIdleBy, isPast, takeAway } from './vacancy-ahead.ts';

/** A deadline that is so late is taken for lost. */
const lateMs = 60_000;
/** Who has been waiting, and who idle, for so long beside each other is under nobody's hands. */
const besideMs = 10_000;

export type Found =
  | { what: 'overdue'; deadline: Deadline }
  | { what: 'waits-beside-idle'; contactId: ContactId; agentId: AgentId }
  | { what: 'entry-of-nobody'; contactId: ContactId }
  | { what: 'vacancy-of-nobody'; agentId: AgentId }
  | { what: 'bound-to-nothing'; agentId: AgentId };

const isLate = (at: Instant | undefined, nowMs: number): boolean => at !== undefined && at < instant(nowMs - lateMs);

/** Finds and mends. Answers what it found: nothing, if all is well. */
export async function sweep(world: World): Promise<Found[]> {
  const found = [...(await sweepAgents(world)), ...(await sweepVacancies(world)), ...(await sweepQueues(world))];
  for (const { what, ...whose } of found) {
    const ids = 'deadline' in whose ? { kind: whose.deadline.kind } : whose;
    world.log('the sweeper found something', { what, ...ids });
  }
  return found;
}

async function sweepAgents(world: World): Promise<Found[]> {
  const found: Found[] = [];
  for (const { agentId } of await listAgents(world.db)) {
    const agent = await readAgent(world.db, agentId);
    if (agent === undefined) continue;
    const overdue = await overdueOf(world, agent);
    for (const deadline of overdue) {
      found.push({ what: 'overdue', deadline });
      await handleDeadline(world, deadline);
    }
    if (overdue.length === 0 && (await isBoundToNothing(world, agent))) found.push({ what: 'bound-to-nothing', agentId });
  }
  return found;
}

/** The deadlines of an agent, and of the contact that they have, which should have come long ago. */
async function overdueOf(world: World, { agentId, contactId, n, state, leaseUntil }: Agent): Promise<Deadline[]> {
  const now = world.now();
  const overdue: Deadline[] = isLate(leaseUntil, now) ? [{ kind: 'lease-ended', agentId }] : [];
  if (contactId === undefined || n === undefined) return overdue;
  const { contact, offer, interaction } = await readClaim(world.db, contactId, ['interaction', 'offer'], n);
  if (contact?.state !== 'ended' && isLate(contact?.aliveUntil, now)) overdue.push({ kind: 'contact-expired', contactId });
  if (state === 'offered' && isLate(offer?.deadlineAt, now)) overdue.push({ kind: 'offer-unanswered', contactId, n });
  // Who calls a customer is heard before the customer comes.
  const isHeard = contact !== undefined && agentParty(contact, agentId, n)?.state === 'here';
  if (interaction?.state === 'accepted' && !isHeard && isLate(instant(epochMs(interaction.acceptedAt) + audioWithinMs), now))
    overdue.push({ kind: 'audio-missing', contactId, n });
  if (state === 'wrapping-up' && isLate(interaction?.wrapUpDueAt, now)) overdue.push({ kind: 'wrap-up-due', contactId, n });
  return overdue;
}

/** Offered or engaged, and the contact knows nothing of it. Both are written together, so nothing of ours can mend what makes this true. */
async function isBoundToNothing(world: World, before: Agent): Promise<boolean> {
  if (before.state !== 'offered' && before.state !== 'engaged') return false;
  // The contact is read after the agent: the agent must be bound to it still when that was read.
  const contact = before.contactId === undefined ? undefined : await readContact(world.db, before.contactId);
  const agent = await readAgent(world.db, before.agentId);
  if (agent?.version !== before.version) return false;
  const isTheirs = contact?.agentId === agent.agentId && contact.n === agent.n;
  return !isTheirs && contact?.parties?.some((party) => party.agentId === agent.agentId && party.n === agent.n) !== true;
}

async function sweepQueues(world: World): Promise<Found[]> {
  const found: Found[] = [];
  const lasting = await lastingIdle(world);
  for (const { queueId } of await listQueues(world.db)) {
    for (const entry of await readEntries(world.db, queueId)) {
      const one = await sweepEntry(world, entry, lasting);
      if (one !== undefined) found.push(one);
    }
  }
  return found;
}

async function sweepEntry(world: World, entry: Entry, lasting: ReadonlySet<AgentId>): Promise<Found | undefined> {
  const { contactId, queueId } = entry;
  const contact = await readContact(world.db, contactId);
  // What a crash has left is nothing unforeseen.
  if (contact !== undefined && isPastEntry(entry, contact)) await takeEntryAway(world, entry);
  if (contact?.state !== 'waiting') {
    if (entry.ahead === true) return undefined;
    const still = (await readEntries(world.db, queueId)).some((one) => one.contactId === contactId);
    const now = await readContact(world.db, contactId);
    return still && now?.state !== 'waiting' ? { what: 'entry-of-nobody', contactId } : undefined;
  }
  if (isLate(contact.aliveUntil, world.now())) {
    const deadline = { kind: 'contact-expired', contactId } as const;
    await handleDeadline(world, deadline);
    return { what: 'overdue', deadline };
  }
  if (lasting.size === 0 || !(await isUntouched(world, contact))) return undefined;
  return besideIdle(world, contact, lasting);
}

/** Has nothing happened to the contact for a while, by time either, that might be looked after at this moment? */
async function isUntouched(world: World, contact: Contact): Promise<boolean> {
  const longMs = world.now() - besideMs;
  const long = instant(longMs);
  if ((contact.queuedAt ?? contact.arrivedAt) > long) return false;
  const { profiles } = await routingSettings(world);
  if ((nextChangeMs(contact, profiles, longMs) ?? Infinity) <= world.now()) return false;
  if (contact.declined?.some(({ until }) => until > long) === true) return false;
  const offers = await listOffers(world.db, contact.contactId);
  return offers.every(({ closedAt, offeredAt }) => (closedAt ?? offeredAt) < long);
}

/** Who has been idle for a while. */
async function lastingIdle(world: World): Promise<Set<AgentId>> {
  const profiles = await listProfiles(world.db);
  const idle = (await Promise.all(profiles.map(({ profileId }) => readVacancies(world.db, profileId)))).flat();
  const long = instant(world.now() - besideMs);
  return new Set(idle.filter(({ idleSince }) => idleSince < long).map(({ agentId }) => agentId));
}

/** Matching finds the contact an agent only if there was one. */
async function besideIdle(world: World, { contactId, offers }: Contact, lasting: ReadonlySet<AgentId>): Promise<Found | undefined> {
  await matchContact(world, contactId);
  const offer = await readOffer(world.db, contactId, offers + 1);
  if (offer === undefined || !lasting.has(offer.agentId)) return undefined;
  return { what: 'waits-beside-idle', contactId, agentId: offer.agentId };
}

async function sweepVacancies(world: World): Promise<Found[]> {
  const found: Found[] = [];
  for (const { profileId } of await listProfiles(world.db)) {
    for (const vacancy of await readVacancies(world.db, profileId)) {
      const { agentId, idleSince, ahead } = vacancy;
      const agent = await readAgent(world.db, agentId);
      if (isIdleBy(agent, vacancy)) continue;
      // What a crash has left is nothing unforeseen.
      if (isPast(vacancy, agent)) await takeAway(world, vacancy);
      if (ahead === true) continue;
      const still = (await readVacancies(world.db, profileId)).some((one) => one.agentId === agentId && one.idleSince === idleSince);
      if (still && agent?.version === (await readAgent(world.db, agentId))?.version) found.push({ what: 'vacancy-of-nobody', agentId });
    }
  }
  return found;
}

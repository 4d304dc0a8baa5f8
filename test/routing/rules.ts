/** What must hold whenever nothing is under way, read from the tables alone. */
import { Agent, Duty, type Entry, type Vacancy } from '../../shared/agents/agent.ts';
import { whyNot } from '../../shared/agents/availability.ts';
import { Contact, contactKeys, type Interaction, isOffer, Offer } from '../../shared/contacts/contact.ts';
import { sharesIn } from '../../shared/contacts/read-contact.ts';
import type { Item } from '../../shared/database/database.ts';
import type { Fact } from '../../shared/facts/facts.ts';
import { toldIn } from '../../shared/facts/together.ts';
import { epochMs, instant } from '../../shared/ids.ts';
import type { Queue, RoutingProfile, Step } from '../../shared/queues/queue.ts';
import { readEntries, readVacancies } from '../../shared/routing/read-places.ts';
import { stillWaits } from '../../shared/routing/decide/choose-contact.ts';
import { decideAgain } from '../../shared/routing/decide/explain.ts';
import type { Center } from './center.ts';

export interface Present {
  contacts: Contact[];
  agents: Agent[];
  entries: Entry[];
  vacancies: Vacancy[];
  duties: Duty[];
  offers: Map<string, Offer[]>;
  interactions: Map<string, Interaction[]>;
  facts: Map<string, Fact[]>;
}

/** Facts by whom they are about, in the order of their numbers: those of an agent may lie with a contact's. */
export function bySubject(facts: readonly Fact[]): Map<string, Fact[]> {
  const all = new Map<string, Fact[]>();
  for (const fact of facts) {
    const known = all.get(fact.subjectId);
    if (known === undefined) all.set(fact.subjectId, [fact]);
    else known.push(fact);
  }
  for (const some of all.values()) some.sort((a, b) => a.seq - b.seq);
  return all;
}

/** Everything that stands in the tables now. */
export async function readPresent(
  center: Center,
  names: { contacts: string[]; agents: string[] },
  profiles: RoutingProfile[],
): Promise<Present> {
  const { db } = center.world;
  const partition = async (table: 'contacts' | 'routing', pk: string) => db.query({ table, pk });
  const present: Present = {
    contacts: [],
    agents: [],
    entries: [],
    vacancies: [],
    duties: [],
    offers: new Map(),
    interactions: new Map(),
    facts: new Map(),
  };
  const facts: Fact[] = [];
  for (const name of names.contacts) {
    const items = await partition('contacts', contactKeys.contact(name as Contact['contactId']).pk);
    const of = (is: (sk: string) => boolean) => items.filter((item) => is(String(item['sk'])));
    present.contacts.push(...items.filter((item) => item['sk'] === 'CONTACT').map((item) => Contact.parse(item)));
    present.offers.set(
      name,
      of(isOffer).map((item) => Offer.parse(item)),
    );
    present.interactions.set(name, sharesIn(items));
    facts.push(...items.flatMap((item) => toldIn(item)));
  }
  for (const name of names.agents) {
    const items = await partition('routing', `AGENT#${name}`);
    present.agents.push(...items.filter((item) => item['sk'] === 'AGENT').map((item) => Agent.parse(item)));
    facts.push(...items.filter((item) => String(item['sk']).startsWith('FACT#')).flatMap((item) => toldIn(item)));
  }
  present.facts = bySubject(facts);
  const queues = [...new Set(profiles.flatMap((one) => one.serves.map(({ queueId }) => queueId)))];
  present.entries = (await Promise.all(queues.map((queueId) => readEntries(db, queueId)))).flat();
  present.vacancies = (await Promise.all(profiles.map(({ profileId }) => readVacancies(db, profileId)))).flat();
  const places = await Promise.all(profiles.map(({ profileId }) => partition('routing', `PROFILE#${profileId}`)));
  present.duties = places
    .flat()
    .filter((item) => String(item['sk']).startsWith('DUTY#'))
    .map((item) => Duty.parse(item));
  return present;
}

/** A rule that does not hold: what was looked at, and what was found instead of what must be. */
export class Broken extends Error {}

const listed = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();

/** Throws unless both hold the same, in any order. */
function sameMembers(what: string, found: readonly unknown[], wanted: readonly unknown[]): void {
  if (found.length === 0 && wanted.length === 0) return;
  const [is, must] = [listed(found), listed(wanted)];
  if (is.length !== must.length || is.some((one, i) => one !== must[i]))
    throw new Broken(`${what}: [${is.join()}] instead of [${must.join()}]`);
}

const ownedStates: readonly Contact['state'][] = ['offered', 'accepted', 'connected', 'dialling'];

/** Contact and agent agree about each other, and nobody is bound twice. */
export function bindsOneToOne({ contacts, agents, offers, interactions }: Present): void {
  for (const contact of contacts) {
    const { contactId, state } = contact;
    const holders = agents.filter((agent) => agent.contactId === contactId && agent.state !== 'wrapping-up');
    const owned = ownedStates.includes(state);
    const bound = owned ? [{ agentId: contact.agentId, n: contact.n }] : [];
    for (const { agentId, n } of contact.parties ?? []) if (agentId !== undefined && n !== contact.n) bound.push({ agentId, n });
    sameMembers(
      `who is in ${contactId} (${state})`,
      holders.map(({ agentId, n }) => ({ agentId, n })),
      bound,
    );
    const shares = (of: Agent['state']) => holders.filter((one) => one.state === of).map(({ n }) => n ?? 0);
    const taken = new Set((interactions.get(contactId) ?? []).map(({ n }) => n));
    const pending = (offers.get(contactId) ?? []).filter((offer) => offer.state === 'pending' && !taken.has(offer.n));
    sameMembers(
      `pending offers of ${contactId}`,
      pending.map(({ n }) => n),
      shares('offered'),
    );
    const running = (interactions.get(contactId) ?? []).filter((one) => one.state === 'accepted' || one.state === 'connected');
    sameMembers(
      `running interactions of ${contactId}`,
      running.map(({ n }) => n),
      shares('engaged'),
    );
    if (contact.parties !== undefined && !owned && state !== 'passed-on') throw new Broken(`${contactId} is ${state} and has parties`);
  }
  for (const agent of agents) {
    if (agent.state !== 'wrapping-up') continue;
    const own = (interactions.get(agent.contactId ?? '') ?? []).find((one) => one.n === agent.n);
    if (own?.state !== 'wrapping-up' || own.agentId !== agent.agentId) throw new Broken(`the wrap-up of ${agent.agentId} is ${own?.state}`);
  }
}

/** Vacancies that stand without their agent were written ahead of them, for their next version at most. */
function leftAlone({ agents, vacancies }: Present): Vacancy[] {
  const versions = new Map(agents.map(({ agentId, version }) => [agentId, version]));
  const idleBy = (one: Vacancy) =>
    agents.some(
      ({ agentId, idleSince, profileId }) => agentId === one.agentId && idleSince === one.idleSince && profileId === one.profileId,
    );
  const left = vacancies.filter((one) => !idleBy(one));
  for (const { agentId, ahead, agentVersion } of left)
    if (ahead !== true || agentVersion > (versions.get(agentId) ?? 0) + 1)
      throw new Broken(`a vacancy of ${agentId}, who is not idle by it`);
  return left;
}

/** Entries that stand without their contact were written ahead of it, for its next version at most. */
function entriesAlone({ contacts, entries }: Present): Entry[] {
  const left = entries.filter(({ contactId, queueId, priority }) => {
    const contact = contacts.find((one) => one.contactId === contactId);
    const lists = contact?.state === 'waiting' ? [contact.queueId, ...(contact.alsoIn ?? [])] : [];
    return !lists.includes(queueId) || contact?.priority !== priority;
  });
  for (const { contactId, ahead, contactVersion } of left) {
    // Of one that has long ended nothing is known any more.
    const version = contacts.find((one) => one.contactId === contactId)?.version ?? contactVersion;
    if (ahead !== true || contactVersion > version + 1) throw new Broken(`an entry of ${contactId}, which does not wait by it`);
  }
  return left;
}

/**
 * An entry stands exactly for each waiting contact in each of its lists, a vacancy for each idle agent who has one, a duty for each on duty.
 * `crashed`: somebody may have died between a place that goes ahead and its agent or contact, and nobody has met it since.
 */
export function keepsPlaces(present: Present, crashed = false): void {
  const { contacts, agents, entries, vacancies, duties } = present;
  const waiting = contacts.filter((contact) => contact.state === 'waiting');
  const alone = entriesAlone(present);
  sameMembers(
    'entries',
    entries.filter((one) => !crashed || !alone.includes(one)).map(({ contactId, queueId }) => [contactId, queueId]),
    waiting.flatMap(({ contactId, queueId, alsoIn = [] }) => [queueId, ...alsoIn].map((list) => [contactId, list])),
  );
  const idle = agents.filter((agent) => agent.idleSince !== undefined);
  const left = leftAlone(present);
  sameMembers(
    'vacancies',
    vacancies
      .filter((one) => !crashed || !left.includes(one))
      .map(({ agentId, profileId, skills, served }) => [agentId, profileId, skills, served]),
    idle.map(({ agentId, profileId, skills, served }) => [agentId, profileId, skills, served]),
  );
  for (const { agentId, state, status } of idle)
    if (state !== 'idle' || status !== 'available') throw new Broken(`${agentId} has a vacancy and is ${state}, ${status}`);
  const onDuty = agents.filter((agent) => agent.status === 'available' && agent.leaseUntil !== undefined);
  sameMembers(
    'duties',
    duties.map(({ agentId, profileId }) => [agentId, profileId]),
    onDuty.map(({ agentId, profileId }) => [agentId, profileId]),
  );
}

/** Facts are numbered without gaps but for the numbers kept for wrap-ups that nobody has ended, and each time in a queue ends once, with a reason. */
export function tellsEverything({ contacts, agents, interactions, facts }: Present): void {
  for (const { contactId, seq } of contacts) {
    const kept = (interactions.get(contactId) ?? []).flatMap(({ wrapUpSeq }) => wrapUpSeq ?? []);
    numbered(contactId, facts.get(contactId) ?? [], seq, kept);
  }
  for (const { agentId, seq } of agents) numbered(agentId, facts.get(agentId) ?? [], seq);
  for (const { contactId, state, callback } of contacts) {
    let queued = 0;
    for (const fact of facts.get(contactId) ?? []) {
      if (fact['type'] === 'ContactQueued') queued += 1;
      if (fact['type'] === 'EntryLeft') queued -= 1;
      if (queued !== 0 && queued !== 1) throw new Broken(`${contactId} has left or entered a queue twice`);
    }
    // Who is to be called back is in the queue from the first wait on until they are reached, or nobody calls them any more.
    const waits =
      callback?.state === 'open' ? callback.queued === true : state === 'waiting' || state === 'offered' || state === 'accepted';
    const stillIn = waits ? 1 : 0;
    if (queued !== stillIn) throw new Broken(`${contactId} is ${state} and ${queued === 1 ? 'has not left' : 'is not in'} a queue`);
  }
}

function numbered(id: string, facts: readonly Item[], seq: number, kept: readonly number[] = []): void {
  const all = [...facts.map((fact) => Number(fact['seq'])), ...kept].sort((a, b) => a - b);
  if (all.length !== seq || all.some((one, i) => one !== i + 1))
    throw new Broken(`facts of ${id}: ${facts.map((fact) => String(fact['seq'])).join()} instead of 1 to ${seq} without ${kept.join()}`);
}

export interface Settings {
  queues: readonly Queue[];
  profiles: readonly RoutingProfile[];
}

/** What the contact asks for after so long: said here once more, so that it does not agree with the routing by being the same code. */
function asks({ requirements, stepsFrom, queuedAt, arrivedAt }: Contact, nowMs: number): Step {
  let leftMs = nowMs - epochMs(stepsFrom ?? queuedAt ?? arrivedAt);
  for (const [i, step] of requirements.entries()) {
    if (step.seconds === undefined || i === requirements.length - 1 || leftMs < step.seconds * 1000) return step;
    leftMs -= step.seconds * 1000;
  }
  return {};
}

/** May the agent have the contact now, were they free? */
export function mayHave(contact: Contact, agent: Agent, { queues, profiles }: Settings, nowMs: number): boolean {
  const step = asks(contact, nowMs);
  const waitedMs = nowMs - epochMs(contact.queuedAt ?? contact.arrivedAt);
  if (contact.declined?.some(({ agentId, until }) => agentId === agent.agentId && until > instant(nowMs)) === true) return false;
  if (step.agent !== undefined && step.agent !== agent.agentId) return false;
  if (step.skills?.some(({ skillId, level }) => (agent.skills?.[skillId] ?? 0) < level) === true) return false;
  const serves = profiles.find(({ profileId }) => profileId === agent.profileId)?.serves ?? [];
  const lists = [contact.queueId, ...(step.queues ?? [])];
  return serves.some(
    ({ queueId, level, afterSeconds = 0 }) =>
      lists.includes(queueId) &&
      queues.find((queue) => queue.queueId === queueId)?.picked !== true &&
      level <= (step.upToLevel ?? 9) &&
      waitedMs >= afterSeconds * 1000,
  );
}

/** Who waited already, their life not over by then, and was not touched while the others ran; and how the agents were. */
export interface Moment {
  waiting: ReadonlyMap<string, number>;
  agents: ReadonlyMap<string, Pick<Agent, 'profileId' | 'skills'>>;
  offers: ReadonlyMap<string, number>;
}
export const momentOf = ({ contacts, agents, offers }: Present, nowMs: number): Moment => ({
  waiting: new Map(contacts.filter((contact) => stillWaits(contact, nowMs)).map(({ contactId, version }) => [contactId, version])),
  agents: new Map(agents.map(({ agentId, profileId, skills }) => [agentId, { profileId, skills }])),
  offers: new Map([...offers].map(([contactId, made]) => [contactId, made.length])),
});

/** Do both ask for the same, in the same list, with the same weight? Then only their arrival counts. */
const asksTheSame = (a: Contact, b: Contact): boolean =>
  a.queueId === b.queueId && a.priority === b.priority && JSON.stringify(a.requirements) === JSON.stringify(b.requirements);

/**
 * Equal criteria are served by arrival: an agent who became free was not given somebody while another waited all the time who had come before,
 * asked for the same, and whom they might have had. `always`: nor was one who came just then given to an agent who was free.
 */
export function servesByArrival(
  before: Moment,
  { contacts, agents, offers }: Present,
  { always, mayHave }: { always: boolean; mayHave: (contact: Contact, agent: Agent) => boolean },
  nowMs: number,
): void {
  const lasting = contacts.filter(({ contactId, state, version, aliveUntil }) => {
    return state === 'waiting' && before.waiting.get(contactId) === version && aliveUntil > instant(nowMs);
  });
  if (lasting.length === 0) return;
  for (const served of contacts) {
    const made = (offers.get(served.contactId) ?? []).slice(before.offers.get(served.contactId) ?? 0);
    for (const { agentId, grounds, queueId } of made) {
      const byRule = grounds?.found === 'contact' || (always && grounds?.found === 'agent');
      const agent = agents.find((one) => one.agentId === agentId);
      const was = before.agents.get(agentId);
      const same = agent !== undefined && was?.profileId === agent.profileId && JSON.stringify(was.skills) === JSON.stringify(agent.skills);
      if (!byRule || !same || served.queueId !== queueId) continue;
      const overtaken = lasting.find((one) => asksTheSame(one, served) && one.arrivedAt < served.arrivedAt && mayHave(one, agent));
      if (overtaken !== undefined)
        throw new Broken(`${served.contactId} was offered to ${agentId} while ${overtaken.contactId}, who came before, waited`);
    }
  }
}

/** By the profile and the skills that they had when they were bound, and not by those of a moment before, were agents chosen. `picked` went by hand. */
export function choosesByPresent({ contacts, agents, offers }: Present, { queues, profiles }: Settings): void {
  const pushed = { queues: queues.map((one) => ({ ...one, picked: false })), profiles };
  for (const contact of contacts) {
    const offer = contact.state === 'offered' ? offers.get(contact.contactId)?.find(({ n }) => n === contact.n) : undefined;
    const agent = agents.find((one) => one.agentId === offer?.agentId && one.version === offer.agent?.version);
    if (offer === undefined || agent === undefined || offer.grounds === undefined || offer.grounds.found === 'picked') continue;
    if (!mayHave(contact, agent, pushed, epochMs(offer.offeredAt)))
      throw new Broken(`${contact.contactId} was offered to ${agent.agentId}, who may not have it`);
  }
}

/** Nobody waits while somebody who could be asked sits idle. */
export function leavesNobodyWaiting(
  { contacts, agents }: Present,
  settings: Settings,
  nowMs: number,
  isExcused: (contact: Contact, agent: Agent) => boolean = () => false,
): void {
  for (const contact of contacts) {
    if (contact.state !== 'waiting' || contact.aliveUntil <= instant(nowMs)) continue;
    for (const agent of agents) {
      if (agent.idleSince === undefined || whyNot(agent, nowMs) !== undefined) continue;
      if (!mayHave(contact, agent, settings, nowMs) || isExcused(contact, agent)) continue;
      throw new Broken(`${agent.agentId} is idle while ${contact.contactId} waits`);
    }
  }
}

/** Each decision, made again from what its offer has stored, gives the same agent, the same contact and the same sentence. */
export function decidesAlike({ offers }: Present): void {
  for (const offer of [...offers.values()].flat()) {
    const again = decideAgain(offer);
    if (again === undefined) continue;
    const { agentId, contactId, reason } = offer;
    const same = again.agentId === agentId && again.contactId === contactId && again.reason === reason;
    if (!same) throw new Broken(`offer ${offer.n} of ${contactId} to ${agentId} (${reason}) decided again: ${JSON.stringify(again)}`);
  }
}

/** What must hold whenever nothing is under way, read from the tables alone. */
import { expect } from 'vitest';
import type { Entry, Vacancy } from '../../shared/agents/agent.ts';
import { Agent } from '../../shared/agents/agent.ts';
import { whyNot } from '../../shared/agents/availability.ts';
import { Contact, contactKeys, Interaction, Offer } from '../../shared/contacts/contact.ts';
import type { Item } from '../../shared/database/database.ts';
import { epochMs, instant } from '../../shared/ids.ts';
import type { RoutingProfile } from '../../shared/queues/queue.ts';
import { readEntries, readVacancies } from '../../shared/routing/read-places.ts';
import { declineHoldsMs } from '../../shared/routing/recent-declines.ts';
import type { Center } from './center.ts';

export interface Present {
  contacts: Contact[];
  agents: Agent[];
  entries: Entry[];
  vacancies: Vacancy[];
  offers: Map<string, Offer[]>;
  interactions: Map<string, Interaction[]>;
  facts: Map<string, Item[]>;
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
    offers: new Map(),
    interactions: new Map(),
    facts: new Map(),
  };
  for (const name of names.contacts) {
    const items = await partition('contacts', contactKeys.contact(name as Contact['contactId']).pk);
    const of = (prefix: string) => items.filter((item) => String(item['sk']).startsWith(prefix));
    present.contacts.push(...items.filter((item) => item['sk'] === 'CONTACT').map((item) => Contact.parse(item)));
    present.offers.set(
      name,
      of('OFFER#').map((item) => Offer.parse(item)),
    );
    present.interactions.set(
      name,
      of('INTERACTION#').map((item) => Interaction.parse(item)),
    );
    present.facts.set(name, of('FACT#'));
  }
  for (const name of names.agents) {
    const items = await partition('routing', `AGENT#${name}`);
    present.agents.push(...items.filter((item) => item['sk'] === 'AGENT').map((item) => Agent.parse(item)));
    present.facts.set(
      name,
      items.filter((item) => String(item['sk']).startsWith('FACT#')),
    );
  }
  const queues = [...new Set(profiles.flatMap((one) => one.serves.map(({ queueId }) => queueId)))];
  present.entries = (await Promise.all(queues.map((queueId) => readEntries(db, queueId)))).flat();
  present.vacancies = (await Promise.all(profiles.map(({ profileId }) => readVacancies(db, profileId)))).flat();
  return present;
}

const byShare = (a: { n?: number | undefined }, b: { n?: number | undefined }) => (a.n ?? 0) - (b.n ?? 0);

/** Contact and agent agree about each other, and nobody is bound twice. */
export function bindsOneToOne({ contacts, agents, offers, interactions }: Present): void {
  for (const contact of contacts) {
    const holders = agents.filter((agent) => agent.contactId === contact.contactId && agent.state !== 'wrapping-up');
    const owned = ['offered', 'accepted', 'connected', 'dialling'].includes(contact.state);
    const owners = owned ? [{ agentId: contact.agentId, n: contact.n }] : [];
    const guests = (contact.parties ?? []).filter(({ agentId, n }) => agentId !== undefined && n !== contact.n);
    const bound = [...owners, ...guests.map(({ agentId, n }) => ({ agentId, n }))];
    expect(holders.map(({ agentId, n }) => ({ agentId, n })).sort(byShare), `who is in ${contact.contactId} (${contact.state})`).toEqual(
      bound.sort(byShare),
    );
    const shares = (state: Agent['state']) =>
      holders
        .filter((one) => one.state === state)
        .map(({ n }) => n ?? 0)
        .sort();
    const pending = (offers.get(contact.contactId) ?? []).filter((offer) => offer.state === 'pending');
    expect(
      pending.map(({ n }) => n),
      'pending offers',
    ).toEqual(shares('offered'));
    const running = (interactions.get(contact.contactId) ?? []).filter((one) => one.state === 'accepted' || one.state === 'connected');
    expect(
      running.map(({ n }) => n),
      'running interactions',
    ).toEqual(shares('engaged'));
    expect(contact.parties === undefined || owned || contact.state === 'passed-on', `parties of a contact that is ${contact.state}`).toBe(
      true,
    );
  }
  for (const agent of agents.filter((one) => one.state === 'wrapping-up')) {
    const own = (interactions.get(agent.contactId ?? '') ?? []).find((one) => one.n === agent.n);
    expect(own, 'the wrap-up that the agent is in').toMatchObject({ state: 'wrapping-up', agentId: agent.agentId });
  }
}

/** An entry stands exactly for each waiting contact, a vacancy exactly for each idle agent who has one. */
export function keepsPlaces({ contacts, agents, entries, vacancies }: Present): void {
  const waiting = contacts.filter((contact) => contact.state === 'waiting').map(({ contactId }) => contactId);
  expect(entries.map(({ contactId }) => contactId).sort(), 'entries').toEqual(waiting.sort());
  const idle = agents.filter((agent) => agent.idleSince !== undefined);
  expect(vacancies.map(({ agentId }) => agentId).sort(), 'vacancies').toEqual(idle.map(({ agentId }) => agentId).sort());
  for (const agent of idle) expect(agent, 'a vacancy’s agent').toMatchObject({ state: 'idle', status: 'available' });
}

/** Facts are numbered without gaps, and each time in a queue ends once, with a reason. */
export function tellsEverything({ contacts, agents, facts }: Present): void {
  const subjects = [
    ...contacts.map(({ contactId, seq }) => ({ id: contactId, seq })),
    ...agents.map(({ agentId, seq }) => ({ id: agentId, seq })),
  ];
  for (const { id, seq } of subjects) {
    const numbers = (facts.get(id) ?? []).map((fact) => fact['seq']);
    expect(numbers, `facts of ${id}`).toEqual(Array.from({ length: seq }, (_, i) => i + 1));
  }
  for (const contact of contacts) {
    let queued = 0;
    for (const fact of facts.get(contact.contactId) ?? []) {
      if (fact['type'] === 'ContactQueued') queued += 1;
      if (fact['type'] === 'EntryLeft') queued -= 1;
      expect([0, 1], `times in a queue of ${contact.contactId}`).toContain(queued);
    }
    const stillIn = contact.state === 'waiting' || contact.state === 'offered' || contact.state === 'accepted';
    expect(queued, `${contact.contactId} (${contact.state}) in a queue`).toBe(stillIn ? 1 : 0);
  }
}

/** Nobody waits while somebody who could be asked sits idle. */
export function leavesNobodyWaiting(present: Present, profiles: readonly RoutingProfile[], nowMs: number): void {
  for (const contact of present.contacts) {
    if (contact.state !== 'waiting' || contact.aliveUntil <= instant(nowMs)) continue;
    const declined = (present.offers.get(contact.contactId) ?? [])
      .filter((offer) => offer.state === 'declined' && epochMs(offer.closedAt ?? offer.offeredAt) + declineHoldsMs > nowMs)
      .map(({ agentId }) => agentId);
    const idle = present.agents.filter(
      (agent) =>
        whyNot(agent, nowMs) === undefined &&
        agent.idleSince !== undefined &&
        !declined.includes(agent.agentId) &&
        profiles.some((one) => one.profileId === agent.profileId && one.serves.some(({ queueId }) => queueId === contact.queueId)),
    );
    expect(
      idle.map(({ agentId }) => agentId),
      `idle while ${contact.contactId} waits`,
    ).toEqual([]);
  }
}

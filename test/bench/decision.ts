/** What a decision costs in a big center against a small one, and against a plain look through everybody. */
import type { Agent } from '../../shared/agents/agent.ts';
import { routingKeys } from '../../shared/agents/agent.ts';
import { type Contact, contactKeys } from '../../shared/contacts/contact.ts';
import { AgentId, ContactId, instant, QueueId, SkillId } from '../../shared/ids.ts';
import { entriesOf, vacancyOf } from '../../shared/routing/change.ts';
import { findAgent } from '../../shared/routing/find-agent.ts';
import { findContact } from '../../shared/routing/find-contact.ts';
import { startMs } from '../interleavings/hall.ts';
import { profile, queue } from '../routing/center.ts';
import { mayHave, type Settings } from '../routing/rules.ts';
import { chanceOf } from '../system/chance.ts';
import { type Bench, compared, median } from './figure.ts';
import { VirtualCenter } from './parts/virtual-center.ts';

/** Agents wait for the calls of one half of the queues, calls for the agents of the other: so both lists are long at the same time. */
const settings: Settings = {
  queues: ['sales', 'orders', 'technical', 'billing'].map((name) => queue(name)),
  profiles: [
    profile('sellers', [
      ['sales', 1],
      ['orders', 2],
    ]),
    profile('helpers', [
      ['technical', 1],
      ['billing', 2],
    ]),
  ],
};
const skills = Array.from({ length: 8 }, (_, i) => SkillId.parse(`skill-${i}`));
const events = 200;
const rounds = 5;

interface Side {
  center: VirtualCenter;
  agents: Agent[];
  contacts: Contact[];
}

function agentOf(i: number, profileId: string, idleMs: number): Agent {
  // Everybody knows something, and all 255 combinations are there.
  const known = skills.filter((_, bit) => (((i % 255) + 1) & (1 << bit)) !== 0).map((skillId) => [skillId, 3]);
  const at = instant(startMs - idleMs);
  const shared = { schemaVersion: 1, version: 1, seq: 0, status: 'available', state: 'idle', mayDecline: true } as const;
  const { profileId: id } = profile(profileId, []);
  const agentId = AgentId.parse(`${profileId}-${i}`);
  return {
    ...shared,
    agentId,
    name: agentId,
    profileId: id,
    since: at,
    idleSince: at,
    leaseUntil: instant(startMs + 3600_000),
    skills: Object.fromEntries(known) as Agent['skills'],
  };
}

function contactOf(i: number, queueId: string, waitedMs: number): Contact {
  const at = instant(startMs - waitedMs);
  const skillId = skills[(i >> 1) % skills.length] as SkillId;
  const shared = {
    schemaVersion: 1,
    version: 2,
    seq: 2,
    state: 'waiting',
    channel: 'voice',
    attributes: {},
    offers: 0,
    priority: 5,
  } as const;
  return {
    ...shared,
    contactId: ContactId.parse(`${queueId}-${i}`),
    arrivedAt: at,
    queuedAt: at,
    aliveUntil: instant(startMs + 3600_000),
    queueId: QueueId.parse(queueId),
    requirements: [{ skills: [{ skillId, level: 1 }] }],
  };
}

function open(count: number): Side {
  const center = new VirtualCenter(settings, 1);
  const chance = chanceOf(count);
  const { memory } = center.hall;
  const agents = Array.from({ length: count }, (_, i) => agentOf(i, 'sellers', 1 + chance.below(3600_000)));
  const contacts = Array.from({ length: count }, (_, i) => contactOf(i, i % 2 === 0 ? 'technical' : 'billing', 1 + chance.below(600_000)));
  for (const agent of agents) {
    const vacancy = vacancyOf(agent);
    if (vacancy === undefined) continue;
    memory.write([
      { table: 'routing', put: { ...routingKeys.agent(agent.agentId), ...agent } },
      { table: 'routing', put: { ...routingKeys.vacancy(agent.profileId, vacancy.idleSince, agent.agentId), ...vacancy } },
    ]);
  }
  for (const contact of contacts) {
    memory.write([
      { table: 'contacts', put: { ...contactKeys.contact(contact.contactId), ...contact } },
      ...entriesOf(contact).map((put) => ({ table: 'routing' as const, put })),
    ]);
  }
  return { center, agents, contacts };
}

const levelOf = (agent: Agent, contact: Contact) =>
  settings.profiles.find(({ profileId }) => profileId === agent.profileId)?.serves.find(({ queueId }) => queueId === contact.queueId);

const less = (a: readonly (string | number)[], b: readonly (string | number)[]): boolean => {
  const i = a.findIndex((value, place) => value !== b[place]);
  return i >= 0 && (a[i] as string) < (b[i] as string);
};

/** The first of all by a key, among those that fit. */
function first<T>(all: readonly T[], fits: (one: T) => boolean, key: (one: T) => readonly (string | number)[]): T | undefined {
  let best: T | undefined;
  for (const one of all) if (fits(one) && (best === undefined || less(key(one), key(best)))) best = one;
  return best;
}

const scanAgents = ({ agents }: Side, contact: Contact) =>
  first(
    agents,
    (agent) => mayHave(contact, agent, settings, startMs),
    (agent) => [levelOf(agent, contact)?.level ?? 99, agent.idleSince ?? '', agent.agentId],
  );
const scanContacts = ({ contacts }: Side, agent: Agent) =>
  first(
    contacts,
    (contact) => mayHave(contact, agent, settings, startMs),
    (contact) => {
      const { level = 99, order = 99 } = levelOf(agent, contact) ?? {};
      return [level, order, -(contact.priority ?? 0), contact.arrivedAt, contact.contactId];
    },
  );

/** An event of either kind: whom the production code chooses, and whom the scan chooses. */
const byIndexes = async ({ center }: Side, i: number): Promise<string | undefined> => {
  // The scan knows no chance: without it the first of equals comes.
  const world = { ...center.world(), chance: () => 0 };
  if (i % 2 === 0) return (await findAgent(world, { ...newcomer(i), queueId: newcomer(i).queueId as QueueId })).chosen?.agentId;
  return (await findContact(world, agentOf(i, 'helpers', 0)))?.contact.contactId;
};
const byScan = (side: Side, i: number): string | undefined =>
  i % 2 === 0 ? scanAgents(side, newcomer(i))?.agentId : scanContacts(side, agentOf(i, 'helpers', 0))?.contactId;
const newcomer = (i: number) => contactOf(i, i % 4 === 0 ? 'sales' : 'orders', 0);

/** Microseconds for each event. */
async function timed(run: (i: number) => unknown): Promise<number> {
  const began = performance.now();
  for (let i = 0; i < events; i++) await run(i);
  return ((performance.now() - began) * 1000) / events;
}

/** The same a few times over, microseconds each. */
async function once(run: () => unknown): Promise<number[]> {
  const micros: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await run();
    micros.push((performance.now() - began) * 1000);
  }
  return micros;
}

export const bench: Bench = async () => {
  const [small, big] = [open(200), open(10_000)];
  for (const side of [small, big]) {
    for (let i = 0; i < events; i++) {
      const [ours, plain] = [await byIndexes(side, i), byScan(side, i)];
      if (ours !== plain) throw new Error(`Event ${i}: the indexes give ${ours}, the scan ${plain}`);
    }
  }
  const micros: Record<'small' | 'big' | 'scan', number[]> = { small: [], big: [], scan: [] };
  for (let round = 0; round < rounds; round++) {
    micros.small.push(await timed((i) => byIndexes(small, i)));
    micros.big.push(await timed((i) => byIndexes(big, i)));
    micros.scan.push(await timed((i) => byScan(big, i)));
  }
  // Nobody of the thousands asks for what this agent knows: both have to look at all.
  const stranger = { ...agentOf(0, 'helpers', 0), skills: {} };
  const worst = await once(async () => findContact(big.center.world(), stranger));
  const worstScan = await once(() => scanContacts(big, stranger));
  const speedup = median(micros.scan) / median(micros.big);
  return [
    compared('decision.growth', 'µs', micros.big, micros.small),
    compared('decision.against-scan', 'µs', micros.big, micros.scan),
    compared('decision.nobody-fits', 'µs', worst, worstScan),
    { name: 'decision.speedup', value: speedup, unit: '×' },
    { name: 'decision.identical', value: events * 2, unit: 'decisions' },
  ];
};

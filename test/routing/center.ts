/** A contact center in this process: the real operations on tables in memory, with a clock, calls, clients and meetings of the test. */
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { createEngine, type Hooks, inProcessClient } from '../../local/services/dynamodb/dynamodb.ts';
import { signIn } from '../../shared/agents/sign-in.ts';
import { type Database, openDatabase, type TableName, tableNames } from '../../shared/database/database.ts';
import { AgentId, ConnectionId, ContactId, epochMs, instant, ProfileId, QueueId, TransactionId } from '../../shared/ids.ts';
import { beginLease, renewLease } from '../../shared/agents/lease.ts';
import { openContact } from '../../shared/contacts/open-contact.ts';
import { forgetConnection, saveConnection } from '../../shared/live/connection.ts';
import type { Queue, RoutingProfile } from '../../shared/queues/queue.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { catchUp, type ItemChange } from '../../shared/routing/catch-up.ts';
import type { ToClient } from '../../shared/wire/live.ts';
import type { Deadline, World } from '../../shared/world.ts';
import { Memory, openMemory } from '../memory/memory.ts';

export const physical = Object.fromEntries(tableNames.map((name) => [name, `test-${name}`])) as Record<TableName, string>;
export const startMs = Date.UTC(2026, 10, 21, 10);

export interface Center {
  world: World;
  clock: { now: number };
  /** Deadlines not delivered yet, in the order in which they were set. */
  deadlines: { deadline: Deadline; atMs: number }[];
  pushed: { agentId: AgentId; message: ToClient }[];
  /** Transactions whose calls exist. */
  calls: Set<string>;
  /** Agents with a client; a push to the others reaches nobody. */
  clients: Set<AgentId>;
  meetings: { made: Set<string>; ended: Set<string> };
  /** Calls that we made. */
  dialled: { to: string; transactionId: TransactionId }[];
  /** What browsers' seats were told last. */
  allowed: Map<string, 'none' | 'hear' | 'talk' | 'gone'>;
  doorbells: { transactionId: TransactionId; version: number }[];
  /** The streams of contacts and routing from a cursor on. */
  stream(table: TableName, after: number): { sequence: number; change: ItemChange & { pk: string } }[];
}

export const queue = (queueId: string, over: Partial<Queue> = {}): Queue => ({
  schemaVersion: 1,
  queueId: QueueId.parse(queueId),
  name: queueId,
  hoursId: 'always',
  ringSeconds: 20,
  wrapUpSeconds: 60,
  serviceLevel: { percent: 80, seconds: 20 },
  priority: 5,
  ...over,
});

export const profile = (profileId: string, serves: [queueId: string, level: number][]): RoutingProfile => ({
  schemaVersion: 1,
  profileId: ProfileId.parse(profileId),
  name: profileId,
  serves: serves.map(([queueId, level], order) => ({ queueId: QueueId.parse(queueId), level, order })),
});

export function defineTables(engine: ReturnType<typeof createEngine>, now: number): void {
  for (const name of tableNames) {
    engine.define({
      name: physical[name],
      key: { hash: 'pk', range: 'sk' },
      kinds: { pk: 'S', sk: 'S' },
      indexes: [],
      createdAt: now,
      stream: { view: 'NEW_AND_OLD_IMAGES', label: 'test' },
    });
  }
}

/** A table's stream from a cursor on, as plain values. */
export function streamOf(engine: ReturnType<typeof createEngine>, table: TableName, after: number): ReturnType<Center['stream']> {
  return engine
    .stream(engine.table(physical[table]))
    .after(after, 1_000_000)
    .map(({ sequence, keys, before, after: image }) => {
      const { pk, sk } = unmarshall(keys as Parameters<typeof unmarshall>[0]) as { pk: string; sk: string };
      const read = (item: typeof before) => (item === undefined ? undefined : unmarshall(item as Parameters<typeof unmarshall>[0]));
      const was = read(before);
      const is = read(image);
      const event = was === undefined ? 'INSERT' : is === undefined ? 'REMOVE' : 'MODIFY';
      return {
        sequence,
        change: { event, pk, sk, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) },
      };
    });
}

export async function openCenter(
  settings: { queues: Queue[]; profiles: RoutingProfile[] },
  given: { hooks?: Hooks; effect?: (name: string) => Promise<void>; unseen?: () => number } = {},
): Promise<Center> {
  const clock = { now: startMs };
  const { db, stream } = given.hooks === undefined ? inMemory(given.unseen) : inEngine(clock, given.hooks, given.unseen);
  const center = {
    clock,
    stream,
    deadlines: [],
    pushed: [],
    doorbells: [],
    dialled: [],
    allowed: new Map(),
    calls: new Set(),
    clients: new Set(),
  } as unknown as Center;
  center.meetings = { made: new Set(), ended: new Set() };
  center.world = worldOf(center, db, given.effect ?? (() => Promise.resolve()));
  await center.world.db.write([
    ...settings.queues.map((one) => ({ table: 'settings' as const, put: { ...settingKeys.queue(one.queueId), ...one } })),
    ...settings.profiles.map((one) => ({ table: 'settings' as const, put: { ...settingKeys.profile(one.profileId), ...one } })),
  ]);
  return center;
}

type Tables = { db: Database } & Pick<Center, 'stream'>;

/** The tables' engine, for those who want to be in its way. */
function inEngine(clock: Center['clock'], hooks: Hooks, unseen: (() => number) | undefined): Tables {
  const engine = createEngine(() => clock.now);
  engine.unseen = unseen;
  defineTables(engine, clock.now);
  return { db: openDatabase(inProcessClient(engine, hooks), physical), stream: (table, after) => streamOf(engine, table, after) };
}

/** The same answers and streams (`test/memory/conformance.test.ts`), hundreds of times faster: tests build many conversations. */
function inMemory(unseen: (() => number) | undefined): Tables {
  const memory = new Memory();
  memory.unseen = unseen;
  const stream: Center['stream'] = (table, after) =>
    memory
      .stream(table)
      .slice(after)
      .map(({ sequence, ...change }) => ({ sequence, change }));
  return { db: openMemory(memory), stream };
}

function worldOf(center: Center, db: Database, effect: (name: string) => Promise<void>): World {
  let ids = 0;
  return {
    db,
    now: () => center.clock.now,
    newId: () => `id-${++ids}`,
    chance: () => 0,
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    async ringDoorbell({ transactionId }, version) {
      await effect('ring');
      center.doorbells.push({ transactionId, version });
      return center.calls.has(transactionId) ? 'rung' : 'gone';
    },
    async dial({ to, contactId, partyId }) {
      await effect('dial');
      const transactionId = TransactionId.parse(`call-${contactId}-${partyId}`);
      center.dialled.push({ to, transactionId });
      center.calls.add(transactionId);
      return { transactionId };
    },
    meetings: {
      async addSeat(meetingId, externalUserId) {
        await effect('seat');
        return { attendeeId: `${meetingId} ${externalUserId}`, joinToken: 'token', externalUserId };
      },
      async removeSeat(_, attendeeId) {
        await effect('unseat');
        center.allowed.set(attendeeId, 'gone');
      },
      async allow(_, attendeeId, what) {
        await effect('allow');
        center.allowed.set(attendeeId, what);
      },
      async prepare(contactId, n, agentId) {
        await effect('prepare');
        const meetingId = `meeting-${contactId}-${n}`;
        center.meetings.made.add(meetingId);
        const seat = (who: string) => ({ attendeeId: `${meetingId}-${who}`, joinToken: `token-${who}` });
        return {
          meetingId,
          meeting: { MeetingId: meetingId },
          caller: seat('caller'),
          agent: { ...seat(agentId), externalUserId: agentId },
        };
      },
      async end(meetingId) {
        await effect('end');
        center.meetings.ended.add(meetingId);
      },
    },
    async push(agentId, message) {
      await effect('push');
      if (!center.clients.has(agentId)) return false;
      center.pushed.push({ agentId, message });
      return true;
    },
    pushToFloor: async () => {},
    recordings: {
      bucket: () => 'recordings-bucket',
      read: async () => undefined,
      address: async (key) => `https://recordings.test/${key}`,
    },
    pushToSupervisors: async () => {},
    async setDeadline(deadline, at) {
      await effect('deadline');
      center.deadlines.push({ deadline, atMs: epochMs(at) });
    },
    log: () => {},
  };
}

/** An agent with a living client, as after sign-in and the first heartbeat. */
export async function arriveAgent(center: Center, name: string, profileId = 'everyone'): Promise<AgentId> {
  const agentId = AgentId.parse(name);
  const { world } = center;
  await signIn(world, agentId, () => Promise.resolve(name));
  await world.db.write([{ table: 'routing', update: { pk: `AGENT#${agentId}`, sk: 'AGENT' }, set: { profileId } }]);
  await connect(center, agentId, `${name}-1`);
  return agentId;
}

export async function connect(center: Center, agentId: AgentId, connection: string): Promise<void> {
  const connectionId = ConnectionId.parse(connection);
  await saveConnection(center.world.db, connectionId, { agentId, supervises: false }, center.clock.now);
  const earlier = await beginLease(center.world, agentId, connectionId);
  if (earlier !== undefined) await forgetConnection(center.world.db, { agentId, connectionId: earlier });
  center.clients.add(agentId);
  await renewLease(center.world, agentId, connectionId);
}

/** A call that has arrived and runs its flow. */
export async function arriveCall(center: Center, name: string): Promise<ContactId> {
  const contactId = ContactId.parse(name);
  center.calls.add(`call-${name}`);
  await openContact(center.world, {
    contactId,
    transactionId: TransactionId.parse(`call-${name}`),
    applicationId: 'application',
    dialledNumber: '+15550100',
    flow: 'main',
  });
  return contactId;
}

/** Delivers every record of the streams once, those that this causes too. */
export async function deliverStreams(center: Center, cursors: Map<TableName, number> = new Map()): Promise<void> {
  for (let quiet = false; !quiet;) {
    quiet = true;
    for (const table of ['contacts', 'routing'] as const) {
      for (const { sequence, change } of center.stream(table, cursors.get(table) ?? 0)) {
        quiet = false;
        await catchUp(center.world, change);
        cursors.set(table, sequence);
      }
    }
  }
}

export const at = (center: Center, afterMs = 0) => instant(center.clock.now + afterMs);

/** The items of the Connections table: open sockets, one-time tickets for opening them, whose are supervisors', and who watches the floor. */
import { z } from 'zod';
import type { Database, Write } from '../database/database.ts';
import { AgentId, ConnectionId, instant, Instant } from '../ids.ts';

const who = { agentId: AgentId, supervises: z.boolean() };

export const Connection = z.object({
  schemaVersion: z.literal(1),
  connectionId: ConnectionId,
  ...who,
  connectedAt: Instant,
  /** Epoch seconds: the table forgets what a lost disconnect leaves behind. */
  expiresAt: z.number().int(),
});
export type Connection = z.infer<typeof Connection>;

export const connectionKeys = {
  /** A ticket is known by its digest, so that reading the table gives nobody a way in. */
  ticket: (digest: string) => ({ pk: `TICKET#${digest}`, sk: 'TICKET' }),
  connection: (connectionId: ConnectionId) => ({ pk: `CONNECTION#${connectionId}`, sk: 'CONNECTION' }),
  /** An agent's open sockets: one, or two while one takes over from another. */
  ofAgent: (agentId: AgentId, connectionId: ConnectionId) => ({ pk: `AGENT#${agentId}`, sk: `CONNECTION#${connectionId}` }),
  supervisor: (connectionId: ConnectionId) => ({ pk: 'SUPERVISORS', sk: `CONNECTION#${connectionId}` }),
  watcher: (connectionId: ConnectionId) => ({ pk: 'FLOOR', sk: `CONNECTION#${connectionId}` }),
} as const;

/** API Gateway closes a socket after two hours. */
const longestSocketMs = 2 * 3600_000 + 600_000;
/** For so long a ticket opens a socket. */
export const ticketMs = 30_000;

const LiveTicket = z.object({ ...who, validUntil: Instant });
export type Who = z.infer<z.ZodObject<typeof who>>;

const seconds = (ms: number): number => Math.ceil(ms / 1000);

export async function saveLiveTicket(db: Database, digest: string, { agentId, supervises }: Who, nowMs: number): Promise<void> {
  const validUntil = instant(nowMs + ticketMs);
  const put = { ...connectionKeys.ticket(digest), schemaVersion: 1, agentId, supervises, validUntil, expiresAt: seconds(nowMs + ticketMs) };
  const { outcome } = await db.write([{ table: 'connections', put, if: 'attribute_not_exists(pk)' }]);
  if (outcome !== 'written') throw new Error('A live ticket could not be saved');
}

/** Takes the ticket: whoever deletes it has it. Undefined when it is unknown, used or too old. */
export async function takeLiveTicket(db: Database, digest: string, nowMs: number): Promise<Who | undefined> {
  const key = connectionKeys.ticket(digest);
  const item = await db.get('connections', key);
  if (item === undefined) return undefined;
  const { agentId, supervises, validUntil } = LiveTicket.parse(item);
  const { outcome } = await db.write([{ table: 'connections', delete: key, if: 'attribute_exists(pk)' }]);
  return outcome === 'written' && validUntil > instant(nowMs) ? { agentId, supervises } : undefined;
}

export async function saveConnection(db: Database, connectionId: ConnectionId, { agentId, supervises }: Who, nowMs: number): Promise<void> {
  const connection: Connection = {
    schemaVersion: 1,
    connectionId,
    agentId,
    supervises,
    connectedAt: instant(nowMs),
    expiresAt: seconds(nowMs + longestSocketMs),
  };
  await writeOrThrow(db, [
    { table: 'connections', put: { ...connectionKeys.connection(connectionId), ...connection } },
    { table: 'connections', put: { ...connectionKeys.ofAgent(agentId, connectionId), ...connection } },
    ...(supervises ? [{ table: 'connections' as const, put: { ...connectionKeys.supervisor(connectionId), ...connection } }] : []),
  ]);
}

export async function readConnection(db: Database, connectionId: ConnectionId): Promise<Connection | undefined> {
  const item = await db.get('connections', connectionKeys.connection(connectionId));
  return item === undefined ? undefined : Connection.parse(item);
}

/** Forgets a socket that is closed. */
export async function forgetConnection(
  db: Database,
  { agentId, connectionId }: Pick<Connection, 'agentId' | 'connectionId'>,
): Promise<void> {
  await writeOrThrow(db, [
    { table: 'connections', delete: connectionKeys.connection(connectionId) },
    { table: 'connections', delete: connectionKeys.ofAgent(agentId, connectionId) },
    { table: 'connections', delete: connectionKeys.watcher(connectionId) },
    { table: 'connections', delete: connectionKeys.supervisor(connectionId) },
  ]);
}

export async function watchFloor(db: Database, connection: Connection, on: boolean): Promise<void> {
  const key = connectionKeys.watcher(connection.connectionId);
  await writeOrThrow(db, [on ? { table: 'connections', put: { ...key, ...connection } } : { table: 'connections', delete: key }]);
}

export async function connectionsOf(db: Database, agentId: AgentId): Promise<Connection[]> {
  const { pk } = connectionKeys.ofAgent(agentId, ConnectionId.parse('any'));
  return (await db.query({ table: 'connections', pk })).map((item) => Connection.parse(item));
}

/** The sockets of those who watch the floor, or of all supervisors who are signed in. */
export async function socketsOf(db: Database, whose: 'watcher' | 'supervisor'): Promise<Connection[]> {
  const { pk } = connectionKeys[whose](ConnectionId.parse('any'));
  return (await db.query({ table: 'connections', pk })).map((item) => Connection.parse(item));
}

/** These items are written by one socket only: a conflict is a repeat of ourselves, so the write is made again, some times at most. */
async function writeOrThrow(db: Database, writes: Write[]): Promise<void> {
  for (let attempt = 0; attempt < 8; attempt++) if ((await db.write(writes)).outcome === 'written') return;
  throw new Error('A connection could not be written');
}

/** Strong reads of the indexes: who waits, who is idle. */
import { Entry, routingKeys, Vacancy } from '../agents/agent.ts';
import type { Database } from '../database/database.ts';
import { AgentId, ContactId, type ProfileId, type QueueId } from '../ids.ts';

/** The entries of a queue, those to be served first first. */
export async function readEntries(db: Database, queueId: QueueId, limit?: number): Promise<Entry[]> {
  const { pk } = routingKeys.entry(queueId, 0, '', ContactId.parse('any'));
  const items = await db.query({ table: 'routing', pk, prefix: 'WAIT#', ...(limit === undefined ? {} : { limit }) });
  return items.map((item) => Entry.parse(item));
}

/** The vacancies of a routing profile, longest idle first. */
export async function readVacancies(db: Database, profileId: ProfileId): Promise<Vacancy[]> {
  const { pk } = routingKeys.vacancy(profileId, '', AgentId.parse('any'));
  return (await db.query({ table: 'routing', pk, prefix: 'IDLE#' })).map((item) => Vacancy.parse(item));
}

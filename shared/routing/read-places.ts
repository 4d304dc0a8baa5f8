/** Strong reads of the indexes, but one: who waits, who is idle, who is on duty. No write's condition would tell who is missing from a list. */
import { Entry, routingKeys, Vacancy } from '../agents/agent.ts';
import { type Database, glancing, strongly } from '../database/database.ts';
import { AgentId, ContactId, type ProfileId, type QueueId } from '../ids.ts';
import type { RoutingProfile } from '../queues/queue.ts';

/** The waiting list of a queue, those to be served first first: its own contacts, and those that overflow to it. */
export async function readEntries(db: Database, queueId: QueueId, limit?: number): Promise<Entry[]> {
  const { pk } = routingKeys.entry(queueId, 0, '', ContactId.parse('any'));
  const items = await strongly(db).query({ table: 'routing', pk, prefix: 'WAIT#', ...(limit === undefined ? {} : { limit }) });
  return items.map((item) => Entry.parse(item));
}

/** Does anybody seem to wait there? At half the price, by a read that may be a moment behind: never who, or who is first. */
export async function seemsToWait(db: Database, queueId: QueueId): Promise<boolean> {
  const { pk } = routingKeys.entry(queueId, 0, '', ContactId.parse('any'));
  return (await glancing(strongly(db)).query({ table: 'routing', pk, prefix: 'WAIT#', limit: 1 })).length > 0;
}

/** The vacancies of a routing profile, longest idle first; all of them, or so many. */
export async function readVacancies(db: Database, profileId: ProfileId, limit?: number): Promise<Vacancy[]> {
  const { pk } = routingKeys.vacancy(profileId, '', AgentId.parse('any'));
  const items = await strongly(db).query({ table: 'routing', pk, prefix: 'IDLE#', ...(limit === undefined ? {} : { limit }) });
  return items.map((item) => Vacancy.parse(item));
}

/** How many agents on duty serve any of these queues: available, with a client that nobody has given up; busy or not. */
export async function countStaff(db: Database, queues: readonly QueueId[], profiles: readonly RoutingProfile[]): Promise<number> {
  const serving = profiles.filter(({ serves }) => serves.some(({ queueId }) => queues.includes(queueId)));
  const counts = await Promise.all(serving.map(({ profileId }) => countDuties(db, profileId)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** There may be thousands: they are counted, not looked into. */
async function countDuties(db: Database, profileId: ProfileId): Promise<number> {
  const { pk } = routingKeys.duty(profileId, AgentId.parse('any'));
  return (await strongly(db).query({ table: 'routing', pk, prefix: 'DUTY#' })).length;
}

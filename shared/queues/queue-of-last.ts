import type { Database } from '../database/database.ts';
import { QueueId } from '../ids.ts';
import { listQueues, queueOfTopic, readQueue } from './settings.ts';

/** The queue for callers who have none: what serves `operator`, the queue of that name, or any at all. */
export async function queueOfLast(db: Database): Promise<QueueId | undefined> {
  const byTopic = await queueOfTopic(db, 'operator');
  if (byTopic !== undefined) return byTopic;
  const operator = QueueId.parse('operator');
  if ((await readQueue(db, operator)) !== undefined) return operator;
  return (await listQueues(db))[0]?.queueId;
}

/** The queue that serves a topic; of one that nobody serves, the last. */
export const queueServing = async (db: Database, topic: string): Promise<QueueId | undefined> =>
  (await queueOfTopic(db, topic)) ?? queueOfLast(db);

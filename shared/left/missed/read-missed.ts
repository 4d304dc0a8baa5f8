import type { Database } from '../../database/database.ts';
import { readQueue } from '../../queues/settings.ts';
import type { MissedView } from '../../wire/left.ts';
import type { World } from '../../world.ts';
import { type Asking, queuesOf } from '../scope.ts';
import { Missed, missedKeys } from './missed.ts';

export async function viewMissed(db: Database, { number, customerId, customerName, queueId, count, lastAt }: Missed): Promise<MissedView> {
  return {
    number,
    queueId,
    queueName: (await readQueue(db, queueId))?.name ?? queueId,
    count,
    lastAt,
    cleared: false,
    ...(customerId === undefined ? {} : { customerId }),
    ...(customerName === undefined ? {} : { customerName }),
  };
}

/** The missed callers of the queues that concern somebody, the latest first. */
export async function listMissed(world: World, asking: Asking): Promise<MissedView[]> {
  const { db } = world;
  const queues = await queuesOf(db, asking);
  const found = await Promise.all(queues.map((queueId) => db.query({ table: 'contacts', pk: missedKeys.missed(queueId, '').pk })));
  // A table forgets what has expired when it comes to it.
  const missed = found
    .flat()
    .map((item) => Missed.parse(item))
    .filter(({ expiresAt }) => expiresAt * 1000 > world.now());
  return Promise.all(missed.sort((a, b) => b.lastAt.localeCompare(a.lastAt)).map((one) => viewMissed(db, one)));
}

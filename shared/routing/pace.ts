/**
 * A queue's pace: its latest departures for agents, kept by the stream of facts, so that no call waits for it and no two calls write it at the
 * same time. A fact that comes twice is known by its contact.
 */
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import type { FactData } from '../facts/facts.ts';
import { ContactId, epochMs, Instant, instant, type QueueId } from '../ids.ts';
import type { World } from '../world.ts';
import { type Accuracy, accuracyOf } from './decide/accuracy.ts';
import { departuresKept, paceMs } from './decide/estimate.ts';
import { countStaff } from './read-places.ts';
import { routingSettings } from './routing-settings.ts';
import { settle } from './settle.ts';

const Pace = z.object({
  schemaVersion: z.literal(1),
  version: z.number().int(),
  departures: z.array(
    z.object({
      contactId: ContactId,
      at: Instant,
      queuedAt: Instant,
      staffed: z.number().int(),
      /** The whole wait as they were told it first; absent: nothing was said of it. */
      estimatedMs: z.number().int().nonnegative().optional(),
    }),
  ),
});
type Pace = z.infer<typeof Pace>;

const keyOf = (queueId: QueueId) => ({ pk: `QUEUE#${queueId}`, sk: 'PACE' });

async function readItem(db: Database, queueId: QueueId): Promise<Pace | undefined> {
  const item = await db.get('routing', keyOf(queueId));
  return item === undefined ? undefined : Pace.parse(item);
}

/** How long one agent takes per contact of the queue; undefined while too little is known. */
export async function readPace(world: World, queueId: QueueId): Promise<number | undefined> {
  return paceMs((await readItem(world.db, queueId))?.departures ?? [], world.now());
}

/** How good what the queue's latest callers were told was; undefined while too few were told anything. */
export async function readAccuracy(db: Database, queueId: QueueId): Promise<Accuracy | undefined> {
  const { departures = [] } = (await readItem(db, queueId)) ?? {};
  const promised = departures.flatMap(({ at, queuedAt, estimatedMs }) =>
    estimatedMs === undefined ? [] : [{ estimatedMs, waitedMs: epochMs(at) - epochMs(queuedAt) }],
  );
  return accuracyOf(promised);
}

/** How often those on duty are counted for a queue's pace: each count reads all of them, and they come and go in minutes. */
const countedForMs = 10_000;

/** How many were on duty when somebody left within the same ten seconds; undefined if they have to be counted. */
const countedAt = (departures: Pace['departures'], at: Instant): number | undefined => {
  const slot = (one: Instant) => Math.floor(epochMs(one) / countedForMs);
  return departures.find((one) => slot(one.at) === slot(at))?.staffed;
};

/** A contact has left its queue. Only those who left for an agent tell of the pace. */
export async function noteDeparture(
  world: World,
  contactId: ContactId,
  at: Instant,
  { queueId, why, waitedMs, estimatedMs }: FactData<'EntryLeft'>,
): Promise<void> {
  if (why !== 'answered') return;
  const { profiles } = await routingSettings(world);
  await settle<void>(world, async () => {
    const known = await readItem(world.db, queueId);
    const before = known?.departures ?? [];
    if (before.some((one) => one.contactId === contactId && one.at === at)) return { stop: undefined };
    const staffed = countedAt(before, at) ?? (await countStaff(world.db, [queueId], profiles));
    const told = estimatedMs === undefined ? {} : { estimatedMs };
    const departures = [...before, { contactId, at, queuedAt: instant(epochMs(at) - waitedMs), staffed, ...told }]
      .sort((a, b) => (a.at < b.at ? -1 : 1))
      .slice(-departuresKept);
    const version = (known?.version ?? 0) + 1;
    const condition =
      known === undefined
        ? { if: 'attribute_not_exists(pk)' }
        : { if: '#version = :version', names: { '#version': 'version' }, values: { ':version': known.version } };
    const put = { ...keyOf(queueId), schemaVersion: 1, version, departures };
    return { write: [{ table: 'routing' as const, put, ...condition }], then: undefined };
  });
}

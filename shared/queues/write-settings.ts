import type { Database, Write } from '../database/database.ts';
import { settingKeys } from './queue.ts';
import type { Settings } from './starter.ts';

/** One write per setting, unconditional. */
export function settingWrites(settings: Settings): Extract<Write, { put: unknown }>[] {
  const table = 'settings' as const;
  return [
    ...settings.queues.map((item) => ({ table, put: { ...settingKeys.queue(item.queueId), ...item } })),
    ...settings.profiles.map((item) => ({ table, put: { ...settingKeys.profile(item.profileId), ...item } })),
    ...settings.numbers.map((item) => ({ table, put: { ...settingKeys.number(item.number), ...item } })),
    ...settings.topics.map((item) => ({ table, put: { ...settingKeys.topic(item.topic), ...item } })),
    { table, put: { ...settingKeys.calling, ...settings.calling } },
    ...settings.hours.map((item) => ({ table, put: { ...settingKeys.hours(item.hoursId), ...item } })),
  ];
}

/** Writes each setting that is not there yet; what people have changed stays. */
export async function writeMissingSettings(db: Database, settings: Settings): Promise<number> {
  let written = 0;
  for (const write of settingWrites(settings)) {
    const { outcome } = await db.write([{ ...write, if: 'attribute_not_exists(pk)' }]);
    if (outcome === 'written') written += 1;
    if (outcome === 'conflict') throw new Error('Somebody else is writing the same setting: try again.');
  }
  return written;
}

/** Once in the life of a contact center: a later deploy does not bring back what people, or the demo, have removed. */
export async function writeStarterSettings(db: Database, settings: Settings): Promise<void> {
  const [started, revision] = await Promise.all([db.get('settings', settingKeys.started), db.get('settings', settingKeys.revision)]);
  if (started !== undefined) return;
  // A contact center from before there was this mark, whose people have changed settings already.
  if (revision === undefined) await writeMissingSettings(db, settings);
  await db.write([{ table: 'settings', put: { ...settingKeys.started, schemaVersion: 1 } }]);
}

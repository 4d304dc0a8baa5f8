/** Settings of a small contact center on the real tables' engine, for tests of changing them. */
import { starterSettings } from '../../shared/queues/starter.ts';
import { writeMissingSettings } from '../../shared/queues/write-settings.ts';
import { parseFact } from '../../shared/facts/facts.ts';
import { changeSetting, type Changed, type By } from '../../shared/settings/change.ts';
import { readKind } from '../../shared/settings/snapshot.ts';
import type { SettingKind } from '../../shared/settings/words.ts';
import { type Center, openCenter } from '../routing/center.ts';

export const anna: By = { id: 'anna', name: 'Anna' };
export const bela: By = { id: 'bela', name: 'Béla' };
export const around = { flows: ['main', 'unserved', 'voicemail'] };

export async function openOffice(hooks?: Parameters<typeof openCenter>[1]): Promise<Center> {
  const starter = starterSettings({ timeZone: 'Europe/Budapest', country: 'HU' });
  const center = await openCenter(starter, hooks);
  // A Monday morning: the office is open.
  center.clock.now = Date.parse('2026-11-23T10:00:00Z');
  await writeMissingSettings(center.world.db, starter);
  return center;
}

export const change = (
  center: Center,
  kind: SettingKind,
  id: string,
  item: object | undefined,
  seen: number,
  by = anna,
): Promise<Changed> => changeSetting(center.world, around, by, { kind, id, item: item as Record<string, unknown> | undefined }, seen);

/** What a setting is now. */
export const now = async (center: Center, kind: SettingKind, id: string) => (await readKind(center.world.db, kind)).get(id);

/** The sentence of a refusal; throws when it was none. */
export function sentence(outcome: Changed): string {
  if (!('refused' in outcome)) throw new Error('It was not refused');
  return `${outcome.refused.sentence} ${outcome.refused.remedy}`;
}

export async function settingFacts(center: Center, kind: SettingKind, id: string) {
  const rows = await center.world.db.query({ table: 'settings', pk: `SETTING#${kind}/${id}`, prefix: 'FACT#' });
  return rows.map(({ pk: _pk, sk: _sk, ...row }) => parseFact(row));
}

import { parseFact } from '../../shared/facts/facts.ts';
import { afterSettingChanged } from '../../shared/settings/after-change.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { openWorld } from '../kit/world.ts';

export const definition = define({
  purpose: 'After a change of settings: idle agents and those who wait are matched anew, and clients hear of notices.',
  wakes: { facts: ['SettingChanged'] },
  may: [...tables(matching), ...talking],
  timeoutSeconds: 60,
});

export async function handler(event: { detail: unknown }): Promise<void> {
  const fact = parseFact(event.detail);
  if ('kind' in fact.data && 'change' in fact.data) await afterSettingChanged(openWorld(), fact.data.kind, fact.data.id);
}

import type { Database } from '../database/database.ts';
import type { AroundSources } from './around.ts';
import { called } from './judge.ts';
import { kinds } from './kinds.ts';
import { readSnapshot } from './snapshot.ts';
import { settingKinds } from './words.ts';

/** Who names a prompt, as people call them: `Queue “billing”`, `Flow “main”`. */
export async function promptUsers(db: Database, { named = {} }: AroundSources, name: string): Promise<string[]> {
  const { snapshot } = await readSnapshot(db);
  const isIt = (to: { kind: string; id: string }): boolean => to.kind === 'prompt' && to.id === name;
  const settings = settingKinds.flatMap((kind) =>
    [...(snapshot.get(kind)?.values() ?? [])]
      .filter(({ item, id }) => kinds[kind].references(item, id).some(isIt))
      .map(({ id }) => called(kind, id)),
  );
  const flows = Object.entries(named).filter(([, names]) => names.some(isIt));
  return [...settings, ...flows.map(([flow]) => called('flow', flow))];
}

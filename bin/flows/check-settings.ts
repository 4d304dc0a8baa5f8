/** What settings name that is not there: flows of numbers, fallbacks and keys out of a line, hours, queues, prompts. */
import { demoSettings } from '../../local/demo/settings.ts';
import type { Database } from '../../shared/database/database.ts';
import { defaultLanguage } from '../../shared/prompts/language.ts';
import type { Names } from '../../shared/flows/step-faults.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { type Settings, starterSettings } from '../../shared/queues/starter.ts';
import { judge, type Wanted } from '../../shared/settings/judge.ts';
import { readSnapshot } from '../../shared/settings/snapshot.ts';

const rows = (kind: Wanted['kind'], idField: string, items: readonly object[]): Wanted[] =>
  items.map((item) => ({ kind, id: String((item as Record<string, unknown>)[idField]), item: { ...item } }));

function wantedOf({ queues, profiles, numbers, topics, hours, calling }: Settings): Wanted[] {
  return [
    ...rows('queue', 'queueId', queues),
    ...rows('profile', 'profileId', profiles),
    ...rows('number', 'number', numbers),
    ...rows('topic', 'topic', topics),
    ...rows('hours', 'hoursId', hours),
    { kind: 'calling', id: settingKeys.calling.sk, item: { ...calling } },
  ];
}

/** Everything that is wrong with some settings, taken together: sentence and remedy. Agents are not looked at: they come and go. */
export function settingFaults(wanted: readonly Wanted[], { flows = new Set(), prompts, music }: Names): string[] {
  const around = {
    flows: [...flows],
    named: {},
    prompts: [...(prompts.get(defaultLanguage) ?? []), ...music],
    agents: [],
    waiting: new Map<string, number>(),
  };
  const judged = judge(new Map(), wanted, around);
  const problems = 'refused' in judged ? judged.refused : [];
  return problems.filter(({ sentence }) => !/has the agent/.test(sentence)).map(({ sentence, remedy }) => `${sentence} ${remedy}`);
}

/** The settings that are shipped, and those of the contact center that runs here, when one does. */
export async function settingsToCheck(running: Database | undefined): Promise<Record<string, Wanted[]>> {
  const starter = starterSettings({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, country: 'US' });
  const shipped = { 'settings of a new contact center': wantedOf(starter), 'settings of the demo': wantedOf(demoSettings) };
  if (running === undefined) return shipped;
  const { snapshot } = await readSnapshot(running);
  const theirs = [...snapshot].flatMap(([kind, stored]) => [...stored.values()].map(({ id, item }): Wanted => ({ kind, id, item })));
  return { ...shipped, 'settings of the contact center that runs here': theirs };
}

/** Checks them and tells; false when something is wrong. */
export async function checkSettings(running: Database | undefined, names: Names, tell: (line: string) => void): Promise<boolean> {
  let right = true;
  for (const [what, wanted] of Object.entries(await settingsToCheck(running))) {
    const faults = settingFaults(wanted, names);
    tell(`${faults.length === 0 ? 'ok    ' : 'WRONG '} ${what}: ${wanted.length} of them name what is there`);
    for (const fault of faults) tell(`  ${fault}`);
    if (faults.length > 0) right = false;
  }
  return right;
}

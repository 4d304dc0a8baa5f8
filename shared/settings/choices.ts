import { listAgents } from '../agents/read-agent.ts';
import type { Database } from '../database/database.ts';
import type { Choice, Choices } from '../wire/settings.ts';
import { type AroundSources, promptNames } from './around.ts';
import { readSnapshot, type Stored } from './snapshot.ts';

const byName = (a: Choice, b: Choice): number => a.name.localeCompare(b.name);
const choiceOf = ({ id, item }: Stored): Choice => ({ id, name: typeof item['name'] === 'string' ? item['name'] : id });

/** What the fields of settings may name, by the names that people know. */
export async function readChoices(db: Database, { flows }: AroundSources): Promise<Choices> {
  const [{ snapshot }, agents, prompts] = await Promise.all([readSnapshot(db), listAgents(db), promptNames(db)]);
  return {
    settings: Object.fromEntries([...snapshot].map(([kind, all]) => [kind, [...all.values()].map(choiceOf).sort(byName)])),
    flows: [...flows].sort(),
    prompts: prompts.sort(),
    agents: agents.map(({ agentId, name }) => ({ id: agentId, name })).sort(byName),
  };
}

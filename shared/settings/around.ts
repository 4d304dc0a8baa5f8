/** What settings refer to that isn't among them, read only where a change is about it. */
import { listAgents, readAgent } from '../agents/read-agent.ts';
import type { Database } from '../database/database.ts';
import { QueueId } from '../ids.ts';
import { defaultLanguage, sentences } from '../prompts/catalogue.ts';
import { listEdits } from '../prompts/edits/read.ts';
import { readEntries } from '../routing/read-places.ts';
import type { Around, Wanted } from './judge.ts';
import { kinds } from './kinds.ts';

/** What the caller knows of the deployment. */
export interface AroundSources {
  flows: readonly string[];
  /** Flow → what it names. */
  named?: Around['named'];
}

/** What is shipped, and what the company made itself. */
export async function promptNames(db: Database): Promise<string[]> {
  const own = (await listEdits(db, defaultLanguage)).map(({ name }) => name);
  return [...new Set([...Object.keys(sentences[defaultLanguage]), ...own])];
}

async function allAgents(db: Database): Promise<Around['agents']> {
  const listed = await listAgents(db);
  const agents = await Promise.all(listed.map(({ agentId }) => readAgent(db, agentId)));
  return agents.filter((one) => one !== undefined);
}

/** Does a change touch agents: takes something away that they may have, or names one? */
function isAboutAgents({ kind, item, id }: Wanted): boolean {
  if (item === undefined) return kind === 'profile' || kind === 'skill';
  const parsed = kinds[kind].schema.safeParse({ ...item, schemaVersion: 1, ...withId(kinds[kind].idField, id) });
  return parsed.success && kinds[kind].references(parsed.data, id).some((one) => one.kind === 'agent');
}
const withId = (field: string | undefined, id: string): object => (field === undefined ? {} : { [field]: id });

export async function readAround(db: Database, { flows, named = {} }: AroundSources, wanted: readonly Wanted[]): Promise<Around> {
  const going = wanted.filter(({ kind, item }) => kind === 'queue' && item === undefined).map(({ id }) => id);
  const [prompts, agents, waiting] = await Promise.all([
    promptNames(db),
    wanted.some(isAboutAgents) ? allAgents(db) : [],
    Promise.all(going.map(async (id) => [id, (await readEntries(db, QueueId.parse(id))).length] as const)),
  ]);
  return { flows, named, prompts, agents, waiting: new Map(waiting) };
}

/** What the functions of settings have in common: who may change what, who it was, and which flows there are. */
import { z } from 'zod';
import { readAgent } from '../../shared/agents/read-agent.ts';
import type { AgentId } from '../../shared/ids.ts';
import { ProblemError } from '../../shared/problem.ts';
import type { AroundSources } from '../../shared/settings/around.ts';
import type { By } from '../../shared/settings/change.ts';
import { kinds } from '../../shared/settings/kinds.ts';
import { type SettingKind, settingKinds } from '../../shared/settings/words.ts';
import type { World } from '../../shared/world.ts';
import { type Group, variables } from './definition.ts';
import { variable } from './environment.ts';
import { notAllowed } from './problems.ts';

export const KindInPath = z.enum(settingKinds);
export const IdInPath = z.string().min(1).max(128);

/** Changing settings: all of them are read, and who or what they refer to. */
export const changing = {
  settings: ['GetItem', 'Query', 'PutItem', 'DeleteItem'],
  routing: ['GetItem', 'Query'],
} as const;

export const flowNames = (): string[] => Object.keys(z.record(z.string(), z.string()).parse(JSON.parse(variable(variables.flows))));

/** What each flow names of the settings, as the bundle was made with it; nothing where functions run from their sources. */
declare const FLOW_NAMES: AroundSources['named'];
export const named: NonNullable<AroundSources['named']> = typeof FLOW_NAMES === 'undefined' ? {} : FLOW_NAMES;

export const sources = (): AroundSources => ({ flows: flowNames(), named });

/** Administrators change all settings, supervisors some. Throws the refusal. */
export function mustBeAllowed(kind: SettingKind, groups: readonly Group[]): void {
  if (!groups.includes('administrators') && !kinds[kind].bySupervisors) throw new ProblemError(notAllowed);
}

/** Who changes, by the name that colleagues know. */
export async function personOf(world: World, agentId: AgentId, username: string): Promise<By> {
  return { id: agentId, name: (await readAgent(world.db, agentId))?.name ?? username };
}

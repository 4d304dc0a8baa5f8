/** What the functions of the Prompts page have in common. */
import type { AgentId } from '../../shared/ids.ts';
import { type Editing, type Edited, type Target } from '../../shared/prompts/edits/change.ts';
import { LanguageName, PromptName } from '../../shared/prompts/edits/edit.ts';
import { viewPrompt } from '../../shared/prompts/edits/view.ts';
import { promptUsers } from '../../shared/settings/prompt-users.ts';
import type { PromptView } from '../../shared/wire/prompts.ts';
import type { World } from '../../shared/world.ts';
import type { Call } from './api-handler.ts';
import { tables } from './grants.ts';
import { granted } from './problems.ts';
import { named, personOf } from './settings.ts';
import { sounds } from './sounds.ts';

/** Reading who changes, changing the edit with its history, and publishing it. */
export const editingPrompts = [
  ...tables({ settings: ['GetItem', 'Query', 'PutItem', 'DeleteItem'], routing: ['GetItem'] }),
  { prompts: ['GetObject', 'PutObject', 'DeleteObject'] },
] as const;

export const editing = (world: World): Editing => ({
  db: world.db,
  now: () => world.now(),
  newId: () => world.newId(),
  sounds,
  usersOf: (name) => promptUsers(world.db, { flows: [], named }, name),
});

type InPath = Pick<Call<'GET /api/prompts'>, 'path'>;
/** The prompt that the path names. */
export const promptOf = ({ path }: InPath) => ({ language: path('language', LanguageName), name: path('name', PromptName) });

/** A change, and the prompt as it is afterwards. Throws the refusal. */
export async function changed(
  call: InPath & { world: World; agentId: AgentId; username: string },
  version: number,
  change: (editing: Editing, target: Target) => Promise<Edited>,
): Promise<PromptView> {
  const { language, name } = promptOf(call);
  const { name: by } = await personOf(call.world, call.agentId, call.username);
  const { edit } = granted(await change(editing(call.world), { language, name, version, by, byId: call.agentId }));
  return viewPrompt(language, name, edit);
}

/** A raised hand and the chat beside it. */
import { valueOf, type World } from '../app/world.ts';
import { chatOf } from '../state/help.ts';
import type { Action } from './action.ts';
import { twice } from './command.ts';

/** The hand goes up or down; supervisors see it on the floor. */
export const raiseHand: Action = {
  name: 'help',
  label: 'Ask for help, or no longer',
  shortcut: '!',
  group: 'Conversation',
  allowed: (state) => state.agent !== undefined && state.link !== 'elsewhere',
  run: async (world) => {
    const on = world.state().agent?.help === undefined;
    const agent = valueOf(world, await world.api.call('POST /api/me/help', { on }));
    if (agent !== undefined) world.dispatch({ type: 'agent', agent });
  },
};

export const writeHelp: Action = {
  name: 'help-write',
  label: 'Write in the chat',
  shortcut: 'Shift+W',
  group: 'Conversation',
  allowed: (state) => chatOf(state) !== undefined,
  run: () => document.querySelector<HTMLElement>('#help-line textarea, #help-line input')?.focus(),
};

/** Fetches what was written before this window heard of it. */
export async function loadChat(world: World, agentId: string): Promise<void> {
  const messages = valueOf(world, await world.api.call('GET /api/help/{agentId}', {}, { agentId }))?.messages;
  if (messages !== undefined) world.dispatch({ type: 'help-loaded', agentId, messages });
}

/** Sends a line; false when it did not go. A repeat has the same id and is taken once. */
export async function sayHelp(world: World, agentId: string, text: string): Promise<boolean> {
  const request = { messageId: crypto.randomUUID(), text };
  const message = valueOf(world, await twice(() => world.api.call('POST /api/help/{agentId}', request, { agentId })));
  if (message !== undefined) world.dispatch({ type: 'help-loaded', agentId, messages: [message] });
  return message !== undefined;
}

/** A supervisor has helped: the agent's hand goes down. */
export async function endHelp(world: World, agentId: string): Promise<void> {
  const done = valueOf(world, await world.api.call('POST /api/help/{agentId}/end', {}, { agentId }));
  if (done !== undefined) world.dispatch({ type: 'help-chosen' });
}

/** Chats beside raised hands. Lines come by push and by load, in any order and twice. */
import type { HelpMessage } from '../../../shared/wire/api.ts';
import type { HelpState, State } from './state.ts';

const byTime = (a: HelpMessage, b: HelpMessage) => a.at.localeCompare(b.at) || a.messageId.localeCompare(b.messageId);

/** Adds lines to an agent's chat, each once. */
export function withHelpMessages(help: HelpState, agentId: string, messages: readonly HelpMessage[]): HelpState {
  const known = help.chats[agentId] ?? [];
  const fresh = messages.filter(({ messageId }) => !known.some((line) => line.messageId === messageId));
  if (fresh.length === 0 && help.chats[agentId] !== undefined) return help;
  return { ...help, chats: { ...help.chats, [agentId]: [...known, ...fresh].toSorted(byTime) } };
}

export function withHelpChosen({ withId: _closed, ...help }: HelpState, agentId: string | undefined): HelpState {
  return agentId === undefined ? help : { ...help, withId: agentId };
}

/** Whose chat is on the screen: a supervisor's chosen one, or the agent's own while their hand is up. */
export function chatOf({ agent, help, path }: Pick<State, 'agent' | 'help' | 'path'>): string | undefined {
  if (path === '/floor') return help.withId;
  return agent?.help === undefined ? undefined : agent.agentId;
}

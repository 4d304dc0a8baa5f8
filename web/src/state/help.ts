/** Chats beside raised hands. Lines come by push and by load, in any order and twice. */
import type { Hand, HelpMessage } from '../../../shared/wire/api.ts';
import type { HelpState, State } from './state.ts';

const byTime = (a: HelpMessage, b: HelpMessage) => a.at.localeCompare(b.at) || a.messageId.localeCompare(b.messageId);

/** Adds lines to an agent's chat, each once. */
export function withHelpMessages(help: HelpState, agentId: string, messages: readonly HelpMessage[]): HelpState {
  const known = help.chats[agentId] ?? [];
  const fresh = messages.filter(({ messageId }) => !known.some((line) => line.messageId === messageId));
  if (fresh.length === 0 && help.chats[agentId] !== undefined) return help;
  return { ...help, chats: { ...help.chats, [agentId]: [...known, ...fresh].toSorted(byTime) } };
}

/** A hand went up, says something else, or went down. */
export function withHand(help: HelpState, agentId: string, hand: Hand | undefined): HelpState {
  const { [agentId]: _before, ...hands } = help.hands;
  const { [agentId]: _seen, ...dismissed } = help.dismissed;
  return hand === undefined ? { ...help, hands, dismissed } : { ...help, hands: { ...hands, [agentId]: hand } };
}

/** All hands that are up, as the server lists them. */
export const withHands = (help: HelpState, hands: readonly Hand[]): HelpState => ({
  ...help,
  hands: Object.fromEntries(hands.map((hand) => [hand.agentId, hand])),
});

/** What a supervisor is told of a raised hand; `mark` names the last word of it. */
export interface HandWord {
  hand: Hand;
  text: string | undefined;
  mark: string;
}

/** The last word beside a hand: what the agent wrote since it is up, or what was said with it. */
function lastWord({ chats }: HelpState, hand: Hand): HandWord {
  const last = (chats[hand.agentId] ?? []).findLast(({ fromId, at }) => fromId === hand.agentId && at >= hand.since);
  return { hand, text: last?.text ?? hand.text, mark: last?.messageId ?? `${hand.since} ${hand.text ?? ''}` };
}

/** The hands to tell of: not one's own, not the one whose chat is open, nor what was dismissed and to which nothing was added. */
export function handsToTell({ agent, help }: Pick<State, 'agent' | 'help'>): HandWord[] {
  return Object.values(help.hands)
    .filter(({ agentId }) => agentId !== agent?.agentId && agentId !== help.withId)
    .map((hand) => lastWord(help, hand))
    .filter(({ hand, mark }) => help.dismissed[hand.agentId] !== mark)
    .toSorted((a, b) => a.hand.since.localeCompare(b.hand.since));
}

/** Opens somebody's chat or none. What was read in the one that closes isn't told again. */
export function withHelpChosen(help: HelpState, agentId: string | undefined): HelpState {
  const { withId, ...rest } = help;
  const left = withId === undefined ? undefined : help.hands[withId];
  const dismissed = left === undefined ? help.dismissed : { ...help.dismissed, [left.agentId]: lastWord(help, left).mark };
  return { ...rest, dismissed, ...(agentId === undefined ? {} : { withId: agentId }) };
}

/** Whose chat is on the screen: a supervisor's chosen one, or the agent's own while their hand is up. */
export function chatOf({ agent, help }: Pick<State, 'agent' | 'help'>): string | undefined {
  if (help.withId !== undefined) return help.withId;
  return agent?.help === undefined ? undefined : agent.agentId;
}

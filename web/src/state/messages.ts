import type { Message, State } from './state.ts';

const shownAtOnce = 4;

/** Adds a message; the oldest goes when there are too many, and the same text isn't told twice at a time. */
export function withMessage(state: State, message: Omit<Message, 'id'>): State {
  const id = state.messagesSoFar + 1;
  const others = state.messages.filter((m) => m.text !== message.text);
  return { ...state, messages: [...others, { ...message, id }].slice(-shownAtOnce), messagesSoFar: id };
}

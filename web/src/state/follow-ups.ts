/** The agent's follow-ups: loaded as a list, changed one by one. */
import type { Problem } from '../../../shared/problem.ts';
import type { TicketView } from '../../../shared/wire/api.ts';
import type { Event } from './event.ts';
import type { State } from './state.ts';

export interface FollowUps {
  /** The most urgent first; undefined until they are loaded. */
  tickets?: readonly TicketView[];
  problem?: Problem;
  /** The row that the page's actions are about; the first while none was chosen. */
  chosenId?: string;
}

const byDue = (a: TicketView, b: TicketView) => (a.dueAt ?? '').localeCompare(b.dueAt ?? '');

/** A ticket was changed: it takes its new place, or leaves when it is no follow-up of this agent's any more. */
function withTicket({ followUps, agent }: State, changed: TicketView): FollowUps {
  const { tickets } = followUps;
  const before = tickets?.find(({ ticketId }) => ticketId === changed.ticketId);
  if (tickets === undefined || before === undefined) return followUps;
  const others = tickets.filter((ticket) => ticket !== before);
  const stays = changed.status === 'requires-follow-up' && changed.ownerId === agent?.agentId;
  if (stays) return { ...followUps, tickets: [...others, { ...before, ...changed }].toSorted(byDue) };
  const { chosenId: _gone, ...rest } = followUps;
  return { ...rest, tickets: others };
}

type FollowUpEvent = Extract<Event, { type: 'follow-ups' | 'follow-ups-failed' | 'follow-up-chosen' | 'ticket' }>;

export function reduceFollowUps(state: State, event: FollowUpEvent): FollowUps {
  const { problem: _solved, ...rest } = state.followUps;
  switch (event.type) {
    case 'follow-ups':
      return { ...rest, tickets: event.tickets.toSorted(byDue) };
    case 'follow-ups-failed':
      return { ...rest, problem: event.problem };
    case 'follow-up-chosen':
      return { ...state.followUps, chosenId: event.ticketId };
    case 'ticket':
      return withTicket(state, event.ticket);
  }
}

/** The follow-up that the page's actions are about. */
export function chosenFollowUp({ followUps: { tickets, chosenId } }: Pick<State, 'followUps'>): TicketView | undefined {
  return tickets?.find(({ ticketId }) => ticketId === chosenId) ?? tickets?.[0];
}

export const showsFollowUps = (state: State): boolean =>
  state.path === '/follow-ups' && state.link !== 'elsewhere' && state.agent !== undefined;
/** Is there a follow-up on the screen to act on? */
export const mayChangeFollowUp = (state: State): boolean => showsFollowUps(state) && chosenFollowUp(state) !== undefined;

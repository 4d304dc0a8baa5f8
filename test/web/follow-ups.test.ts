import { describe, expect, it } from 'vitest';
import { AgentId } from '../../shared/ids.ts';
import type { TicketView } from '../../shared/wire/api.ts';
import { emptyDraft } from '../../web/src/state/draft.ts';
import type { Event } from '../../web/src/state/event.ts';
import { chosenFollowUp, mayChangeFollowUp } from '../../web/src/state/follow-ups.ts';
import { reduce } from '../../web/src/state/reduce.ts';
import { initialState, type State } from '../../web/src/state/state.ts';
import { anna } from './stand-in/center.ts';
import { followUps } from './stand-in/people.ts';

const [urgent, later] = followUps as [TicketView, TicketView];
const begun: State = {
  ...initialState('/follow-ups', emptyDraft),
  agent: { agentId: anna, name: 'Anna', status: 'available', state: 'idle', since: urgent.openedAt },
};
const after = (...events: Event[]): State => events.reduce(reduce, begun);
const loaded: Event = { type: 'follow-ups', tickets: [later, urgent] };
const ids = (state: State) => state.followUps.tickets?.map(({ ticketId }) => ticketId);

describe('my follow-ups', () => {
  it('are listed by due time, and the first is the chosen one until another is', () => {
    expect(ids(after(loaded))).toEqual([urgent.ticketId, later.ticketId]);
    expect(chosenFollowUp(after(loaded))).toBe(urgent);
    expect(chosenFollowUp(after(loaded, { type: 'follow-up-chosen', ticketId: later.ticketId }))).toBe(later);
  });

  it('lose one that is done or given to somebody else, and the next is chosen', () => {
    const done = after(loaded, { type: 'ticket', ticket: { ...urgent, status: 'resolved' } });
    expect(ids(done)).toEqual([later.ticketId]);
    expect(chosenFollowUp(done)).toBe(later);
    expect(ids(after(loaded, { type: 'ticket', ticket: { ...urgent, ownerId: AgentId.parse('bela') } }))).toEqual([later.ticketId]);
  });

  it('put one that is moved in its new place and keep the customer’s name', () => {
    const { customerName: _left, ...answer } = { ...urgent, dueAt: '2099-01-01T00:00:00.000Z' };
    const moved = after(loaded, { type: 'ticket', ticket: answer });
    expect(ids(moved)).toEqual([later.ticketId, urgent.ticketId]);
    expect(moved.followUps.tickets?.[1]?.customerName).toBe(urgent.customerName);
  });

  it('stay on the screen when loading them again fails', () => {
    const problem = { code: 'network-lost', sentence: 'No.', remedy: 'Wait.', status: 503 };
    expect(after(loaded, { type: 'follow-ups-failed', problem }).followUps).toMatchObject({ problem, tickets: [urgent, later] });
    expect(after({ type: 'follow-ups-failed', problem }, loaded).followUps.problem).toBeUndefined();
  });

  it('can be changed only on their page, and only where there is one', () => {
    expect(mayChangeFollowUp(after(loaded))).toBe(true);
    expect(mayChangeFollowUp(after())).toBe(false);
    expect(mayChangeFollowUp(after(loaded, { type: 'went', path: '/' }))).toBe(false);
  });
});

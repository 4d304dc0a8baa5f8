/** A ticket's status outside of a wrap-up: a follow-up is done, or moved to another time or owner. */
import { readAgent } from '../agents/read-agent.ts';
import type { Write } from '../database/database.ts';
import { type AgentId, instant, type TicketId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { factWrites } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import type { TicketStatusRequest } from '../wire/api.ts';
import type { World } from '../world.ts';
import { followUpWrites } from './follow-up-place.ts';
import { type Asking, mayChange, notYourTicket } from './may-change.ts';
import { readTicket } from './read-ticket.ts';
import { type Ticket, ticketKeys } from './ticket.ts';

export const ticketGone: Problem = {
  code: 'ticket-gone',
  sentence: 'There is no such ticket.',
  remedy: 'Load the list again.',
  status: 404,
};
export const ticketChanged: Problem = {
  code: 'ticket-changed',
  sentence: 'Somebody else has changed this ticket in the meantime.',
  remedy: 'Load the list again and look at what it says now.',
  status: 409,
};
export const noSuchOwner: Problem = {
  code: 'no-such-owner',
  sentence: 'The chosen owner is not one of the agents.',
  remedy: 'Choose an owner from the list.',
  status: 400,
};

/** Pure: the ticket after the change. A follow-up that names no owner keeps its own, or becomes the asking agent's. */
export function withStatus(before: Ticket, { status, ownerId, dueAt }: TicketStatusRequest, by: AgentId, nowMs: number): Ticket {
  const { dueAt: _over, ...kept } = before;
  const follows = status === 'requires-follow-up';
  const owner = ownerId ?? before.ownerId ?? (follows ? by : undefined);
  return {
    ...kept,
    version: before.version + 1,
    seq: before.seq + 1,
    status,
    ...(owner === undefined ? {} : { ownerId: owner }),
    ...(follows && dueAt !== undefined ? { dueAt } : {}),
    updatedAt: instant(nowMs),
  };
}

const isThere = (before: Ticket, after: Ticket): boolean =>
  before.status === after.status && before.ownerId === after.ownerId && before.dueAt === after.dueAt;

function statusWrites(before: Ticket, after: Ticket): Write[] {
  const { ticketId, status, ownerId, dueAt, updatedAt } = after;
  const data = { status, ...(ownerId === undefined ? {} : { ownerId }), ...(dueAt === undefined ? {} : { dueAt }) };
  const key = (seq: number) => ticketKeys.fact(ticketId, seq);
  return [
    {
      table: 'tickets',
      put: { ...ticketKeys.ticket(ticketId), ...after },
      if: '#version = :version',
      names: { '#version': 'version' },
      values: { ':version': before.version },
    },
    ...factWrites('tickets', key, ticketId, before.seq, updatedAt, [{ type: 'TicketUpdated', data }]),
    ...followUpWrites(before, after),
  ];
}

/**
 * Sets a ticket's status, with owner and due time when it requires a follow-up. Refused for whom the ticket does not concern, and when the ticket is not the one that the person saw
 * (`updatedAt`) any more; asked for again, it answers what stands.
 */
export async function setTicketStatus(
  world: World,
  by: Asking,
  ticketId: TicketId,
  request: TicketStatusRequest,
): Promise<{ ticket: Ticket } | { refused: Problem }> {
  return settle<{ ticket: Ticket } | { refused: Problem }>(world, async () => {
    const { ownerId } = request;
    const [before, owner] = await Promise.all([
      readTicket(world.db, ticketId),
      ownerId === undefined ? undefined : readAgent(world.db, ownerId),
    ]);
    if (before === undefined) return { stop: { refused: ticketGone } };
    if (ownerId !== undefined && owner === undefined) return { stop: { refused: noSuchOwner } };
    const after = withStatus(before, request, by.agentId, world.now());
    if (isThere(before, after)) return { stop: { ticket: before } };
    if (!(await mayChange(world.db, before, by))) return { stop: { refused: notYourTicket } };
    if (before.updatedAt !== request.updatedAt) return { stop: { refused: ticketChanged } };
    return { write: statusWrites(before, after), then: { ticket: after } };
  });
}

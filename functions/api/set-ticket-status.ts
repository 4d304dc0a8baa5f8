import { TicketId } from '../../shared/ids.ts';
import { viewTicket } from '../../shared/tickets/read-ticket.ts';
import { setTicketStatus } from '../../shared/tickets/set-status.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Sets a ticket’s status: a follow-up is done, or moved to another time or owner.',
  wakes: { route: 'POST /api/tickets/{ticketId}/status' },
  may: tables({ tickets: ['GetItem', 'PutItem', 'DeleteItem'], routing: ['GetItem'], contacts: ['Query'] }),
});

export const handler = apiHandler(definition, async ({ world, agentId, groups, path, request }) => {
  const supervises = groups.includes('supervisors');
  const { ticket } = granted(await setTicketStatus(world, { agentId, supervises }, path('ticketId', TicketId), request));
  return viewTicket(ticket);
});

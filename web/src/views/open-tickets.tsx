import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TicketView } from '../../../shared/wire/api.ts';
import { dayText, dayAndTimeText } from '../parts/time.ts';
import { ticketStatusLabels } from '../parts/words.ts';

export function OpenTickets({ tickets }: { tickets: readonly TicketView[] }) {
  return (
    <section>
      <Box variant="h3">Open tickets ({tickets.length})</Box>
      {tickets.length === 0 && <Box color="text-body-secondary">None.</Box>}
      <ul className="lines">
        {tickets.map((ticket) => (
          <li key={ticket.ticketId}>
            <div className="line-top">
              <strong>{ticket.subject}</strong>
              <StatusIndicator type={ticket.status === 'requires-follow-up' ? 'warning' : 'in-progress'}>
                {ticketStatusLabels[ticket.status]}
              </StatusIndicator>
            </div>
            <div className="line-below">
              since {dayText(ticket.openedAt)}
              {ticket.dueAt !== undefined && ` · due ${dayAndTimeText(ticket.dueAt)}`}
            </div>
            {ticket.notes !== undefined && ticket.notes !== '' && <div>{ticket.notes}</div>}
          </li>
        ))}
      </ul>
    </section>
  );
}

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { epochMs } from '../../../shared/ids.ts';
import type { TicketView } from '../../../shared/wire/api.ts';
import { useNow, useWorld } from '../app/use-world.ts';
import { ProblemFace } from '../parts/problem-face.tsx';
import { dayAndTimeText } from '../parts/time.ts';
import { useLoad } from '../parts/use-load.ts';

function Due({ ticket, now }: { ticket: TicketView; now: number }) {
  if (ticket.dueAt === undefined) return '–';
  const overdue = epochMs(ticket.dueAt) < now;
  return (
    <StatusIndicator type={overdue ? 'error' : 'pending'}>
      {overdue ? 'Overdue since ' : ''}
      {dayAndTimeText(ticket.dueAt)}
    </StatusIndicator>
  );
}

const byDue = (a: TicketView, b: TicketView) => (a.dueAt ?? '').localeCompare(b.dueAt ?? '');

/** The tickets that this agent has promised to follow up, the most urgent first. */
export default function FollowUps() {
  const world = useWorld();
  const now = useNow(30_000);
  const { loaded, again } = useLoad('follow-ups', () => world.api.call('GET /api/follow-ups', {}));
  if (loaded.face === 'failed') return <ProblemFace problem={loaded.problem} again={again} />;
  const tickets = loaded.face === 'there' ? loaded.value.tickets.toSorted(byDue) : [];
  return (
    <Table
      wrapLines
      variant="container"
      header={
        <Header
          variant="h1"
          counter={loaded.face === 'there' ? `(${tickets.length})` : ''}
          actions={<Button iconName="refresh" ariaLabel="Load again" onClick={again} />}
        >
          My follow-ups
        </Header>
      }
      loading={loaded.face === 'loading'}
      loadingText="Loading your follow-ups"
      items={tickets}
      trackBy="ticketId"
      empty={
        <Box textAlign="center" color="inherit" padding="l">
          Nothing to follow up. A wrap-up with “Requires follow-up” puts a ticket here.
        </Box>
      }
      columnDefinitions={[
        { id: 'due', header: 'Due', cell: (ticket) => <Due ticket={ticket} now={now} />, isRowHeader: true },
        { id: 'customer', header: 'Customer', cell: (ticket) => ticket.customerName ?? '–' },
        { id: 'subject', header: 'Subject', cell: (ticket) => ticket.subject },
        { id: 'notes', header: 'Notes', cell: (ticket) => ticket.notes ?? '–' },
      ]}
    />
  );
}

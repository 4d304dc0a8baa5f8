import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useEffect } from 'react';
import { epochMs } from '../../../shared/ids.ts';
import type { TicketView } from '../../../shared/wire/api.ts';
import { perform } from '../actions/action.ts';
import { finishFollowUp, loadFollowUps, moveFollowUp } from '../actions/follow-ups.ts';
import { useClient, useNow, useWorld } from '../app/use-world.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { PhoneNumber } from '../parts/phone-number.tsx';
import { ProblemFace } from '../parts/problem-face.tsx';
import { dayAndTimeText } from '../parts/time.ts';
import { chosenFollowUp } from '../state/follow-ups.ts';

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

/** The customer, and the number to call them back. */
function Whose({ ticket: { customerName, customerId, customerNumber } }: { ticket: TicketView }) {
  return (
    <>
      <div>{customerName ?? '–'}</div>
      {customerNumber !== undefined && <PhoneNumber number={customerNumber} name={customerName} customerId={customerId} />}
    </>
  );
}

const columnsAt = (now: number): TableProps.ColumnDefinition<TicketView>[] => [
  { id: 'due', header: 'Due', cell: (ticket) => <Due ticket={ticket} now={now} />, width: 260 },
  { id: 'customer', header: 'Customer', cell: (ticket) => <Whose ticket={ticket} />, minWidth: 160 },
  { id: 'subject', header: 'Subject', cell: (ticket) => ticket.subject, isRowHeader: true, minWidth: 200 },
  { id: 'notes', header: 'Notes', cell: (ticket) => ticket.notes ?? '–', minWidth: 240 },
];

/** The tickets that this agent has promised to follow up, the most urgent first. The buttons are about the chosen row. */
export default function FollowUps() {
  const world = useWorld();
  const client = useClient();
  const now = useNow(30_000);
  const { tickets, problem } = client.followUps;
  const chosen = chosenFollowUp(client);
  useEffect(() => void perform(world, loadFollowUps), [world]);
  if (problem !== undefined && tickets === undefined)
    return <ProblemFace problem={problem} again={() => void perform(world, loadFollowUps)} />;
  const buttons = (
    <SpaceBetween direction="horizontal" size="xs">
      <ActionButton action={loadFollowUps} variant="icon" iconName="refresh" iconOnly />
      <ActionButton action={moveFollowUp} />
      <ActionButton action={finishFollowUp} variant="primary" />
    </SpaceBetween>
  );
  return (
    <SpaceBetween size="m">
      {problem !== undefined && <ProblemFace problem={problem} again={() => void perform(world, loadFollowUps)} />}
      <Table
        wrapLines
        variant="container"
        header={
          <Header variant="h1" counter={tickets === undefined ? '' : `(${tickets.length})`} actions={buttons}>
            My follow-ups
          </Header>
        }
        loading={tickets === undefined}
        loadingText="Loading your follow-ups"
        items={tickets ?? []}
        trackBy="ticketId"
        selectionType="single"
        selectedItems={chosen === undefined ? [] : [chosen]}
        onSelectionChange={({ detail }) => world.dispatch({ type: 'follow-up-chosen', ticketId: detail.selectedItems[0]?.ticketId ?? '' })}
        onRowClick={({ detail }) => world.dispatch({ type: 'follow-up-chosen', ticketId: detail.item.ticketId })}
        ariaLabels={{
          selectionGroupLabel: 'The follow-up that the buttons are about',
          itemSelectionLabel: (_all, ticket) => ticket.subject,
        }}
        empty={
          <Box textAlign="center" color="inherit" padding="l">
            <Box variant="strong">Nothing to follow up</Box>
            <Box color="text-body-secondary">A wrap-up with “Requires follow-up” puts a ticket here.</Box>
          </Box>
        }
        columnDefinitions={columnsAt(now)}
      />
    </SpaceBetween>
  );
}

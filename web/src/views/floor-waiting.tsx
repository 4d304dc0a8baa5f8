import Box from '@cloudscape-design/components/box';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { QueueId } from '../../../shared/ids.ts';
import type { Request } from '../../../shared/wire/api.ts';
import type { WaitingContact, WaitingQueue } from '../../../shared/wire/routing.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { valueOf } from '../app/world.ts';
import { Clock } from '../parts/clock.tsx';
import { useKept } from '../parts/use-kept.ts';
import { WhoDialog } from './considered.tsx';
import { callerOf } from './waiting-list.tsx';

type Row = WaitingContact & { queueId: string; queueName: string };
type Steer = Request<'POST /api/contacts/{contactId}/steer'>;

const rowsOf = (queues: readonly WaitingQueue[]): Row[] =>
  queues.flatMap(({ queueId, name, contacts }) =>
    contacts.filter(({ ofQueue }) => ofQueue === undefined).map((contact) => ({ ...contact, queueId, queueName: name })),
  );

/** What may be done with somebody who waits. */
function itemsFor(row: Row, queues: readonly WaitingQueue[]) {
  const others = queues.filter(({ queueId }) => queueId !== row.queueId);
  return [
    { id: 'who', text: 'Who would get it now?' },
    { id: 'raise', text: 'Put before all others', disabled: row.priority === 9 },
    ...(others.length === 0
      ? []
      : [{ text: 'Move to another queue', items: others.map(({ queueId, name }) => ({ id: `move ${queueId}`, text: name })) }]),
    { id: 'release', text: 'Let it go to the fallback' },
  ];
}

function steeringOf(id: string): Steer | undefined {
  if (id === 'raise') return { do: 'raise', priority: 9 };
  if (id === 'release') return { do: 'release' };
  return id.startsWith('move ') ? { do: 'move', queueId: QueueId.parse(id.slice(5)) } : undefined;
}

/** Everybody who waits, per queue, with what they ask for; a supervisor may move, raise or release them. */
export function FloorWaiting() {
  const world = useWorld();
  const { floor, link } = useClient();
  const [done, setDone] = useState(0);
  const [asked, setAsked] = useState<Row>();
  // A push of any queue says that somebody has come, gone or moved.
  const seen = Object.values(floor.queues).map(({ queueId, at, waiting }) => `${queueId} ${at} ${waiting}`);
  const about = link === 'live' && floor.loaded ? `${done} ${seen.join()}` : undefined;
  const { value } = useKept(about, () => world.api.call('GET /api/floor/waiting', {}));
  const queues = value?.queues ?? [];
  const steer = async (row: Row, what: Steer) => {
    valueOf(world, await world.api.call('POST /api/contacts/{contactId}/steer', what, { contactId: row.contactId }));
    setDone((n) => n + 1);
  };
  const choose = (row: Row, id: string) => {
    const what = steeringOf(id);
    if (what === undefined) setAsked(row);
    else void steer(row, what);
  };
  return (
    <>
      <Table<Row>
        header={<Header variant="h2">Waiting</Header>}
        items={rowsOf(queues)}
        trackBy="contactId"
        wrapLines
        loading={value === undefined}
        loadingText="Loading who waits"
        empty={
          <Box textAlign="center" color="inherit" padding="m">
            Nobody is waiting.
          </Box>
        }
        columnDefinitions={[
          { id: 'name', header: 'Caller', cell: callerOf, isRowHeader: true, width: '18%' },
          { id: 'queue', header: 'Queue', cell: (row) => row.queueName, width: '13%' },
          { id: 'since', header: 'Waits', cell: (row) => <Clock since={row.since} />, width: 80 },
          { id: 'told', header: 'Told', cell: (row) => (row.toldMinutes === undefined ? '–' : `${row.toldMinutes} min`), width: 80 },
          { id: 'priority', header: 'Priority', cell: (row) => row.priority, width: 90 },
          { id: 'asks', header: 'Asks for', cell: (row) => row.asks },
          {
            id: 'actions',
            header: 'Actions',
            width: 80,
            cell: (row) => (
              <ButtonDropdown
                variant="inline-icon"
                ariaLabel={`Actions for ${callerOf(row)}`}
                expandToViewport
                items={itemsFor(row, queues)}
                onItemClick={({ detail }) => choose(row, detail.id)}
              />
            ),
          },
        ]}
      />
      {asked !== undefined && (
        <WhoDialog
          about={{ contactId: asked.contactId }}
          title={`Who would get ${callerOf(asked)} now?`}
          close={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import type { WaitingContact, WaitingQueue } from '../../../shared/wire/routing.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { valueOf } from '../app/world.ts';
import { Clock } from '../parts/clock.tsx';
import { ProblemFace } from '../parts/problem-face.tsx';
import { phoneText } from '../parts/phone.ts';
import { useKept } from '../parts/use-kept.ts';

/** The list is looked at again so often while somebody looks at it. */
const againMs = 3_000;

/** Counts up while the list is open and an idle agent looks at it: what is asked for again by it. */
function useRound(on: boolean): number {
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => !document.hidden && setRound((n) => n + 1), againMs);
    return () => clearInterval(timer);
  }, [on]);
  return round;
}

export const callerOf = ({ name }: WaitingContact): string =>
  name === undefined ? 'Number withheld' : name.startsWith('+') ? phoneText(name) : name;

function Line({ contact, busy, take }: { contact: WaitingContact; busy: boolean; take: () => void }) {
  const name = callerOf(contact);
  return (
    <li className="waiting-line">
      <span className="waiting-who">
        <strong>{name}</strong>
        {contact.topic !== undefined && <Badge>{contact.topic}</Badge>}
        {contact.ofQueue !== undefined && <Badge color="grey">{contact.ofQueue}</Badge>}
      </span>
      <Clock since={contact.since} />
      <Button onClick={take} loading={busy} ariaLabel={`Take ${name}`}>
        Take
      </Button>
    </li>
  );
}

function Queue({ queue, busy, take }: { queue: WaitingQueue; busy: string | undefined; take: (contactId: string) => void }) {
  return (
    <div>
      <Box variant="h3">
        {queue.name} <Box variant="span" color="text-body-secondary">{`${queue.waiting} waiting`}</Box>
      </Box>
      <ul className="waiting">
        {queue.contacts.map((contact) => (
          <Line key={contact.contactId} contact={contact} busy={busy === contact.contactId} take={() => take(contact.contactId)} />
        ))}
      </ul>
    </div>
  );
}

/** Takes a contact: of two who press at the same time one has it, and the other reads so. */
function useTake(): { busy: string | undefined; take: (contactId: string) => void } {
  const world = useWorld();
  const [busy, setBusy] = useState<string>();
  const take = async (contactId: string) => {
    setBusy(contactId);
    const view = valueOf(world, await world.api.call('POST /api/contacts/{contactId}/pick', {}, { contactId }));
    if (view !== undefined) world.dispatch({ type: 'contact', contact: view });
    setBusy(undefined);
  };
  return { busy, take: (contactId) => void take(contactId) };
}

/** Who waits in the agent's queues: open where they pick their contacts, folded where contacts come by themselves. */
export function WaitingList() {
  const world = useWorld();
  const { agent, link } = useClient();
  const { busy, take } = useTake();
  const [opened, setOpened] = useState<boolean>();
  const [picks, setPicks] = useState(false);
  const able = agent?.status === 'available' && link === 'live';
  const open = opened ?? picks;
  const round = useRound(able && open);
  const { value, problem } = useKept(able ? `${agent.since} ${open ? round : ''}` : undefined, () =>
    world.api.call('GET /api/waiting', {}),
  );
  const queues = value?.queues ?? [];
  const anyPicked = queues.some(({ picked }) => picked);
  useEffect(() => setPicks(anyPicked), [anyPicked]);
  if (!able || value === undefined) return null;
  const waiting = queues.filter(({ contacts }) => contacts.length > 0);
  const total = queues.reduce((sum, queue) => sum + queue.waiting, 0);
  return (
    <ExpandableSection
      variant="container"
      headerText={anyPicked ? 'Take the next contact' : 'Who is waiting'}
      headerCounter={`(${total})`}
      expanded={open}
      onChange={({ detail }) => setOpened(detail.expanded)}
    >
      {problem !== undefined && <ProblemFace problem={problem} />}
      {waiting.length === 0 ? (
        <Box color="text-body-secondary">Nobody is waiting in your queues.</Box>
      ) : (
        <SpaceBetween size="m">
          {waiting.map((queue) => (
            <Queue key={queue.queueId} queue={queue} busy={busy} take={take} />
          ))}
        </SpaceBetween>
      )}
    </ExpandableSection>
  );
}

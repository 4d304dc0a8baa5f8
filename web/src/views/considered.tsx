import Box from '@cloudscape-design/components/box';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { ConsideredAgent, Who } from '../../../shared/wire/routing.ts';
import { useWorld } from '../app/use-world.ts';
import { Clock } from '../parts/clock.tsx';
import { ProblemFace } from '../parts/problem-face.tsx';
import { type Loaded, useLoad } from '../parts/use-load.ts';

/** What is loaded, or the faces until it is there. */
export function LoadedFace<T>({ loaded, again, children }: { loaded: Loaded<T>; again: () => void; children: (value: T) => ReactNode }) {
  if (loaded.face === 'loading') {
    return (
      <Box textAlign="center" padding="m">
        <Spinner /> Asking
      </Box>
    );
  }
  return loaded.face === 'failed' ? <ProblemFace problem={loaded.problem} again={again} /> : children(loaded.value);
}

const Sign = ({ agent }: { agent: ConsideredAgent }) =>
  agent.ruledOut === undefined ? (
    <StatusIndicator type="success">
      Free for <Clock since={agent.idleSince} />
    </StatusIndicator>
  ) : (
    <StatusIndicator type="stopped">{agent.ruledOut}</StatusIndicator>
  );

/** Agents in the order in which they come, and why the others don't. */
export function ConsideredList({ agents }: { agents: readonly ConsideredAgent[] }) {
  if (agents.length === 0) return <Box color="text-body-secondary">Nobody’s routing profile serves it.</Box>;
  return (
    <ol className="considered">
      {agents.map((agent) => (
        <li key={agent.agentId}>
          <span>
            <strong>{agent.name}</strong> · level {agent.level}
            {agent.served === undefined ? '' : ` · ${agent.served} so far`}
          </span>
          <Sign agent={agent} />
        </li>
      ))}
    </ol>
  );
}

/** Who would get a contact now, or somebody who came into a queue now. */
export function WhoDialog({
  about,
  title,
  close,
}: {
  about: { contactId: string } | { queueId: string };
  title: string;
  close: () => void;
}) {
  const world = useWorld();
  const ask = () =>
    'contactId' in about
      ? world.api.call('GET /api/contacts/{contactId}/who', {}, about)
      : world.api.call('GET /api/queues/{queueId}/who', {}, about);
  const { loaded, again } = useLoad<Who>(JSON.stringify(about), ask);
  return (
    <Modal visible header={title} closeAriaLabel="Close" onDismiss={close}>
      <LoadedFace loaded={loaded} again={again}>
        {(who) => (
          <SpaceBetween size="s">
            <Box variant="p">{who.sentence}</Box>
            <Box color="text-body-secondary">Asks for {who.asks}.</Box>
            <ConsideredList agents={who.agents} />
          </SpaceBetween>
        )}
      </LoadedFace>
    </Modal>
  );
}

/** Why an agent is offered nothing. */
export function WhyNoCallsDialog({ agentId, name, close }: { agentId: string; name: string; close: () => void }) {
  const world = useWorld();
  const { loaded, again } = useLoad(agentId, () => world.api.call('GET /api/agents/{agentId}/why', {}, { agentId }));
  return (
    <Modal visible header={`Why is ${name} not getting calls?`} closeAriaLabel="Close" onDismiss={close}>
      <LoadedFace loaded={loaded} again={again}>
        {({ sentences }) => (
          <SpaceBetween size="xs">
            {sentences.map((sentence) => (
              <Box key={sentence} variant="p">
                {sentence}
              </Box>
            ))}
          </SpaceBetween>
        )}
      </LoadedFace>
    </Modal>
  );
}

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

/** Up to so many each has a line of their own. */
const fewAgents = 8;

const Line = ({ agent }: { agent: ConsideredAgent }) => (
  <li>
    <span>
      <strong>{agent.name}</strong> · level {agent.level}
      {agent.served === undefined ? '' : ` · ${agent.served} so far`}
    </span>
    <Sign agent={agent} />
  </li>
);

/** Those of a large center who don't get it: how many for which reason, and behind it who. */
function RuledOut({ agents }: { agents: readonly ConsideredAgent[] }) {
  const reasons = [...new Set(agents.map(({ ruledOut = '' }) => ruledOut))];
  const groups = reasons.map((reason) => ({ reason, who: agents.filter(({ ruledOut = '' }) => ruledOut === reason) }));
  return groups
    .toSorted((a, b) => b.who.length - a.who.length)
    .map(({ reason, who }) => (
      <details key={reason} className="ruled-out">
        <summary>
          {reason.charAt(0).toUpperCase() + reason.slice(1)}: {who.length} {who.length === 1 ? 'agent' : 'agents'}
        </summary>
        {who.map(({ name }) => name).join(', ')}
      </details>
    ));
}

/** Agents in the order in which they come, and why the others don't. */
export function ConsideredList({ agents }: { agents: readonly ConsideredAgent[] }) {
  if (agents.length === 0)
    return (
      <Box color="text-body-secondary">
        Nobody’s routing profile serves it: an administrator adds it to one under Settings, Routing profiles.
      </Box>
    );
  const few = agents.length <= fewAgents;
  const lines = few ? agents : agents.filter(({ ruledOut }) => ruledOut === undefined);
  const [first, rest] = [lines.slice(0, fewAgents), lines.slice(fewAgents)];
  return (
    <>
      {first.length > 0 && (
        <ol className="considered">
          {first.map((agent) => (
            <Line key={agent.agentId} agent={agent} />
          ))}
        </ol>
      )}
      {rest.length > 0 && (
        <details className="ruled-out">
          <summary>{rest.length} more are free, and come after them</summary>
          {rest.map(({ name }) => name).join(', ')}
        </details>
      )}
      {!few && <RuledOut agents={agents.filter(({ ruledOut }) => ruledOut !== undefined)} />}
    </>
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

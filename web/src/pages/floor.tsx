import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useEffect, useState } from 'react';
import type { FloorAgent, FloorQueue } from '../../../shared/wire/api.ts';
import { NoticeForm } from '../administration/notice-form.tsx';
import { useClient, useNow, useWorld } from '../app/use-world.ts';
import { Clock } from '../parts/clock.tsx';
import { LinkTo } from '../parts/link-to.tsx';
import { ProblemFace } from '../parts/problem-face.tsx';
import { statusLabel } from '../parts/words.ts';
import { floorSummary, isLost } from '../state/floor.ts';
import { AgentSettingDialog } from '../views/agent-setting.tsx';
import { WhoDialog, WhyNoCallsDialog } from '../views/considered.tsx';
import { FloorWaiting } from '../views/floor-waiting.tsx';
import { faceOf } from '../views/status-menu.tsx';

/** Asks to be told first and loads then, so that nothing falls between; again whenever the connection is back. */
function useFloor() {
  const world = useWorld();
  const { link, floor } = useClient();
  useEffect(() => {
    if (link !== 'live') return;
    world.live.send({ type: 'watch-floor', on: true });
    void world.api.call('GET /api/floor', {}).then((answer) => {
      world.dispatch(answer.ok ? { type: 'floor', floor: answer.value } : { type: 'floor-failed', problem: answer.problem });
    });
    return () => world.live.send({ type: 'watch-floor', on: false });
  }, [world, link]);
  return floor;
}

/** Agent 2 before Agent 10. */
const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, undefined, { numeric: true });
const handsFirst = (a: FloorAgent, b: FloorAgent) => Number(b.help !== undefined) - Number(a.help !== undefined) || byName(a, b);

const Waiting = ({ queue }: { queue: FloorQueue }) =>
  queue.waiting === 0 ? <Box color="text-body-secondary">0</Box> : <StatusIndicator type="warning">{queue.waiting}</StatusIndicator>;

/** The words about what the latest callers were told of their wait, against how long they waited. */
function Told({ queue: { accuracy } }: { queue: FloorQueue }) {
  if (accuracy === undefined) return <Box color="text-body-secondary">Too few were told yet</Box>;
  const { told, medianOffMs, withinMinute, meanLateMs } = accuracy;
  const minutes = (ms: number) => `${(Math.abs(ms) / 60_000).toFixed(1)} min`;
  const lean = meanLateMs >= 0 ? 'longer' : 'shorter';
  return (
    <>
      Off by {minutes(medianOffMs)}
      <Box color="text-body-secondary" fontSize="body-s">
        {withinMinute} % of {told} within a minute; on average {minutes(meanLateMs)} {lean}
      </Box>
    </>
  );
}

/** An agent, and by which routing profile contacts find them. */
const Who = ({ agent: { name, profileName } }: { agent: FloorAgent }) => (
  <>
    {name}
    {profileName !== undefined && (
      <Box variant="small" color="text-body-secondary" display="block">
        {profileName}
      </Box>
    )}
  </>
);

/** A raised hand, since when, and the way to its chat. */
function Hand({ agent }: { agent: FloorAgent }) {
  const world = useWorld();
  if (agent.help === undefined) return '–';
  return (
    <span className="hand">
      <StatusIndicator type="warning">Hand up</StatusIndicator>
      <Clock since={agent.help.since} />
      <Button
        variant="inline-link"
        ariaLabel={`Chat with ${agent.name}`}
        onClick={() => world.dispatch({ type: 'help-chosen', agentId: agent.agentId })}
      >
        Chat
      </Button>
    </span>
  );
}

function AgentFace({ agent }: { agent: FloorAgent }) {
  const { reasons } = useClient();
  const now = useNow();
  const { type, text } = isLost(agent) ? ({ type: 'error', text: 'No connection' } as const) : faceOf(agent, reasons, now);
  return (
    <>
      <StatusIndicator type={type}>{text}</StatusIndicator>
      <MissedLinks agent={agent} />
    </>
  );
}

/** Wrap-ups that the agent missed: each leads to where it can be written down. */
const MissedLinks = ({ agent: { late = [] } }: { agent: FloorAgent }) =>
  late.map(({ contactId, n }, i) => (
    <div key={`${contactId} ${n}`}>
      <LinkTo path={`/contacts/${contactId}`}>{late.length === 1 ? 'Wrap-up missed' : `Wrap-up missed (${i + 1})`}</LinkTo>
    </div>
  ));

const empty = (text: string) => (
  <Box textAlign="center" color="inherit" padding="m">
    {text}
  </Box>
);

type Asked = { what: 'why' | 'set'; agent: FloorAgent } | { what: 'who'; queue: FloorQueue };

/** What a supervisor has asked about, in a box of its own. */
function AskedDialog({ asked, close }: { asked: Asked | undefined; close: () => void }) {
  if (asked === undefined) return null;
  if (asked.what === 'who') {
    const { queueId, name } = asked.queue;
    return <WhoDialog about={{ queueId }} title={`Who would get a call to ${name} now?`} close={close} />;
  }
  const { agentId, name } = asked.agent;
  const Dialog = asked.what === 'why' ? WhyNoCallsDialog : AgentSettingDialog;
  return <Dialog agentId={agentId} name={name} close={close} />;
}

const agentItems = [
  { id: 'why', text: 'Why no calls?' },
  { id: 'set', text: 'Set status, profile, skills' },
];

const AgentActions = ({ agent, ask }: { agent: FloorAgent; ask: (asked: Asked) => void }) => (
  <ButtonDropdown
    variant="inline-icon"
    ariaLabel={`Actions for ${agent.name}`}
    expandToViewport
    items={agentItems}
    onItemClick={({ detail }) => ask({ what: detail.id === 'why' ? 'why' : 'set', agent })}
  />
);

/** Queues and agents as they are now, for supervisors. Pushed; nothing is asked for again and again. */
export default function Floor() {
  const floor = useFloor();
  const { reasons } = useClient();
  const [noticing, setNoticing] = useState(false);
  const over = () => setNoticing(false);
  const [asked, setAsked] = useState<Asked>();
  const agents = Object.values(floor.agents);
  if (floor.problem !== undefined && !floor.loaded) return <ProblemFace problem={floor.problem} />;
  if (noticing) return <NoticeForm fixed={false} done={over} cancel={over} reload={over} />;
  return (
    <SpaceBetween size="l">
      <Table
        header={
          <Header variant="h1" actions={<Button onClick={() => setNoticing(true)}>Switch a notice on</Button>}>
            Queues
          </Header>
        }
        items={Object.values(floor.queues).toSorted(byName)}
        trackBy="queueId"
        loading={!floor.loaded}
        loadingText="Loading queues"
        empty={empty('There is no queue yet.')}
        columnDefinitions={[
          { id: 'name', header: 'Queue', cell: (queue) => queue.name, isRowHeader: true, width: '25%' },
          { id: 'waiting', header: 'Waiting', cell: (queue) => <Waiting queue={queue} />, width: '12%' },
          {
            id: 'longest',
            header: 'Longest wait',
            cell: (queue) => (queue.longestSince === undefined ? '–' : <Clock since={queue.longestSince} />),
          },
          { id: 'told', header: 'Told of the wait', cell: (queue) => <Told queue={queue} />, width: '33%' },
          {
            id: 'who',
            header: 'Routing',
            cell: (queue) => (
              <Button
                variant="inline-link"
                ariaLabel={`Who would get a call to ${queue.name} now?`}
                onClick={() => setAsked({ what: 'who', queue })}
              >
                Who is next?
              </Button>
            ),
            minWidth: 140,
          },
        ]}
      />
      <FloorWaiting />
      <Table
        header={
          <Header variant="h2" counter={`(${agents.length})`} description={floorSummary(agents, reasons)}>
            Agents
          </Header>
        }
        wrapLines
        items={agents.toSorted(handsFirst)}
        trackBy="agentId"
        loading={!floor.loaded}
        loadingText="Loading agents"
        empty={empty('There is no agent yet.')}
        columnDefinitions={[
          { id: 'name', header: 'Agent', cell: (agent) => <Who agent={agent} />, isRowHeader: true, width: '20%' },
          { id: 'status', header: 'Status', cell: (agent) => statusLabel(reasons, agent.status, agent.breakReason), width: '14%' },
          { id: 'state', header: 'State', cell: (agent) => <AgentFace agent={agent} />, width: '22%', minWidth: 170 },
          { id: 'queue', header: 'Queue', cell: (agent) => agent.queueName ?? '–' },
          { id: 'help', header: 'Help', cell: (agent) => <Hand agent={agent} />, width: '18%', minWidth: 150 },
          { id: 'since', header: 'Since', cell: (agent) => <Clock since={agent.since} /> },
          { id: 'actions', header: 'Actions', cell: (agent) => <AgentActions agent={agent} ask={setAsked} />, width: 90 },
        ]}
      />
      <AskedDialog asked={asked} close={() => setAsked(undefined)} />
    </SpaceBetween>
  );
}

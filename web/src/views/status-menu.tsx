import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Reasons } from '../../../shared/reasons/words.ts';
import type { AgentView } from '../../../shared/wire/api.ts';
import { perform } from '../actions/action.ts';
import { backActions } from '../actions/back-at.ts';
import type { Action } from '../actions/action.ts';
import { statusActions } from '../actions/status.ts';
import { useClient, useNow, useWorld } from '../app/use-world.ts';
import { Clock } from '../parts/clock.tsx';
import { timeText } from '../parts/time.ts';
import { breakOver, stateLabels, statusLabel, statusText } from '../parts/words.ts';
import type { State } from '../state/state.ts';
import { standingOf } from '../state/standing.ts';

/** How the agent stands, as sign and word: the state when there is a contact, otherwise the status. */
export function faceOf(
  agent: Pick<AgentView, 'status' | 'state' | 'breakReason' | 'backAt' | 'since'>,
  reasons: Reasons,
  nowMs: number,
): { type: StatusIndicatorProps.Type; text: string } {
  if (agent.state === 'offered') return { type: 'info', text: stateLabels.offered };
  if (agent.state === 'engaged') return { type: 'in-progress', text: stateLabels.engaged };
  if (agent.state === 'wrapping-up') return { type: 'pending', text: stateLabels['wrapping-up'] };
  if (agent.status === 'available') return { type: 'success', text: stateLabels.idle };
  if (agent.status === 'offline') return { type: 'stopped', text: 'Not taking calls' };
  const over = breakOver(reasons, agent, nowMs);
  if (over !== undefined) return { type: 'warning', text: `Over ${over} min` };
  if (agent.backAt !== undefined) return { type: 'pending', text: `Back at ${timeText(agent.backAt)}` };
  return { type: agent.breakReason === 'missed' ? 'warning' : 'pending', text: 'Not taking calls' };
}

/** What the agent has chosen for after this contact. */
function afterThis(agent: AgentView, reasons: Reasons): string | undefined {
  const { nextStatus: status, nextBreakReason: breakReason, nextBackAt: backAt } = agent;
  return status === undefined ? undefined : statusText(reasons, { status, breakReason, backAt }).toLowerCase();
}

const itemOf = (action: Action) => ({
  id: action.name,
  text: action.label,
  ...(action.shortcut === undefined ? {} : { secondaryText: `Key ${action.shortcut}` }),
});
/** Statuses, and for a break the words about its end. */
function itemsFor(state: State): ButtonDropdownProps.Items {
  const ends = backActions.filter((action) => action.allowed(state));
  const statuses = statusActions(state).map(itemOf);
  return ends.length === 0 ? statuses : [...statuses, { text: 'Back from the break', items: ends.map(itemOf) }];
}

export function StatusMenu() {
  const world = useWorld();
  const client = useClient();
  const now = useNow();
  const { agent, link, running, reasons } = client;
  const standing = standingOf(client);
  // A window that was left for another one hears nothing any more, so it says nothing.
  if (agent === undefined || standing === undefined || link === 'elsewhere') return <div className="status" />;
  const next = afterThis(agent, reasons);
  const status = statusLabel(reasons, agent.status, agent.breakReason);
  const text = next === undefined ? status : `${status}, then ${next}`;
  const face = faceOf({ ...agent, state: standing.state }, reasons, now);
  return (
    <div className="status">
      <span className="state-face">
        <StatusIndicator type={face.type}>{face.text}</StatusIndicator>
        <Clock since={standing.since} />
      </span>
      <span id="status-menu">
        <ButtonDropdown
          items={itemsFor(client)}
          loading={running.some((name) => name.startsWith('status-') && name !== 'status-menu')}
          ariaLabel={`Status: ${text}. Change status`}
          onItemClick={({ detail }) => {
            const action = [...statusActions(client), ...backActions].find(({ name }) => name === detail.id);
            if (action !== undefined) void perform(world, action);
          }}
        >
          <span className={next === undefined ? 'status-text' : 'status-text status-next'} title={text}>
            {/* Beside it stands what they do now: the room is for what comes then. */}
            {next === undefined ? status : `Then ${next}`}
          </span>
        </ButtonDropdown>
      </span>
      <span className="agent-name">{agent.name}</span>
    </div>
  );
}

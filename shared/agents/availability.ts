/** Pure: when an agent may be offered a contact, and how an agent becomes idle. */
import { instant, type Instant } from '../ids.ts';
import type { Changes, Told } from '../routing/change.ts';
import { hasRoom } from '../routing/decide/capacity.ts';
import type { Agent } from './agent.ts';
import type { BreakReason, Status } from './words.ts';

/** Is the agent's client living, so far as we know? */
export const isLive = (agent: Agent, nowMs: number): boolean => agent.leaseUntil !== undefined && agent.leaseUntil > instant(nowMs);

const busyWords: Record<Agent['state'], string> = {
  idle: 'is idle',
  offered: 'is being offered a contact',
  engaged: 'is in a conversation',
  'wrapping-up': 'is in wrap-up',
};

/** Why the agent can't be offered a contact now; undefined when they can. */
export function whyNot(agent: Agent | undefined, nowMs: number): string | undefined {
  if (agent === undefined) return 'is no longer there';
  if (!hasRoom(agent)) return busyWords[agent.state];
  if (agent.status !== 'available') return agent.status === 'offline' ? 'is offline' : 'is on a break';
  if (!isLive(agent, nowMs)) return 'has no living client';
  return undefined;
}

export interface Idling {
  /** A place to keep: an agent whose offer was taken back through no doing of theirs goes before those who came idle since. */
  since?: Instant | undefined;
  /** A status that the system sets, with a word to the agent about it. */
  status?: Status;
  breakReason?: BreakReason | undefined;
  backAt?: Instant | undefined;
  notice?: string;
  /** Whose decision the status is. */
  by?: 'agent' | 'system' | 'supervisor';
  /** Which supervisor's, and why. */
  whose?: Agent['nextBy'];
  /** The client is taken for dead: no vacancy before it is heard again. */
  leaseEnds?: true;
}

/** The break that an agent's own choice leads to: the one wished for meanwhile, or the one that was. */
const afterwards = ({ nextStatus, nextBreakReason, nextBackAt, breakReason, backAt }: Agent): Pick<Idling, 'breakReason' | 'backAt'> =>
  nextStatus === undefined ? { breakReason, backAt } : { breakReason: nextBreakReason, backAt: nextBackAt };

/** Without what is undefined: facts have no gaps. */
export const withoutGaps = <T extends object>(whole: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

/** The fact of a status, with whose it is. */
export const statusFact = (
  status: Status,
  breakReason: BreakReason | undefined,
  whose: Omit<NonNullable<Agent['nextBy']>, 'by'> & { by: 'agent' | 'system' | 'supervisor' },
): Told => ({
  type: 'AgentStatusChanged',
  data: withoutGaps({ status, reason: breakReason, ...whose }),
});

/** Who has wrapped a contact up, or let it pass, owes nothing for an earlier share of it. */
function lateAfter({ state, contactId, late = [] }: Agent): Changes<Agent> {
  const left = late.filter((one) => one.contactId !== contactId);
  return state === 'wrapping-up' && left.length < late.length ? { late: left.length === 0 ? undefined : left } : {};
}

/** What an agent's change to idle consists of. A status chosen meanwhile (`nextStatus`) is taken now, unless the system sets one. */
export function becomesIdle(agent: Agent, nowMs: number, how: Idling = {}): { changes: Changes<Agent>; told: Told[] } {
  const now = instant(nowMs);
  const status = how.status ?? agent.nextStatus ?? agent.status;
  const { breakReason, backAt } = how.status === undefined ? afterwards(agent) : how;
  const vacant = status === 'available' && how.leaseEnds !== true && isLive(agent, nowMs);
  const changes: Changes<Agent> = {
    state: 'idle',
    status,
    breakReason: status === 'on-break' ? breakReason : undefined,
    backAt: status === 'on-break' ? backAt : undefined,
    since: now,
    nextStatus: undefined,
    nextBreakReason: undefined,
    nextBackAt: undefined,
    nextBy: undefined,
    contactId: undefined,
    n: undefined,
    ...lateAfter(agent),
    idleSince: vacant ? (how.since ?? now) : undefined,
    ...(how.notice === undefined ? {} : { notice: how.notice }),
    ...(how.leaseEnds === true ? { leaseUntil: undefined } : {}),
  };
  const told: Told[] = agent.state === 'idle' ? [] : [{ type: 'AgentStateChanged', data: { state: 'idle' } }];
  if (status !== agent.status || changes.breakReason !== agent.breakReason) {
    const chosen =
      how.status === undefined ? (agent.nextBy ?? { by: 'agent' as const }) : { by: how.by ?? ('system' as const), ...how.whose };
    told.push(statusFact(status, changes.breakReason, chosen));
  }
  return { changes, told };
}

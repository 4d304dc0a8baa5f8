import { type AgentId, type ContactId, type Instant, instant } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { changeAgent, type Told } from '../routing/change.ts';
import { endOffer } from '../routing/end-offer.ts';
import type { Readied } from '../routing/claim.ts';
import { type Freed, readyAgent } from '../routing/free-agent.ts';
import { announceOrPassOn, matchAgent } from '../routing/match-agent.ts';
import { settleByGlance } from '../routing/settle.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';
import { isLive, statusFact, withoutGaps } from './availability.ts';
import { whyNotBackAt } from './back-at.ts';
import { requireAgent } from './read-agent.ts';
import { tellAgent } from './view-agent.ts';
import type { BreakReason, Status } from './words.ts';

export interface Chosen {
  status: Status;
  breakReason?: BreakReason | undefined;
  /** When a break will be over, as the agent means it to be. */
  backAt?: Instant | undefined;
}
type Outcome = { agent: Agent; freed?: Freed } | { refused: Problem } | { withdraw: { contactId: ContactId; n: number } };

export const reasonMissing: Problem = {
  code: 'break-reason-missing',
  sentence: 'A break needs a reason.',
  remedy: 'Choose one of the list of breaks.',
  status: 400,
};

/** Is there nothing to change: neither the status, nor a notice to take away, nor a vacancy to make? */
const isSettled = (agent: Agent, { status, breakReason, backAt }: Chosen): boolean =>
  status === agent.status &&
  breakReason === agent.breakReason &&
  backAt === agent.backAt &&
  agent.notice === undefined &&
  (status !== 'available' || agent.idleSince !== undefined);

/** Whose decision a status is: the agent's own, a supervisor's, or the system's when a supervisor's time is over. */
export interface ByWhom {
  by: 'agent' | 'supervisor' | 'system';
  supervisorId?: AgentId | undefined;
  note?: string | undefined;
  until?: Instant | undefined;
}
const themselves: ByWhom = { by: 'agent' };

/** What goes back later: a status that the agent has chosen since does not. */
function stillLent({ lent }: Agent, { by }: ByWhom): Agent['lent'] {
  if (lent === undefined || by !== 'agent') return lent;
  const { status: _, breakReason: _reason, ...rest } = lent;
  return rest.profileId === undefined && rest.skills === undefined ? undefined : rest;
}

/** Who comes after having been offline has had no contacts yet. */
const servedOf = (agent: Agent, status: Status) => (agent.status === 'offline' && status !== 'offline' ? { served: 0 } : {});

const statusWords = { available: 'available', 'on-break': 'on a break', offline: 'offline' } as const;

/** What an agent is told of a status that they did not choose. */
const noticeOf = (status: Status, { by, note }: ByWhom): string | undefined =>
  by === 'supervisor' ? `A supervisor has set you ${statusWords[status]}${note === undefined ? '.' : `: “${note}”`}` : undefined;

/** Pure: what an idle agent's new status consists of. The vacancy follows from it. Another end of the same break is no new break. */
function choosesWhileIdle(agent: Agent, { status, breakReason, backAt }: Chosen, nowMs: number, whose: ByWhom): Readied<Agent> {
  const vacant = status === 'available' && isLive(agent, nowMs);
  const same = status === 'on-break' && status === agent.status && breakReason === agent.breakReason;
  if (same) return { changes: { backAt, notice: undefined, lent: stillLent(agent, whose) }, told: [] };
  const told: Told[] = [statusFact(status, breakReason, whose)];
  const now = instant(nowMs);
  const changes = {
    status,
    breakReason,
    backAt,
    since: now,
    notice: noticeOf(status, whose),
    idleSince: vacant ? now : undefined,
    lent: stillLent(agent, whose),
  };
  return { changes: { ...changes, ...servedOf(agent, status) }, told };
}

/** Pure: a busy agent's wish for afterwards; choosing what one is already takes the wish back, and may say another end of a break. */
export function choosesForLater(agent: Agent, { status, breakReason, backAt }: Chosen, nowMs: number, whose = themselves) {
  const same = status === agent.status && breakReason === agent.breakReason;
  const nextBy = whose.by === 'agent' ? undefined : withoutGaps(whose);
  const wish = same ? { backAt } : { nextStatus: status, nextBreakReason: breakReason, nextBackAt: backAt, nextBy };
  const none = { nextStatus: undefined, nextBreakReason: undefined, nextBackAt: undefined, nextBy: undefined };
  return changeAgent(agent, nowMs, { ...none, ...wish, lent: stillLent(agent, whose) }, []);
}

/**
 * What the agent chose: taken at once while idle, after the present contact while busy. Leaving while an offer rings withdraws the offer.
 * Becoming available looks for a waiting contact.
 */
export async function changeStatus(
  world: World,
  agentId: AgentId,
  wanted: Chosen,
  whose: ByWhom = themselves,
): Promise<{ agent: Agent } | { refused: Problem }> {
  if (wanted.status === 'on-break' && wanted.breakReason === undefined) return { refused: reasonMissing };
  const chosen = wanted.status === 'on-break' ? wanted : { status: wanted.status };
  const refused = whyNotBackAt(chosen.backAt, world.now());
  if (refused !== undefined) return { refused };
  const outcome = await settleByGlance<Outcome>(world, async (seen, attempt) => {
    const agent = await requireAgent(seen.db, agentId);
    const { state, contactId, n } = agent;
    if (state === 'idle') {
      if (isSettled(agent, chosen)) return { stop: { agent } };
      const freed = await readyAgent(seen, agent, attempt, (nowMs) => choosesWhileIdle(agent, chosen, nowMs, whose));
      return { write: freed.writes, then: { agent: freed.agent, freed } };
    }
    if (state === 'offered' && chosen.status !== 'available' && contactId !== undefined && n !== undefined)
      return { stop: { withdraw: { contactId, n } } };
    const { after, writes } = choosesForLater(agent, chosen, world.now(), whose);
    return { write: writes, then: { agent: after } };
  });
  if ('refused' in outcome) return outcome;
  if ('withdraw' in outcome) {
    const { contactId, n } = outcome.withdraw;
    const why = {
      kind: 'withdrawn',
      why: 'agent-changed-status',
      ...chosen,
      breakReason: chosen.breakReason,
      backAt: chosen.backAt,
      whose,
    } as const;
    const agent = await endOffer(world, contactId, n, why);
    // Accepted or over in the meantime: then it is a wish for later, or taken at once.
    return agent === undefined ? changeStatus(world, agentId, wanted, whose) : { agent };
  }
  const { freed } = outcome;
  // Somebody waits for the offer, nobody for the word that the agent is available.
  const offered = freed?.claimed === undefined ? undefined : await announceOrPassOn(world, freed.claimed);
  if (offered !== false) await tellAgent(world, outcome.agent);
  if (offered === true) return { agent: outcome.agent };
  const agent = await matchAgent(world, agentId, offered === undefined ? outcome.agent : undefined);
  return { agent: agent ?? (await requireAgent(world.db, agentId)) };
}

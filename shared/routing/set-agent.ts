/** What a supervisor makes of an agent: status, routing profile, skills; for good, or for a time. */
import type { Agent } from '../agents/agent.ts';
import { changeStatus, reasonMissing } from '../agents/change-status.ts';
import { noSuchAgent } from '../agents/help.ts';
import { readAgent, requireAgent } from '../agents/read-agent.ts';
import { tellAgent } from '../agents/view-agent.ts';
import type { BreakReason, Status } from '../agents/words.ts';
import { type AgentId, instant, type Instant, type ProfileId, type SkillId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { readProfile } from '../queues/settings.ts';
import { whyNoBreak } from '../reasons/why-no-break.ts';
import type { World } from '../world.ts';
import { changeAgent, type Changes, type Told } from './change.ts';
import { matchAgent } from './match-agent.ts';
import { settle } from './settle.ts';

export interface AgentSetting {
  status?: Status | undefined;
  breakReason?: BreakReason | undefined;
  profileId?: ProfileId | undefined;
  skills?: Record<SkillId, number> | undefined;
  /** Everything that is set here goes back then. */
  until?: Instant | undefined;
  /** Why, for the record. */
  note?: string | undefined;
}

const noSuchProfile: Problem = {
  code: 'no-such-profile',
  sentence: 'There is no such routing profile.',
  remedy: 'Reload the page: it shows those that there are.',
  status: 404,
};
const untilOver: Problem = {
  code: 'until-over',
  sentence: 'The end time is not in the future.',
  remedy: 'Choose a later time, or none.',
  status: 400,
};

type Lent = NonNullable<Agent['lent']>;

/** Pure: what goes back and when. What was lent before and is lent anew goes back to what it was at first. */
export function lends(agent: Agent, { status, profileId, skills, until }: AgentSetting): Lent | undefined {
  const { lent } = agent;
  const kept = {
    ...(profileId === undefined && lent?.profileId !== undefined ? { profileId: lent.profileId } : {}),
    ...(skills === undefined && lent?.skills !== undefined ? { skills: lent.skills } : {}),
    ...(status === undefined && lent?.status !== undefined ? { status: lent.status, breakReason: lent.breakReason } : {}),
  };
  if (until === undefined) return lent === undefined || Object.keys(kept).length === 0 ? undefined : { until: lent.until, ...kept };
  const reason = lent?.status === undefined ? agent.breakReason : lent.breakReason;
  return {
    until,
    ...kept,
    ...(profileId === undefined ? {} : { profileId: lent?.profileId ?? agent.profileId }),
    ...(skills === undefined ? {} : { skills: lent?.skills ?? agent.skills ?? {} }),
    ...(status === undefined ? {} : { status: lent?.status ?? agent.status, ...(reason === undefined ? {} : { breakReason: reason }) }),
  };
}

/** Pure: the profile and the skills at once, whatever the agent does; the status is changed after it, as the agent themself would. */
export function sets(agent: Agent, setting: AgentSetting, nowMs: number, supervisorId?: AgentId) {
  const { profileId, skills, until, note } = setting;
  const whose = {
    ...(supervisorId === undefined ? {} : { supervisorId }),
    ...(note === undefined ? {} : { note }),
    ...(until === undefined ? {} : { until }),
  };
  const changes: Changes<Agent> = {
    lent: lends(agent, setting),
    ...(profileId === undefined ? {} : { profileId }),
    ...(skills === undefined ? {} : { skills }),
  };
  const told: Told[] = [
    ...(profileId === undefined || profileId === agent.profileId
      ? []
      : [{ type: 'AgentProfileChanged', data: { profileId, ...whose } } as const]),
    ...(skills === undefined ? [] : [{ type: 'AgentSkillsChanged', data: { skills, ...whose } } as const]),
  ];
  return changeAgent(agent, nowMs, changes, told);
}

async function whyRefused(world: World, agentId: AgentId, setting: AgentSetting): Promise<Problem | undefined> {
  const { profileId } = setting;
  const [agent, profile, noBreak] = await Promise.all([
    readAgent(world.db, agentId),
    profileId === undefined ? undefined : readProfile(world.db, profileId),
    whyNoBreak(world.db, agentId, setting),
  ]);
  if (agent === undefined) return noSuchAgent;
  if (setting.until !== undefined && setting.until <= instant(world.now())) return untilOver;
  if (setting.status === 'on-break' && setting.breakReason === undefined) return reasonMissing;
  return profileId !== undefined && profile === undefined ? noSuchProfile : noBreak;
}

/** Is there nothing to write but the status: neither profile nor skills, and nothing that goes back later or would have? */
const isStatusAlone = ({ lent }: Agent, { status, profileId, skills, until }: AgentSetting): boolean =>
  status !== undefined && profileId === undefined && skills === undefined && until === undefined && lent === undefined;

/** A supervisor's change. It holds at once: idle agents are matched anew, an offer that rings is withdrawn from one who shall leave. */
export async function setAgent(
  world: World,
  agentId: AgentId,
  setting: AgentSetting,
  supervisorId: AgentId,
): Promise<{ agent: Agent } | { refused: Problem }> {
  const refused = await whyRefused(world, agentId, setting);
  if (refused !== undefined) return { refused };
  const agent = await settle<Agent>(world, async () => {
    const before = await requireAgent(world.db, agentId);
    // A status alone is one write, that of the change itself: the agent hears of it sooner.
    if (isStatusAlone(before, setting)) return { stop: before };
    const { after, writes } = sets(before, setting, world.now(), supervisorId);
    return { write: writes, then: after };
  });
  const { status, breakReason, note, until } = setting;
  if (agent.lent !== undefined) await world.setDeadline({ kind: 'lent-until', agentId, until: agent.lent.until }, agent.lent.until);
  if (status === undefined) return matched(world, agent);
  return changeStatus(world, agentId, { status, breakReason }, { by: 'supervisor', supervisorId, note, until });
}

async function matched(world: World, agent: Agent): Promise<{ agent: Agent }> {
  await tellAgent(world, agent);
  await matchAgent(world, agent.agentId);
  return { agent: await requireAgent(world.db, agent.agentId) };
}

/** The deadline: what was set for a time goes back, unless it was set anew meanwhile. A status that the agent has chosen since stays. */
export async function lentUntil(world: World, agentId: AgentId, until: Instant): Promise<void> {
  const lent = await settle<Lent | undefined>(world, async () => {
    const agent = await readAgent(world.db, agentId);
    if (agent?.lent?.until !== until) return { stop: undefined };
    const { profileId, skills } = agent.lent;
    // All that was lent is named, so nothing of it is left.
    const { writes } = sets(agent, { profileId, skills, status: agent.status }, world.now());
    return { write: writes, then: agent.lent };
  });
  if (lent === undefined) return;
  const { status, breakReason } = lent;
  if (status !== undefined) await changeStatus(world, agentId, { status, breakReason }, { by: 'system' });
  else await matched(world, await requireAgent(world.db, agentId));
}

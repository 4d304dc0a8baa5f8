/** Pure: which of the idle agents gets a contact. */
import type { Agent, Vacancy } from '../../agents/agent.ts';
import { whyNot } from '../../agents/availability.ts';
import type { Candidate } from '../../contacts/contact.ts';
import type { AgentId, ProfileId, QueueId } from '../../ids.ts';
import type { RoutingProfile } from '../../queues/queue.ts';

/** A vacancy whose profile serves the queue at this level: the lower, the sooner. */
export interface Place {
  agentId: AgentId;
  level: number;
  idleSince: string;
}
export interface Choice {
  chosen?: Agent;
  candidates: Candidate[];
  /** A sentence for the agent: why them. */
  reason: string;
}

/** The profiles that serve a queue, with the level at which they do. */
export function levelsFor(queueId: QueueId, profiles: readonly RoutingProfile[]): Map<ProfileId, number> {
  const levels = new Map<ProfileId, number>();
  for (const { profileId, serves } of profiles) {
    const served = serves.find((one) => one.queueId === queueId);
    if (served !== undefined) levels.set(profileId, served.level);
  }
  return levels;
}

/** The vacancies in the order in which they are considered: by level, then longest idle, then by id so that the order is total. */
export function orderVacancies(vacancies: readonly Vacancy[], levels: ReadonlyMap<ProfileId, number>): Place[] {
  return vacancies
    .flatMap(({ agentId, profileId, idleSince }) => {
      const level = levels.get(profileId);
      return level === undefined ? [] : [{ agentId, level, idleSince }];
    })
    .sort((a, b) => a.level - b.level || compare(a.idleSince, b.idleSince) || compare(a.agentId, b.agentId));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Takes the first who may be asked. `declined`: those who declined this contact a moment ago. */
export function chooseAgent(
  considered: readonly { place: Place; agent: Agent | undefined }[],
  nowMs: number,
  declined: ReadonlySet<AgentId>,
): Choice {
  const candidates: Candidate[] = [];
  let chosen: { agent: Agent; place: Place } | undefined;
  for (const { place, agent } of considered) {
    const ruledOut = whyNot(agent, nowMs) ?? (declined.has(place.agentId) ? 'declined this contact a moment ago' : undefined);
    candidates.push({ ...place, ...(ruledOut === undefined ? {} : { ruledOut }) });
    if (ruledOut === undefined && agent !== undefined) chosen ??= { agent, place };
  }
  if (chosen === undefined) return { candidates, reason: 'Nobody is free.' };
  return { chosen: chosen.agent, candidates, reason: reasonFor(chosen.place, candidates) };
}

function reasonFor(place: Place, candidates: readonly Candidate[]): string {
  const rivals = candidates.filter((one) => one.ruledOut === undefined && one.agentId !== place.agentId);
  if (rivals.length === 0) return 'The only free agent for this queue.';
  if (!rivals.some((one) => one.level === place.level)) return `The only free agent at level ${place.level} for this queue.`;
  return `Longest idle of ${rivals.filter((one) => one.level === place.level).length + 1} free agents at level ${place.level}.`;
}

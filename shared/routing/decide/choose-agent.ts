/** Pure: which of the idle agents gets a contact. */
import type { Agent, Vacancy } from '../../agents/agent.ts';
import type { Candidate } from '../../contacts/contact.ts';
import { type AgentId, epochMs, instant, type ProfileId, type QueueId } from '../../ids.ts';
import type { RoutingProfile } from '../../queues/queue.ts';
import type { Strategy } from '../../queues/words.ts';
import { serviceBy, type Waiter } from './may-serve.ts';
import { compareText } from './ranking.ts';
import { type Asking, overflowOf, type PresentStep, presentStep } from './steps.ts';
import { rankingOf } from './strategies.ts';

/** What a waiting contact asks, at a moment. */
export interface Search {
  contact: Waiter;
  present: PresentStep;
  strategy: Strategy;
  /** Queues from which agents pick: they push nothing. */
  picked: ReadonlySet<QueueId>;
  /** Those who declined this contact a moment ago. */
  declined: ReadonlySet<AgentId>;
  /** Those whom somebody else has just reached for before us. */
  taken?: ReadonlySet<AgentId> | undefined;
}
export interface Choice {
  chosen?: Agent;
  /** Of the first who may be asked, the order in which the agents come. */
  candidates: Candidate[];
  /** A sentence for the agent: why them. */
  reason: string;
}

/** How long the contact has waited, and what it asks for now. */
export function searchFor(
  contact: Asking & { queueId: QueueId; declined?: readonly { agentId: AgentId; until: string }[] | undefined },
  how: Pick<Search, 'strategy' | 'picked' | 'taken'>,
  nowMs: number,
): Search {
  const waitedMs = Math.max(0, nowMs - epochMs(contact.queuedAt ?? instant(nowMs)));
  const declined = (contact.declined ?? []).filter(({ until }) => until > instant(nowMs)).map(({ agentId }) => agentId);
  return {
    contact: { queueId: contact.queueId, waitedMs },
    present: presentStep(contact, nowMs),
    declined: new Set(declined),
    ...how,
  };
}

/** The profiles that serve any of the queues whose agents may have the contact. */
export function servingProfiles(
  { contact, present }: Pick<Search, 'contact' | 'present'>,
  profiles: readonly RoutingProfile[],
): ProfileId[] {
  const queues = [contact.queueId, ...overflowOf(present.step, contact.queueId)];
  return profiles.filter(({ serves }) => serves.some(({ queueId }) => queues.includes(queueId))).map(({ profileId }) => profileId);
}

/** The level of those who may not: what their profile says of the contact's own queue, or of the first that it overflows to. */
function levelOf({ contact, present }: Search, profile: RoutingProfile | undefined): number {
  const queues = [contact.queueId, ...overflowOf(present.step, contact.queueId)];
  return profile?.serves.find(({ queueId }) => queues.includes(queueId))?.level ?? 99;
}

/** An agent's place as a candidate: at its level, or ruled out. */
export function candidateOf(search: Search, vacancy: Vacancy, profile: RoutingProfile | undefined): Candidate {
  const { agentId, idleSince, served, skills } = vacancy;
  const known = {
    agentId,
    idleSince,
    ...(served === undefined ? {} : { served }),
    ...(skills === undefined ? {} : { skills }),
  };
  const service = serviceBy(search.contact, search.present.step, vacancy, profile, search.picked);
  if ('ruledOut' in service) return { ...known, level: levelOf(search, profile), ruledOut: service.ruledOut };
  const declined = search.declined.has(agentId) ? { ruledOut: 'declined this contact a moment ago' } : {};
  const taken = search.taken?.has(agentId) === true ? { ruledOut: 'was offered another contact at this moment' } : {};
  return { ...known, ...service, ...taken, ...declined };
}

/** Of so many who are equal to the first, with the first, chance may choose. */
export const mostTied = 6;
/** A draw is a whole number from 0 to below this: a multiple of every number of equals, so that each is as likely as the others. */
export const draws = 60;

/** How many of the first, who may come, are equal to the very first by level and strategy. `ordered`: without a draw. */
export function countTied(ordered: readonly Candidate[], strategy: Strategy): number {
  const [first] = ordered;
  if (first === undefined || first.ruledOut !== undefined) return 0;
  const { equal } = rankingOf(strategy);
  const isTied = (one: Candidate): boolean =>
    one === first || (one.ruledOut === undefined && one.level === first.level && equal(first, one));
  const end = ordered.slice(0, mostTied).findIndex((one) => !isTied(one));
  return end === -1 ? Math.min(mostTied, ordered.length) : end;
}

/** Those who may come first: by level, then as the strategy has it, then by id so that the order is total. Then those who may not. */
function inOrder(candidates: readonly Candidate[], strategy: Strategy): Candidate[] {
  const { compare } = rankingOf(strategy);
  return candidates.toSorted(
    (a, b) =>
      Number(a.ruledOut !== undefined) - Number(b.ruledOut !== undefined) ||
      a.level - b.level ||
      compare(a, b) ||
      compareText(a.agentId, b.agentId),
  );
}

/** The order in which agents come. Of those who are equal to the first, `draw` says who is put before the others; 0: the first. */
export function rank(candidates: readonly Candidate[], strategy: Strategy, draw = 0): Candidate[] {
  const ordered = inOrder(candidates, strategy);
  const tied = draw === 0 ? 0 : countTied(ordered, strategy);
  if (tied < 2) return ordered;
  const drawn = ordered.splice(draw % tied, 1);
  return [...drawn, ...ordered];
}

/** All whose places are known, in the order in which they are considered. */
export function rankVacancies(search: Search, vacancies: readonly Vacancy[], profiles: readonly RoutingProfile[], draw = 0): Candidate[] {
  const byId = new Map(profiles.map((profile) => [profile.profileId, profile]));
  return rank(
    vacancies.map((vacancy) => candidateOf(search, vacancy, byId.get(vacancy.profileId))),
    search.strategy,
    draw,
  );
}

/** `more`: there were others, who were not looked at since they come later. */
export interface Counted {
  equals: number;
  able: number;
  more?: true | undefined;
}

/** How many may come: at the level of the first, and at all. */
export function countAble(candidates: readonly Candidate[]): Counted {
  const able = candidates.filter(({ ruledOut }) => ruledOut === undefined);
  return { equals: able.filter(({ level }) => level === able[0]?.level).length, able: able.length };
}

/** The sentence about the first who may be asked. `counted`: of all, when only some are at hand. */
export function reasonForAgent(candidates: readonly Candidate[], strategy: Strategy, counted: Counted = countAble(candidates)): string {
  const first = candidates.find(({ ruledOut }) => ruledOut === undefined);
  if (first === undefined) return 'Nobody is free.';
  const { words, drawn } = rankingOf(strategy);
  const how = inOrder(candidates, strategy)[0]?.agentId === first.agentId ? words : drawn;
  if (counted.more === true) return `${how(`more than ${counted.equals}`)} at level ${first.level}.`;
  if (counted.able === 1) return 'The only free agent for this queue.';
  if (counted.equals === 1) return `The only free agent at level ${first.level} for this queue.`;
  return `${how(counted.equals)} at level ${first.level}.`;
}

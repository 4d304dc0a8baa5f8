/** Pure: may an agent have a waiting contact now, and by which queue? */
import type { AgentId, QueueId, SkillId } from '../../ids.ts';
import type { Queue, RoutingProfile, Step } from '../../queues/queue.ts';
import { overflowOf } from './steps.ts';

/** What counts of a contact besides its step. */
export interface Waiter {
  /** Its own queue. */
  queueId: QueueId;
  waitedMs: number;
}
/** What counts of an agent: they and their vacancies say the same. */
export interface Able {
  agentId: AgentId;
  skills?: Readonly<Record<SkillId, number>> | undefined;
}
export interface Service {
  queueId: QueueId;
  level: number;
  order: number;
}

const seconds = (n: number): string => (n < 120 ? `${n} s` : `${Math.round(n / 60)} min`);

/** What an agent lacks of the skills that are asked for. */
function lacking({ skills = [] }: Step, agent: Able): string | undefined {
  const lacked = skills.find(({ skillId, level }) => (agent.skills?.[skillId] ?? 0) < level);
  if (lacked === undefined) return undefined;
  const has = agent.skills?.[lacked.skillId];
  return `knows ${lacked.skillId} ${has === undefined ? 'not' : `at level ${has}`}, asked is level ${lacked.level}`;
}

/**
 * Why the agent may not have the contact by `queue`: the contact's own, or one that it overflows to. Undefined when they may. Says nothing
 * about whether they are free.
 */
export function mayServe(
  contact: Waiter,
  step: Step,
  agent: Able,
  profile: RoutingProfile | undefined,
  queue: Pick<Queue, 'queueId' | 'picked'>,
): string | undefined {
  if (queue.queueId !== contact.queueId && !overflowOf(step, contact.queueId).includes(queue.queueId))
    return 'serves another queue, to which the contact does not overflow yet';
  const served = profile?.serves.find(({ queueId }) => queueId === queue.queueId);
  if (served === undefined) return 'does not serve this queue';
  if (queue.picked === true) return 'picks from this queue: nobody is offered anything';
  if (step.agent !== undefined && step.agent !== agent.agentId) return 'another agent is asked for first';
  if (step.upToLevel !== undefined && served.level > step.upToLevel)
    return `serves the queue at level ${served.level}, asked is ${step.upToLevel} or better`;
  if (served.afterSeconds !== undefined && contact.waitedMs < served.afterSeconds * 1000)
    return `is of a backup group, for those who have waited for ${seconds(served.afterSeconds)}`;
  return lacking(step, agent);
}

/** By which queue the agent would serve the contact best: the lowest level, then the profile's order. Otherwise why not. */
export function serviceBy(
  contact: Waiter,
  step: Step,
  agent: Able,
  profile: RoutingProfile | undefined,
  picked: ReadonlySet<QueueId>,
): Service | { ruledOut: string } {
  const queues = [contact.queueId, ...overflowOf(step, contact.queueId)].filter((one) => profile?.serves.some((s) => s.queueId === one));
  const reasons = queues.map((queueId) => mayServe(contact, step, agent, profile, { queueId, picked: picked.has(queueId) }));
  const services = queues.flatMap((queueId, i): Service[] => {
    const served = profile?.serves.find((one) => one.queueId === queueId);
    return reasons[i] !== undefined || served === undefined ? [] : [{ queueId, level: served.level, order: served.order }];
  });
  const best = services.sort((a, b) => a.level - b.level || a.order - b.order)[0];
  return best ?? { ruledOut: reasons.find((one) => one !== undefined) ?? 'does not serve this queue' };
}

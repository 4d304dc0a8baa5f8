/** Pure: whom a waiting contact asks for at a moment. */
import type { Contact } from '../../contacts/contact.ts';
import { type AgentId, epochMs, instant, type QueueId } from '../../ids.ts';
import type { RoutingProfile, Step } from '../../queues/queue.ts';

export interface PresentStep {
  step: Step;
  /** From 0. */
  index: number;
  /** When it ends, in milliseconds of waiting. Absent: it is the last and holds to the end of the wait. */
  endsAtMs?: number;
}

const anybody: Step = {};

/** The step that holds after so long a wait. Without requirements: anybody who serves the queue. */
export function stepAt(requirements: readonly Step[], waitedMs: number): PresentStep {
  let beganMs = 0;
  for (const [index, step] of requirements.entries()) {
    if (step.seconds === undefined || index === requirements.length - 1) return { step, index };
    const endsAtMs = beganMs + step.seconds * 1000;
    if (waitedMs < endsAtMs) return { step, index, endsAtMs };
    beganMs = endsAtMs;
  }
  return { step: anybody, index: 0 };
}

/** What of a waiting contact, or of its place in a list, decides whom it asks for. */
export type Asking = Pick<Contact, 'requirements' | 'queuedAt' | 'stepsFrom'>;

/** How long the contact's steps have run. */
export const steppedMs = ({ stepsFrom, queuedAt }: Omit<Asking, 'requirements'>, nowMs: number): number =>
  Math.max(0, nowMs - epochMs(stepsFrom ?? queuedAt ?? instant(nowMs)));

export const presentStep = (asking: Asking, nowMs: number): PresentStep => stepAt(asking.requirements, steppedMs(asking, nowMs));

/**
 * The steps with `last` resolved: a step for an agent who can't come (unknown, or not on duty) would only cost the caller time and is left out.
 * `onDuty` answers for the agents that the steps name.
 */
export function resolveSteps(steps: readonly Step[], last: AgentId | undefined, onDuty: ReadonlySet<AgentId>): Step[] {
  return steps.flatMap((step) => {
    const { agent } = step;
    if (agent === undefined) return [step];
    const named = agent === 'last' ? last : agent;
    return named === undefined || !onDuty.has(named) ? [] : [{ ...step, agent: named }];
  });
}

/** The queues in whose waiting lists the contact stands besides its own, by the present step. */
export const overflowOf = (step: Step, own: QueueId): QueueId[] => [...new Set(step.queues ?? [])].filter((one) => one !== own);

/** The same by the step of a moment, as the contact keeps it: undefined for none. */
export function overflowAt(asking: Asking, own: QueueId, nowMs: number): QueueId[] | undefined {
  const queues = overflowOf(presentStep(asking, nowMs).step, own);
  return queues.length === 0 ? undefined : queues;
}

/**
 * When somebody else may serve the contact than now: its step ends, or a backup group comes in. In milliseconds of the clock; undefined when
 * nothing changes by waiting.
 */
export function nextChangeMs(
  asking: Asking & { queueId?: QueueId | undefined },
  profiles: readonly RoutingProfile[],
  nowMs: number,
): number | undefined {
  const { endsAtMs, step } = presentStep(asking, nowMs);
  const queuedMs = epochMs(asking.queuedAt ?? instant(nowMs));
  const fromMs = asking.stepsFrom === undefined ? queuedMs : epochMs(asking.stepsFrom);
  const queues = [asking.queueId, ...(step.queues ?? [])];
  const backups = profiles
    .flatMap(({ serves }) => serves)
    .flatMap(({ queueId, afterSeconds }) =>
      afterSeconds === undefined || !queues.includes(queueId) ? [] : [queuedMs + afterSeconds * 1000],
    )
    .filter((atMs) => atMs > nowMs);
  const all = [...(endsAtMs === undefined ? [] : [fromMs + endsAtMs]), ...backups];
  return all.length === 0 ? undefined : Math.min(...all);
}

/** The end of a break, as the agent says it. Pure. */
import type { BreakReason } from '../../../shared/agents/words.ts';
import { instant, type Instant } from '../../../shared/ids.ts';
import type { State } from './state.ts';

/** The break that the agent is on, or chose for after the present contact; undefined when neither. A missed offer becomes a break of their own. */
export function breakOf({ agent, reasons }: Pick<State, 'agent' | 'reasons'>): { reason: BreakReason; backAt?: Instant } | undefined {
  if (agent === undefined) return undefined;
  const later = agent.nextStatus !== undefined;
  if ((later ? agent.nextStatus : agent.status) !== 'on-break') return undefined;
  const usual = reasons.breaks.reasons[0]?.reasonId ?? 'break';
  const reason = (later ? agent.nextBreakReason : agent.breakReason) ?? usual;
  const backAt = later ? agent.nextBackAt : agent.backAt;
  return { reason: reason === 'missed' ? usual : reason, ...(backAt === undefined ? {} : { backAt }) };
}

/** The next time that a clock on the wall shows `HH:MM`: today, or tomorrow when it has passed. Undefined while it is incomplete. */
export function nextTimeOfDay(typed: string, nowMs: number): Instant | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(typed) ?? [];
  if (hours === undefined || minutes === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const at = new Date(nowMs);
  at.setHours(Number(hours), Number(minutes), 0, 0);
  if (at.getTime() <= nowMs) at.setDate(at.getDate() + 1);
  return instant(at.getTime());
}

/** Tells each call in one line when it is over, folded from its facts. */
import { FactEnvelope, type FactData, type FactType } from '../shared/facts/facts.ts';

interface Told {
  from: string;
  topic?: string;
  waitedMs?: number;
  connectedAt?: number;
  offers: number;
}
/** Only the last four digits of a number are told. */
export const masked = (number: string | undefined): string => (number === undefined ? 'a withheld number' : `+•••${number.slice(-4)}`);
const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
const spoken = (words: string) => words.replaceAll('-', ' ');

/** Follows facts from an instant on (epoch ms); calls that began before are told by what is known of them. */
export function followCalls(tell: (line: string) => void, since = Date.now()): (fact: unknown) => void {
  const calls = new Map<string, Told>();
  return (value) => {
    const parsed = FactEnvelope.safeParse(value);
    if (!parsed.success || parsed.data.subject !== 'contact') return;
    const { type, subjectId, data } = parsed.data;
    const at = new Date(parsed.data.at).getTime();
    if (at < since) return;
    const call = calls.get(subjectId) ?? { from: 'a caller', offers: 0 };
    calls.set(subjectId, call);
    const as = <T extends FactType>(_: T) => data as unknown as FactData<T>;
    if (type === 'ContactArrived') call.from = masked(as(type).callerNumber);
    if (type === 'ContactQueued' && as(type).topic !== undefined) call.topic = as(type).topic ?? '';
    if (type === 'ContactOffered') call.offers += 1;
    if (type === 'ContactConnected') Object.assign(call, { waitedMs: as(type).waitedMs, connectedAt: at });
    if (type !== 'ContactEnded') return;
    calls.delete(subjectId);
    const parts = [
      `Call from ${call.from}`,
      ...(call.topic === undefined ? [] : [call.topic]),
      ...(call.offers === 0 ? [] : [`${call.offers} ${call.offers === 1 ? 'offer' : 'offers'}`]),
      ...(call.waitedMs === undefined ? [] : [`waited ${seconds(call.waitedMs)}`]),
      ...(call.connectedAt === undefined ? [] : [`talked ${seconds(at - call.connectedAt)}`]),
      spoken(as(type).why),
    ];
    tell(parts.join(' · '));
  };
}

/** A Monday in virtual time: calls by the hour as they come to a bank, agents who talk and wrap up, callers who wait and are told for how long. */
import { waitingBreathMs } from '../../../shared/contacts/breath.ts';
import { readContact } from '../../../shared/contacts/read-contact.ts';
import { renewContact } from '../../../shared/contacts/renew-contact.ts';
import type { Fact } from '../../../shared/facts/facts.ts';
import { toldIn } from '../../../shared/facts/together.ts';
import { ContactId, type QueueId } from '../../../shared/ids.ts';
import { noteDeparture } from '../../../shared/routing/pace.ts';
import { announcePlace } from '../../../shared/routing/position.ts';
import type { Settings } from '../../routing/rules.ts';
import { VirtualCenter } from './virtual-center.ts';

/** Shares of a Monday's calls by hour from 7, of 164 weekdays of a bank (`bank_calls`, R package fpp3); the peak is 10 to 12 o'clock. */
export const shares = [0.0236, 0.0551, 0.0998, 0.1057, 0.1031, 0.0984, 0.0932, 0.0906, 0.0867, 0.0759, 0.0562, 0.0439, 0.0358, 0.0299];
export const talkMs = 240_000;
export const wrapUpMs = 45_000;
export const acceptMs = 3000;
export const hourMs = 3600_000;
const firstQuarter = 0.4;

/** When in its hour a call comes: forty of a hundred in the first quarter. */
const within = (share: number): number =>
  share < firstQuarter ? (share / firstQuarter) * 0.25 : 0.25 + ((share - firstQuarter) / (1 - firstQuarter)) * 0.75;

export interface QueueLoad {
  queueId: QueueId;
  agents: number;
  /** Of these agents' time in the busiest hour. */
  occupancy: number;
}
/** A caller who was answered. */
export interface Waited {
  queueId: QueueId;
  waitedMs: number;
  /** The whole wait, as they were told it first. */
  estimatedMs: number | undefined;
  /** The mean wait of the twenty who were answered before they came. */
  meanOfLastMs: number;
}
export interface Day {
  settings: Settings;
  seed: number;
  /** A routing profile for each agent. */
  seats: readonly string[];
  loads: readonly QueueLoad[];
}

/** A center whose agents talk, wrap up, and are there all day. */
export async function openDay({ settings, seed, seats }: Day): Promise<VirtualCenter> {
  const center = new VirtualCenter(settings, seed);
  center.acceptMs = acceptMs;
  center.wrapUpMs = wrapUpMs;
  center.handleMs = () => 30_000 - Math.log(1 - center.chance.next()) * (talkMs - 30_000);
  for (const [i, profileId] of seats.entries()) await center.seat(`agent-${i}`, profileId);
  return center;
}

/** So many calls a day that in the busiest hour the agents are as busy as that. */
const callsOf = ({ agents, occupancy }: QueueLoad): number =>
  (occupancy * agents * hourMs) / (talkMs + wrapUpMs + acceptMs) / Math.max(...shares);

/** Has each call come in its time. Answers how many there are. */
export function arrivals(center: VirtualCenter, loads: readonly QueueLoad[], comes: (name: string, queueId: QueueId) => void): number {
  const { time, chance } = center;
  const from = time.nowMs;
  let calls = 0;
  for (const load of loads) {
    for (const [hour, share] of shares.entries()) {
      for (let i = 0; i < Math.round(callsOf(load) * share); i++) {
        const name = `c${++calls}`;
        time.at(from + hour * hourMs + within(chance.next()) * hourMs, () => comes(name, load.queueId));
      }
    }
  }
  return calls;
}

/** A call comes; who has to wait is told for how long, and listens to music. */
export async function arrives(center: VirtualCenter, name: string, queueId: QueueId): Promise<void> {
  await center.call(name, { queueId });
  const contactId = ContactId.parse(name);
  const contact = await readContact(center.world().db, contactId);
  if (contact?.state !== 'waiting') return;
  await announcePlace(center.world(), contact);
  for (;;) {
    await center.time.wait(60_000);
    const present = await readContact(center.world().db, contactId);
    if (present?.state !== 'waiting') return;
    await renewContact(center.world(), contactId, center.time.nowMs + waitingBreathMs);
  }
}

const isLeaving = (fact: Fact): fact is Fact<'EntryLeft'> => fact.type === 'EntryLeft';

/** The stream of facts keeps the queues' paces, at most a second after each. `told`: each departure, in turn. */
export function followFacts(center: VirtualCenter, told: (fact: Fact<'EntryLeft'>) => void): () => void {
  let fresh: Fact[] = [];
  let stopped = false;
  center.hall.memory.follower = (table, { before, after }) => {
    if (table === 'contacts' && after !== undefined) fresh.push(...toldIn(after, before ?? {}));
  };
  const look = async () => {
    const facts = fresh.filter(isLeaving);
    fresh = [];
    for (const fact of facts) {
      await noteDeparture(center.world(), ContactId.parse(fact.subjectId), fact.at, fact.data);
      told(fact);
    }
    if (!stopped) center.time.at(center.time.nowMs + 1000, () => void look());
  };
  void look();
  return () => (stopped = true);
}

/** The day, and what became of each caller who was answered. */
export async function playDay(day: Day): Promise<Waited[]> {
  const center = await openDay(day);
  const { time } = center;
  const from = time.nowMs;
  const waits: Waited[] = [];
  const latest = new Map<QueueId, number[]>();
  const meanAtArrival = new Map<string, number>();
  const mean = (all: readonly number[]) => (all.length === 0 ? 0 : all.reduce((sum, ms) => sum + ms, 0) / all.length);
  arrivals(center, day.loads, (name, queueId) => {
    meanAtArrival.set(name, mean(latest.get(queueId) ?? []));
    void arrives(center, name, queueId);
  });
  const stop = followFacts(center, ({ subjectId, data: { queueId, why, waitedMs, estimatedMs } }) => {
    if (why !== 'answered') return;
    latest.set(queueId, [...(latest.get(queueId) ?? []), waitedMs].slice(-20));
    waits.push({ queueId, waitedMs, estimatedMs, meanOfLastMs: meanAtArrival.get(subjectId) ?? 0 });
  });
  await time.run(from + (shares.length + 2) * hourMs);
  stop();
  return waits;
}

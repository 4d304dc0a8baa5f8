/** A Monday of a center with 500 agents, by the real operations in virtual time: how long it takes to play, and how it went. */
import { announcePlace } from '../../shared/routing/position.ts';
import { noteDeparture } from '../../shared/routing/pace.ts';
import { waitingBreathMs } from '../../shared/contacts/breath.ts';
import { readContact } from '../../shared/contacts/read-contact.ts';
import { renewContact } from '../../shared/contacts/renew-contact.ts';
import { ContactId } from '../../shared/ids.ts';
import type { Fact } from '../../shared/facts/facts.ts';
import { factsIn } from '../../shared/facts/together.ts';
import { profile, queue } from '../routing/center.ts';
import { type Bench, compared, median, percentile } from './figure.ts';
import { oneQueue, VirtualCenter } from './parts/virtual-center.ts';

/** Shares of a Monday's calls by hour from 7, of 164 weekdays of a bank (`bank_calls`, R package fpp3); the peak is 10 to 12 o'clock. */
const shares = [0.0236, 0.0551, 0.0998, 0.1057, 0.1031, 0.0984, 0.0932, 0.0906, 0.0867, 0.0759, 0.0562, 0.0439, 0.0358, 0.0299];
const agents = 500;
const talkMs = 240_000;
const wrapUpMs = 45_000;
/** Of the agents' time in the busiest hour. */
const peakOccupancy = 0.88;
const firstQuarter = 0.4;
const hourMs = 3600_000;

/** When in its hour a call comes: forty of a hundred in the first quarter. */
const within = (share: number): number =>
  share < firstQuarter ? (share / firstQuarter) * 0.25 : 0.25 + ((share - firstQuarter) / (1 - firstQuarter)) * 0.75;

export const bench: Bench = async () => {
  const began = performance.now();
  const settings = { queues: [queue('technical', { wrapUpSeconds: 120 })], profiles: [profile('everyone', [['technical', 1]])] };
  const center = new VirtualCenter(settings, 1);
  const { time, chance, hall } = center;
  center.acceptMs = 3000;
  center.wrapUpMs = wrapUpMs;
  center.handleMs = () => 30_000 - Math.log(1 - chance.next()) * (talkMs - 30_000);
  for (let i = 0; i < agents; i++) await center.seat(`agent-${i}`, 'everyone');
  const from = time.nowMs;
  const day = (peakOccupancy * agents * hourMs) / (talkMs + wrapUpMs + center.acceptMs) / Math.max(...shares);
  const estimates = new Map<string, number>();
  let calls = 0;
  for (const [hour, share] of shares.entries()) {
    for (let i = 0; i < Math.round(day * share); i++) {
      const name = `c${++calls}`;
      time.at(from + hour * hourMs + within(chance.next()) * hourMs, () => void arrives(center, name, estimates));
    }
  }
  const told = followFacts(center);
  await time.run(from + (shares.length + 1) * hourMs);
  told();
  const waits = departures(center);
  const errors = [...estimates].flatMap(([name, ms]) => (waits.has(name) ? [Math.abs(ms - (waits.get(name) ?? 0)) / 60_000] : []));
  const all = [...waits.values()];
  const busyMs = calls * (talkMs + wrapUpMs + center.acceptMs);
  const seconds = (performance.now() - began) / 1000;
  return [
    { name: 'simulated-day.seconds', value: seconds, unit: 's', against: 60, ratio: seconds / 60 },
    compared('simulated-day.calls', 'calls', [calls]),
    compared('simulated-day.answered', 'calls', [all.length]),
    compared('simulated-day.service-level-20s', '%', [(100 * all.filter((ms) => ms <= 20_000).length) / calls]),
    compared('simulated-day.wait-p50', 's', [median(all) / 1000]),
    compared('simulated-day.wait-p99', 's', [percentile(all, 0.99) / 1000]),
    compared('simulated-day.occupancy', '%', [(100 * busyMs) / (agents * shares.length * hourMs)]),
    compared('simulated-day.announced', 'waits', [errors.length]),
    compared('simulated-day.announced-error-p50', 'min', [errors.length === 0 ? 0 : median(errors)]),
    { name: 'simulated-day.changes', value: hall.memory.stream('contacts').length, unit: 'records' },
  ];
};

/** A call comes; who has to wait is told for how long. */
async function arrives(center: VirtualCenter, name: string, estimates: Map<string, number>): Promise<void> {
  await center.call(name, { queueId: oneQueue });
  const contact = await readContact(center.world().db, ContactId.parse(name));
  if (contact?.state !== 'waiting') return;
  await announcePlace(center.world(), contact);
  const announced = (await readContact(center.world().db, contact.contactId))?.announced;
  if (announced?.firstMs !== undefined) estimates.set(name, announced.firstMs);
  await listens(center, contact.contactId);
}

/** While the caller waits, each piece of music says that the call lives. */
async function listens(center: VirtualCenter, contactId: ContactId): Promise<void> {
  for (;;) {
    await center.time.wait(60_000);
    const contact = await readContact(center.world().db, contactId);
    if (contact?.state !== 'waiting') return;
    await renewContact(center.world(), contactId, center.time.nowMs + waitingBreathMs);
  }
}

const leavings = (center: VirtualCenter, from = 0) =>
  center.hall.memory
    .stream('contacts')
    .slice(from)
    .flatMap(({ sk, after }) => (after !== undefined && sk.startsWith('FACT#') ? factsIn(after) : []))
    .filter((fact): fact is Fact<'EntryLeft'> => fact.type === 'EntryLeft');

/** The stream of facts keeps the queue's pace, a second after each. */
function followFacts(center: VirtualCenter): () => void {
  let cursor = 0;
  let stopped = false;
  const look = async () => {
    const { length } = center.hall.memory.stream('contacts');
    const facts = leavings(center, cursor);
    cursor = length;
    for (const fact of facts) await noteDeparture(center.world(), ContactId.parse(fact.subjectId), fact.at, fact.data);
    if (!stopped) center.time.at(center.time.nowMs + 1000, () => void look());
  };
  void look();
  return () => (stopped = true);
}

/** How long each waited who was answered. */
function departures(center: VirtualCenter): Map<string, number> {
  const waits = new Map<string, number>();
  for (const fact of leavings(center)) {
    const { why, waitedMs } = fact.data;
    if (why === 'answered') waits.set(fact.subjectId, waitedMs);
  }
  return waits;
}

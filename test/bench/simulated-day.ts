/** A Monday of a center with 500 agents, by the real operations in virtual time: how long it takes to play, and how it went. */
import { profile, queue } from '../routing/center.ts';
import { type Bench, compared, median, percentile } from './figure.ts';
import { acceptMs, arrivals, arrives, type Day, followFacts, hourMs, openDay, shares, talkMs, wrapUpMs } from './parts/day.ts';
import { oneQueue } from './parts/virtual-center.ts';

const agents = 500;
/** Of the agents' time in the busiest hour. */
const peakOccupancy = 0.88;

const day: Day = {
  settings: { queues: [queue('technical', { wrapUpSeconds: 120 })], profiles: [profile('everyone', [['technical', 1]])] },
  seed: 1,
  seats: Array.from({ length: agents }, () => 'everyone'),
  loads: [{ queueId: oneQueue, agents, occupancy: peakOccupancy }],
};

export const bench: Bench = async () => {
  const began = performance.now();
  const center = await openDay(day);
  const { time } = center;
  const from = time.nowMs;
  const calls = arrivals(center, day.loads, (name, queueId) => void arrives(center, name, queueId));
  const waits: number[] = [];
  const errors: number[] = [];
  const stop = followFacts(center, ({ data: { why, waitedMs, estimatedMs } }) => {
    if (why !== 'answered') return;
    waits.push(waitedMs);
    if (estimatedMs !== undefined) errors.push(Math.abs(estimatedMs - waitedMs) / 60_000);
  });
  await time.run(from + (shares.length + 1) * hourMs);
  stop();
  const busyMs = calls * (talkMs + wrapUpMs + acceptMs);
  const seconds = (performance.now() - began) / 1000;
  return [
    { name: 'simulated-day.seconds', value: seconds, unit: 's', against: 60, ratio: seconds / 60 },
    compared('simulated-day.cpu', 's', [process.cpuUsage().user / 1e6]),
    compared('simulated-day.calls', 'calls', [calls]),
    compared('simulated-day.answered', 'calls', [waits.length]),
    compared('simulated-day.service-level-20s', '%', [(100 * waits.filter((ms) => ms <= 20_000).length) / calls]),
    compared('simulated-day.wait-p50', 's', [median(waits) / 1000]),
    compared('simulated-day.wait-p99', 's', [percentile(waits, 0.99) / 1000]),
    compared('simulated-day.occupancy', '%', [(100 * busyMs) / (agents * shares.length * hourMs)]),
    compared('simulated-day.announced', 'waits', [errors.length]),
    compared('simulated-day.announced-error-p50', 'min', [errors.length === 0 ? 0 : median(errors)]),
  ];
};

/** How good what callers are told of their wait is: a day of two queues that are short of agents at their peak, with the production estimate. */
import { profile, queue } from '../routing/center.ts';
import { QueueId } from '../../shared/ids.ts';
import { type Bench, compared, type Figure, median, percentile } from './figure.ts';
import { playDay, type Waited } from './parts/day.ts';

const minuteMs = 60_000;
const queues = ['technical', 'billing'].map((name) => QueueId.parse(name));
/** What calls take of the agents' time in the busiest hour: more than there is, so that people wait. */
const occupancy = { technical: 1.04, billing: 0.97 };
const agents = { technical: 24, billing: 10 };

/** Errors in minutes: of what was said first, and beside it of the mean wait of the twenty who were answered last, which others announce. */
function errors(waits: readonly Waited[]): { ours: number[]; theirs: number[]; late: number[] } {
  const told = waits.filter((one) => one.estimatedMs !== undefined);
  const off = (waitedMs: number, saidMs: number) => Math.abs(waitedMs - saidMs) / minuteMs;
  return {
    ours: told.map(({ waitedMs, estimatedMs = 0 }) => off(waitedMs, estimatedMs)),
    theirs: told.map(({ waitedMs, meanOfLastMs }) => off(waitedMs, meanOfLastMs)),
    late: told.map(({ waitedMs, estimatedMs = 0 }) => (waitedMs - estimatedMs) / minuteMs),
  };
}

function figuresOf(name: string, waits: readonly Waited[]): Figure[] {
  const { ours, theirs, late } = errors(waits);
  const within = (all: readonly number[]) => (100 * all.filter((minutes) => minutes <= 1).length) / Math.max(1, all.length);
  const at = (share: number) =>
    compared(`waits.${name}.error-p${share * 100}`, 'min', [percentile(ours, share)], [percentile(theirs, share)]);
  return [
    compared(`waits.${name}.told`, 'callers', [ours.length]),
    compared(`waits.${name}.waited-p50`, 'min', [median(waits.map(({ waitedMs }) => waitedMs)) / minuteMs]),
    compared(`waits.${name}.waited-p90`, 'min', [
      percentile(
        waits.map(({ waitedMs }) => waitedMs),
        0.9,
      ) / minuteMs,
    ]),
    at(0.5),
    at(0.9),
    compared(`waits.${name}.within-a-minute`, '%', [within(ours)], [within(theirs)]),
    compared(`waits.${name}.waited-longer-than-told`, 'min', [late.reduce((sum, one) => sum + one, 0) / Math.max(1, late.length)]),
  ];
}

/** One agent in four serves both queues: what the estimate of one queue does not see of the other is in its errors. */
export const bench: Bench = async () => {
  const settings = {
    queues: queues.map((queueId) => queue(queueId, { wrapUpSeconds: 120 })),
    profiles: [
      profile('technical', [['technical', 1]]),
      profile('billing', [['billing', 1]]),
      profile('both', [
        ['billing', 1],
        ['technical', 2],
      ]),
    ],
  };
  const seats = Array.from({ length: agents.technical + agents.billing }, (_, i) =>
    i % 4 === 3 ? 'both' : i < agents.technical ? 'technical' : 'billing',
  );
  const waits = await playDay({
    settings,
    seed: 1,
    seats,
    loads: queues.map((queueId) => ({ queueId, agents: agents[queueId as 'billing'], occupancy: occupancy[queueId as 'billing'] })),
  });
  return queues.flatMap((queueId) =>
    figuresOf(
      queueId,
      waits.filter((one) => one.queueId === queueId),
    ),
  );
};

/** How often two reach for the same agent or the same call, and how soon a call is offered: virtual time, a database as slow as one over there. */
import { compared, median, percentile, type Bench, type Figure } from './figure.ts';
import { injected } from './parts/virtual-center.ts';
import { load, type Load } from './parts/load.ts';

/** Paired runs with seeds of their own: 32 calls a second, and against them one a second. */
export const bench: Bench = async () => {
  const runs: [Load, Load][] = [];
  for (let seed = 1; seed <= 5; seed++) {
    runs.push([
      await load({ seed, callsPerSecond: 32, agents: 200, seconds: 20, latency: injected }),
      await load({ seed, callsPerSecond: 1, agents: 7, seconds: 60, latency: injected }),
    ]);
  }
  const each = (of: (one: Load) => number): [number[], number[]] => [runs.map(([ours]) => of(ours)), runs.map(([, slow]) => of(slow))];
  const figures: Figure[] = [
    compared('routing-races.lost-races-per-call', 'races', ...each((one) => one.lostPerCall)),
    compared('routing-races.match-p50-ms', 'ms', ...each((one) => median(one.matchMs))),
    compared('routing-races.match-p99-ms', 'ms', ...each((one) => percentile(one.matchMs, 0.99))),
  ];
  return figures;
};

/** From the event that makes a match possible to the offer at the client's socket, beside somebody who looks once a second. */
import { chanceOf } from '../system/chance.ts';
import { compared, median, percentile, type Bench } from './figure.ts';
import { load, type Load } from './parts/load.ts';
import { injected } from './parts/virtual-center.ts';

const pollMs = 1000;

/** The poller begins to look at each full second, needs one query and one transaction, and pushes at once: nothing slower is held against it. */
function polled({ beganAt }: Load, seed: number): number[] {
  const chance = chanceOf(seed);
  const phase = chance.next() * pollMs;
  const [queryMs, transactionMs] = [injected.query[0], injected.transaction[0]];
  return beganAt.map((at) => pollMs - ((at + phase) % pollMs) + queryMs + transactionMs);
}

export const bench: Bench = async () => {
  const ours: number[][] = [];
  const theirs: number[][] = [];
  // Of five hundred matches a run, five make the last hundredth: it takes many runs to say how long that is.
  for (let seed = 1; seed <= 40; seed++) {
    const run = await load({ seed, callsPerSecond: 8, agents: 50, seconds: 60, latency: injected });
    ours.push(run.matchMs);
    theirs.push(polled(run, seed));
  }
  const p99 = (runs: number[][]) => runs.map((one) => percentile(one, 0.99));
  return [
    compared('routing-latency.match-p50-ms', 'ms', ours.map(median), theirs.map(median)),
    compared('routing-latency.match-p99-ms', 'ms', p99(ours), p99(theirs)),
  ];
};

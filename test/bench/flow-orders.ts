/** That a call through a random flow comes to where it would come undisturbed, whatever the service does: by the hundred thousand. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Order, Result } from '../flows/orders-thread.ts';
import { parameters } from '../routing/seed.ts';
import { type Bench, compared } from './figure.ts';

const batchCalls = 1000;

const inThread = (order: Order): Promise<Result> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../flows/orders-thread.ts', import.meta.url), { workerData: order });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

/** Plays RUNS calls (a hundred thousand) from SEED on, in a thread per core, a thousand by each seed; the first that differs is made small and told. */
export const bench: Bench = async () => {
  const { seed, numRuns } = parameters('calls', 100_000);
  const began = performance.now();
  const all = Math.ceil(numRuns / batchCalls);
  const threads = Math.min(all, availableParallelism());
  const orders = Array.from({ length: threads }, (_, i): Order => {
    const batches = Math.ceil((all - i) / threads);
    return { seed: seed + i, stride: threads, batches, calls: Math.min(batchCalls, numRuns) };
  });
  const results = await Promise.all(orders.map(inThread));
  const failure = results.find((one) => one.failure !== undefined)?.failure;
  if (failure !== undefined) throw new Error(failure);
  const calls = results.reduce((sum, one) => sum + one.calls, 0);
  const seconds = (performance.now() - began) / 1000;
  return [compared('flow-orders.calls', 'calls', [calls]), compared('flow-orders.rate', 'calls/s', [calls / seconds])];
};

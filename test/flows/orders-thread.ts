import { parentPort, workerData } from 'node:worker_threads';
import * as fc from 'fast-check';
import { undisturbed } from './orders.ts';

/** Batches of calls, each with a seed of its own, so that what fails can be played alone. */
export interface Order {
  seed: number;
  stride: number;
  batches: number;
  calls: number;
}
export interface Result {
  calls: number;
  failure?: string;
}

async function play({ seed, stride, batches, calls }: Order): Promise<Result> {
  for (let i = 0; i < batches; i++) {
    const batch = seed + i * stride;
    const details = await fc.check(undisturbed('in memory'), { seed: batch, numRuns: calls });
    if (!details.failed) continue;
    const again = `SEED=${batch} RUNS=${calls} npm run bench -- flow-orders`;
    return { calls: i * calls + details.numRuns, failure: `${again}\n${fc.defaultReportMessage(details) ?? ''}` };
  }
  return { calls: batches * calls };
}

parentPort?.postMessage(await play(workerData as Order));

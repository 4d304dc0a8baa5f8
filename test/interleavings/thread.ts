import { parentPort, workerData } from 'node:worker_threads';
import { type Order, play } from './play.ts';

parentPort?.postMessage(await play(workerData as Order));

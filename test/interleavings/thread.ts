import { parentPort, workerData } from 'node:worker_threads';
import { type Order, play, type Word } from './play.ts';

const tell = (word: Word) => parentPort?.postMessage(word);
tell({ end: await play(workerData as Order, (played) => tell({ played })) });

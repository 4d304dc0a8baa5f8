/** What a call costs before its queue: how soon its functions are loaded and answer, and what they ask of the tables. */
import { startCenter } from '../system/center.ts';
import { choose } from '../system/menu.ts';
import { compared, median, percentile } from './figure.ts';
import type { Bench, Figure } from './figure.ts';
import { loadTimes } from './parts/load-times.ts';
import { type Asked, requestsOfACall } from './parts/requests.ts';

/** Calls, one after the other. */
const rounds = 40;

/**
 * `load`: importing the bundle, against a bare DynamoDB client in the same run. `first` and `warm`: the functions' own durations in the whole
 * system, as their REPORT lines say, for every event from the ring to the queue. `ask`: requests to the tables, each with the items that it
 * writes, of a call to the first word and from the key to the queue.
 */
export const bench: Bench = async () => [...(await loads()), ...(await durations()), ...(await requests())];

async function loads(): Promise<Figure[]> {
  const { ours, bare } = await loadTimes({ receiver: 'calls-receive', flow: 'flows-main' });
  return [compared('flows.load.receiver', 'ms', ours.receiver, bare), compared('flows.load.flow', 'ms', ours.flow, bare)];
}

const functions = { receiver: /calls-?receive/i, flow: /flows-?main/i } as const;

async function durations(): Promise<Figure[]> {
  const center = await startCenter();
  const taken = { receiver: [] as number[], flow: [] as number[] };
  const stop = center.system.cloud.logs.onLine(({ functionName, text }) => {
    const ms = Number(/^REPORT .*Duration: ([\d.]+) ms/.exec(text)?.[1]);
    if (Number.isNaN(ms)) return;
    for (const name of ['receiver', 'flow'] as const) if (functions[name].test(functionName)) taken[name].push(ms);
  });
  try {
    for (let round = 0; round < rounds; round++) {
      const call = await center.call({ from: `+1202555${String(3000 + round)}` });
      await choose(call, '2');
      await center.facts.until('not queued', ({ all }) => all.filter(({ type }) => type === 'ContactQueued').length > round);
      await call.hangUp();
    }
  } finally {
    stop();
    await center.close();
  }
  return Object.entries(taken).flatMap(([name, all]) => {
    const [first = Number.NaN, ...warm] = all;
    return [
      compared(`flows.first.${name}`, 'ms', [first]),
      compared(`flows.warm.${name}.p50`, 'ms', [median(warm)]),
      compared(`flows.warm.${name}.p99`, 'ms', [percentile(warm, 0.99)]),
      compared(`flows.warm.${name}.events`, 'events', [warm.length]),
    ];
  });
}

async function requests(): Promise<Figure[]> {
  const { toFirstWord, toQueue } = await requestsOfACall();
  return [...itemised('first-word', toFirstWord), ...itemised('queue', toQueue)];
}

function itemised(name: string, asked: Asked): Figure[] {
  const all = [...asked];
  const sum = (begins: string) => all.filter(([what]) => what.startsWith(begins)).reduce((total, [, { requests: n }]) => total + n, 0);
  return [
    ...all.map(([what, one]) => compared(`flows.ask.${name}.${what}`, 'requests', [one.requests])),
    compared(`flows.ask.${name}.reads`, 'requests', [sum('read')]),
    compared(`flows.ask.${name}.writes`, 'requests', [sum('write')]),
  ];
}

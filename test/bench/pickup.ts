/** How long a caller who presses a key at once takes from the INVITE to the agent's screen. */
import { epochMs } from '../../shared/ids.ts';
import { startCenter, type Center } from '../system/center.ts';
import type { Agent } from '../system/agent.ts';
import { compared, percentile } from './figure.ts';
import type { Bench, Figure } from './figure.ts';

const rounds = 20;
const pressEveryMs = 250;
const offerWithinMs = 30_000;

interface Pickup {
  answeredMs: number;
  offeredMs: number;
  fromQueueMs: number;
}

/**
 * An agent is free; a caller dials, and presses *2* from the answer on, four times a second, until the menu takes it. Measured are
 * INVITE → 200, INVITE → the offer at the agent's socket (a key ends the menu's first prompt), and from the write
 * that queued the contact (`at` of the fact ContactQueued) to the offer.
 */
export async function pickup(): Promise<Figure[]> {
  const center = await startCenter({ ringSeconds: 60 });
  try {
    const agent = await center.agent('anna');
    await agent.goAvailable();
    await once(center, agent, 0);
    const pickups: Pickup[] = [];
    for (let round = 1; round <= rounds; round++) pickups.push(await once(center, agent, round));
    return [
      ...figures(
        'answered',
        pickups.map(({ answeredMs }) => answeredMs),
      ),
      ...figures(
        'offered',
        pickups.map(({ offeredMs }) => offeredMs),
      ),
      ...figures(
        'offered-from-queue',
        pickups.map(({ fromQueueMs }) => fromQueueMs),
      ),
    ];
  } finally {
    await center.close();
  }
}

export const bench: Bench = pickup;

const figures = (name: string, values: readonly number[]): Figure[] => [
  compared(`pickup.${name}.p50`, 'ms', [percentile(values, 0.5)]),
  compared(`pickup.${name}.p99`, 'ms', [percentile(values, 0.99)]),
];

async function once(center: Center, agent: Agent, round: number): Promise<Pickup> {
  const from = `+1202555${String(3000 + round)}`;
  const dialledAt = performance.now();
  const call = await center.call({ from });
  if (!(await call.answered)) throw new Error('the call was not answered');
  const answeredMs = performance.now() - dialledAt;
  const pressing = setInterval(() => call.press('2'), pressEveryMs);
  call.press('2');
  try {
    const { contact, at } = await agent.next('offer', (message) => message.contact.callerNumber === from, offerWithinMs);
    const queued = await center.facts.first('ContactQueued', ({ subjectId }) => subjectId === contact.contactId);
    return { answeredMs, offeredMs: at - dialledAt, fromQueueMs: at - (epochMs(queued.at) - performance.timeOrigin) };
  } finally {
    clearInterval(pressing);
    await call.hangUp();
    // The next caller finds the agent free.
    await agent.next('agent', (message) => message.agent.state === 'idle').catch(() => undefined);
  }
}

/** How soon an agent who becomes free is offered the caller who waits, and how soon a poller would have noticed. */
import { epochMs } from '../../shared/ids.ts';
import type { ContactView } from '../../shared/wire/api.ts';
import type { PlacedCall } from '../../local/caller.ts';
import type { Agent } from '../system/agent.ts';
import { startCenter, type Center } from '../system/center.ts';
import { choose } from '../system/menu.ts';
import { compared, percentile } from './figure.ts';
import type { Bench, Figure } from './figure.ts';

const rounds = 60;
const waitingAhead = 4;
const pollMs = 1000;

/**
 * One agent serves sixty callers, of whom several wait at any time. From the write that frees the agent (`at` of the fact
 * WrapUpCompleted) and from the request that asks for it (its first byte, HTTP and function included), to the offer at the agent's
 * socket. Against that, in the same run, a poller that reads the queue once a second: its time is that of the first read that begins
 * after the write, without the claim and the push that would follow. Agents report their audio but have none: nothing is measured of it.
 */
export async function nextOffer(): Promise<Figure[]> {
  const center = await startCenter({ ringSeconds: 60 });
  const stopPolling = poll(center);
  try {
    const agent = await center.agent('anna');
    await agent.goAvailable();
    const callers = new Callers(center);
    const fromRequest: number[] = [];
    const freedAt: number[] = [];
    const fromWrite: number[] = [];
    callers.top();
    // The safety net pushes some offers again.
    const seen = new Set<string>();
    const newOffer = async () => {
      const offer = await agent.next('offer', ({ contact }) => !seen.has(`${contact.contactId} ${contact.n}`), 60_000);
      seen.add(`${offer.contact.contactId} ${offer.contact.n}`);
      return offer;
    };
    let offer = await newOffer();
    for (let round = 0; round < rounds; round++) {
      const freed = await serve(agent, center, callers, offer.contact);
      offer = await newOffer();
      fromRequest.push(offer.at - freed.askedAt);
      fromWrite.push(offer.at - freed.writtenAt);
      freedAt.push(freed.writtenAt);
      callers.top();
    }
    // The last of the freeing writes needs a read after it.
    await new Promise((resolve) => setTimeout(resolve, pollMs + 200));
    const polls = stopPolling();
    const polled = freedAt.map((at) => (polls.find(({ began }) => began >= at)?.ended ?? Number.NaN) - at);
    await callers.hangUp();
    return figures(fromWrite, fromRequest, polled);
  } finally {
    stopPolling();
    await center.close();
  }
}

export const bench: Bench = nextOffer;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function figures(fromWrite: number[], fromRequest: number[], polled: number[]): Figure[] {
  return [
    compared('next-offer.from-write.mean', 'ms', [mean(fromWrite)], [mean(polled)]),
    compared('next-offer.from-write.p99', 'ms', [percentile(fromWrite, 0.99)], [percentile(polled, 0.99)]),
    compared('next-offer.from-request.mean', 'ms', [mean(fromRequest)], [mean(polled)]),
    compared('next-offer.from-request.p99', 'ms', [percentile(fromRequest, 0.99)], [percentile(polled, 0.99)]),
  ];
}

/** Reads the entries of the queue once a second, strongly, until the function returned says when each read was. */
function poll(center: Center): () => { began: number; ended: number }[] {
  const polls: { began: number; ended: number }[] = [];
  const timer = setInterval(() => {
    const began = performance.now();
    center.places('QUEUE', 'technical').then(
      () => polls.push({ began, ended: performance.now() }),
      () => undefined,
    );
  }, pollMs);
  return () => {
    clearInterval(timer);
    return polls;
  };
}

/** Without an entry the offer would have to wait for a caller, which is not what is measured. */
async function somebodyWaits(center: Center): Promise<void> {
  for (let passedMs = 0; passedMs < 30_000; passedMs += 50) {
    if ((await center.places('QUEUE', 'technical')).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nobody waits');
}

/** Takes a call, lets the caller hang up, and hands the wrap-up in. Instants as performance.now has them. */
async function serve(agent: Agent, center: Center, callers: Callers, { contactId, n, callerNumber }: ContactView) {
  await agent.call('POST /api/contacts/{contactId}/accept', { contactId }, { n });
  await agent.call('POST /api/contacts/{contactId}/audio-started', { contactId }, { n });
  await center.facts.first('ContactConnected', ({ subjectId }) => subjectId === contactId);
  await callers.hangUpOf(callerNumber ?? '');
  await agent.next('contact', ({ contact }) => contact.contactId === contactId && contact.state === 'wrapping-up');
  await somebodyWaits(center);
  const askedAt = performance.now();
  const request = { n, disposition: 'solved', ticketStatus: 'resolved', subject: 'Bench' } as const;
  const done = agent.call('POST /api/contacts/{contactId}/wrap-up', { contactId }, request);
  const fact = await center.facts.first('WrapUpCompleted', ({ subjectId }) => subjectId === contactId);
  await done;
  return { askedAt, writtenAt: epochMs(fact.at) - performance.timeOrigin };
}

/** Callers who wait, each with a number of their own; a few more than are served. */
class Callers {
  readonly #center: Center;
  readonly #calls = new Map<string, Promise<PlacedCall>>();
  #next = 0;

  constructor(center: Center) {
    this.#center = center;
  }

  /** As many callers as shall wait. */
  top(): void {
    while (this.#calls.size < waitingAhead + 1) this.#dial();
  }

  async hangUpOf(number: string): Promise<void> {
    const call = this.#calls.get(number);
    this.#calls.delete(number);
    await (await call)?.hangUp();
  }

  async hangUp(): Promise<void> {
    await Promise.all([...this.#calls.keys()].map((number) => this.hangUpOf(number)));
  }

  #dial(): void {
    const from = `+1202555${String(2000 + this.#next++)}`;
    const call = this.#center.call({ from });
    this.#calls.set(from, call);
    // Who hangs up before the menu has chosen nothing.
    void call.then((placed) => choose(placed, '2')).catch(() => undefined);
  }
}

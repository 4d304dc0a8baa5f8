import { describe, expect, it } from 'vitest';
import type { SipCall } from '../../../gateway/sip/contract.ts';
import { Network, sdp, seeded } from './virtual.ts';

/** Two user agents make `count` calls over a network that loses a share of the datagrams; each is answered and hung up. */
async function calls(count: number, share: number, seed: number): Promise<{ complete: number; faults: string[]; left: number[] }> {
  const network = new Network();
  const random = seeded(seed);
  network.loses = () => random() < share;
  const caller = network.agent('10.0.0.1');
  const called = network.agent('10.0.0.2');
  const ended = new Map<SipCall, string>();
  called.agent.onCall = (call) => {
    call.listener = { ended: (end) => void ended.set(call, end.by) };
    call.ring();
    network.clock.after(300, () => call.answer(sdp));
  };
  let complete = 0;
  for (let n = 0; n < count; n++) {
    const call: SipCall = caller.agent.dial({
      uri: 'sip:100@10.0.0.2',
      from: '200',
      sdp,
      listener: {
        answered: () => void network.clock.after(2000, () => call.hangUp()),
        ended: (end) => void (end.by === 'us' && complete++),
      },
    });
  }
  await network.clock.pass(200_000);
  const counts = [caller.agent.counts(), called.agent.counts()];
  expect([...ended.values()].filter((by) => by === 'us')).toEqual([]);
  return {
    complete,
    faults: [...caller.faults, ...called.faults],
    left: counts.flatMap(({ calls, transactions }) => [calls, transactions]),
  };
}

describe('calls over a network that loses datagrams', () => {
  it.each([
    [0, 100],
    [0.1, 100],
    [0.3, 97],
  ])('of 100 calls with a share of %d lost at least %i are complete, and nothing is left behind', async (share, atLeast) => {
    const outcome = await calls(100, share, 7);
    expect(outcome.complete).toBeGreaterThanOrEqual(atLeast);
    expect(outcome.faults).toEqual([]);
    expect(outcome.left).toEqual([0, 0, 0, 0]);
  });
});

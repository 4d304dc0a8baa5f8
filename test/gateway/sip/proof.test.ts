import { beforeEach, describe, expect, it } from 'vitest';
import type { SipCall, SipEnd } from '../../../gateway/sip/contract.ts';
import { challengesOf, proofOf, readDigest, secretOf } from '../../../gateway/sip/digest.ts';
import type { UserAgent } from '../../../gateway/sip/user-agent.ts';
import type { ReceivedRequest } from '../../../gateway/sip/message.ts';
import { Network, RawPeer, response, sdp } from './virtual.ts';

let network: Network;
let agent: UserAgent;
let far: RawPeer;
let ends: SipEnd[];
let answers: number;
const pass = (ms = 100): Promise<void> => network.clock.pass(ms);
const uri = 'sip:200@10.0.0.9';

beforeEach(() => {
  network = new Network();
  agent = network.agent('10.0.0.1').agent;
  far = new RawPeer(network, '10.0.0.9', { host: '10.0.0.1', port: 5060 });
  [ends, answers] = [[], 0];
});

const dial = (): SipCall =>
  agent.dial({
    uri,
    from: '100',
    sdp,
    credentials: { user: 'line', password: 'secret' },
    listener: { ended: (end) => ends.push(end), answered: () => void answers++ },
  });
const invites = (): ReceivedRequest[] => far.requests('INVITE');

/** Refuses the last INVITE with a challenge. */
async function challenge(status: 401 | 407, nonce: string, stale = false): Promise<void> {
  const invite = invites().at(-1);
  if (!invite) throw new Error('no INVITE came');
  const header = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
  const lines = challengesOf(['SHA-256', 'MD5'], 'trunk', nonce, stale).map((value) => `${header}: ${value}`);
  far.send(response(invite, status, { toTag: `tag-${nonce}` }).replace('Contact:', `${lines.join('\r\n')}\r\nContact:`));
  await pass();
}

describe('a trunk that asks who calls', () => {
  it.each([401, 407] as const)('with %i is answered in a new request of the same call', async (status) => {
    dial();
    await pass();
    await challenge(status, 'once');
    const [first, second] = invites();
    expect(invites()).toHaveLength(2);
    expect(second?.essentials.cseq.number).toBe(2);
    expect(second?.essentials.callId).toBe(first?.essentials.callId);
    expect(second?.essentials.from.parameters.get('tag')).toBe(first?.essentials.from.parameters.get('tag'));
    expect(second?.essentials.to.parameters.has('tag')).toBe(false);
    const digest = readDigest(second?.headers.get(status === 401 ? 'authorization' : 'proxy-authorization') ?? '');
    const clientNonce = digest?.get('cnonce') ?? '';
    const claim = { algorithm: 'SHA-256', nonce: 'once', method: 'INVITE', uri, count: '00000001', clientNonce } as const;
    expect(digest?.get('response')).toBe(proofOf(secretOf('SHA-256', 'line', 'trunk', 'secret'), claim));
    far.send(response(second!, 200, { toTag: 'b', body: sdp }));
    await pass();
    expect(answers).toBe(1);
    expect(far.requests('ACK').map(({ essentials }) => essentials.cseq.number)).toEqual([1, 2]);
  });

  it('is answered anew when the nonce was too old, and not more often', async () => {
    dial();
    await pass();
    await challenge(407, 'one');
    await challenge(407, 'two', true);
    await challenge(407, 'three', true);
    expect(invites()).toHaveLength(3);
    expect(ends).toEqual([{ by: 'far', status: 407 }]);
  });

  it('and takes no proof ends the call', async () => {
    dial();
    await pass();
    await challenge(401, 'one');
    await challenge(401, 'two');
    expect(invites()).toHaveLength(2);
    expect(ends).toEqual([{ by: 'far', status: 401 }]);
    await pass(40_000);
    expect(agent.counts()).toEqual({ calls: 0, transactions: 0 });
  });

  it('is not asked again once we have hung up', async () => {
    const call = dial();
    await pass();
    call.hangUp();
    await challenge(401, 'one');
    expect(invites()).toHaveLength(1);
    expect(ends).toEqual([{ by: 'us' }]);
  });

  it('gets the CANCEL of the request that rings, not of the one that it refused', async () => {
    const call = dial();
    await pass();
    await challenge(401, 'one');
    far.send(response(invites()[1]!, 180, { toTag: 'b' }));
    await pass();
    call.hangUp();
    await pass();
    expect(far.requests('CANCEL').map(({ essentials }) => essentials.cseq.number)).toEqual([2]);
  });
});

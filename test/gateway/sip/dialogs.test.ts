import { beforeEach, describe, expect, it } from 'vitest';
import type { SipCall, SipEnd } from '../../../gateway/sip/contract.ts';
import type { UserAgent } from '../../../gateway/sip/user-agent.ts';
import { Network, RawPeer, request, response, sdp } from './virtual.ts';

let network: Network;
let agent: UserAgent;
let far: RawPeer;
let taken: SipCall[];
let ends: SipEnd[];
let answers: (string | undefined)[];
const pass = (ms = 100): Promise<void> => network.clock.pass(ms);
const ourTag = (): string => far.responses('INVITE').at(-1)?.essentials.to.parameters.get('tag') ?? 'none';

beforeEach(() => {
  network = new Network();
  agent = network.agent('10.0.0.1').agent;
  far = new RawPeer(network, '10.0.0.9', { host: '10.0.0.1', port: 5060 });
  taken = [];
  ends = [];
  answers = [];
  agent.onCall = (call) => {
    taken.push(call);
    call.listener = { ended: (end) => ends.push(end), answered: (answer) => answers.push(answer) };
  };
});

async function answeredCall(): Promise<SipCall> {
  far.send(request('INVITE', { body: sdp }));
  await pass();
  const call = taken[0];
  if (!call) throw new Error('no call came');
  call.answer(sdp);
  await pass();
  far.send(request('ACK', { branch: 'z9hG4bK-ack', toTag: ourTag() }));
  await pass();
  return call;
}
const dial = (): SipCall =>
  agent.dial({
    uri: 'sip:200@10.0.0.9',
    from: '100',
    sdp,
    listener: { ended: (end) => ends.push(end), answered: (answer) => answers.push(answer) },
  });

describe('a call that comes in', () => {
  it('is tried, rings, is answered, acknowledged and ended by the caller', async () => {
    far.send(request('INVITE', { body: sdp }));
    await pass();
    taken[0]?.ring();
    taken[0]?.answer(sdp);
    await pass();
    expect(far.statuses('INVITE')).toEqual([100, 180, 200]);
    far.send(request('ACK', { branch: 'z9hG4bK-ack', toTag: ourTag() }));
    await pass();
    expect(answers).toEqual([undefined]);
    far.send(request('BYE', { number: 2, toTag: ourTag() }));
    await pass();
    expect(far.statuses('BYE')).toEqual([200]);
    expect(ends).toEqual([{ by: 'far' }]);
  });

  it('is refused with 503 when nobody takes calls', async () => {
    const lonely = network.agent('10.0.0.3').agent;
    const peer = new RawPeer(network, '10.0.0.9', lonely.address);
    peer.send(request('INVITE', { body: sdp }));
    await pass();
    expect(peer.statuses('INVITE')).toEqual([100, 503]);
  });

  it('is cancelled with 487, once, however often CANCEL and INVITE come', async () => {
    for (let n = 0; n < 3; n++) far.send(request('INVITE', { body: sdp, branch: 'z9hG4bK-1' }));
    for (let n = 0; n < 2; n++) far.send(request('CANCEL', { branch: 'z9hG4bK-1' }));
    await pass();
    expect(taken).toHaveLength(1);
    expect(ends).toEqual([{ by: 'far', status: 487 }]);
    expect(far.statuses('CANCEL')).toEqual([200, 200]);
    expect(far.statuses('INVITE').at(-1)).toBe(487);
    far.send(request('ACK', { branch: 'z9hG4bK-1', toTag: ourTag() }));
    await pass();
    const before = far.received.length;
    await pass(40_000);
    expect(far.received).toHaveLength(before);
    expect(agent.counts()).toEqual({ calls: 0, transactions: 0 });
  });

  it('is not ended by a CANCEL that comes after the answer', async () => {
    const call = await answeredCall();
    far.send(request('CANCEL', { branch: 'z9hG4bK-INVITE-1' }));
    await pass();
    expect(far.statuses('CANCEL')).toEqual([200]);
    expect(call.state).toBe('answered');
  });

  it('repeats a refusal until its ACK comes', async () => {
    far.send(request('INVITE', { body: sdp }));
    await pass();
    taken[0]?.reject(486);
    await pass(3600);
    expect(far.statuses('INVITE').filter((status) => status === 486)).toHaveLength(4);
  });

  it('repeats its 2xx until the ACK comes, and hangs up when none comes in 32 seconds', async () => {
    far.send(request('INVITE', { body: sdp }));
    await pass();
    taken[0]?.answer(sdp);
    await pass(31_000);
    expect(far.statuses('INVITE').filter((status) => status === 200).length).toBeGreaterThanOrEqual(10);
    expect(ends).toEqual([]);
    await pass(2000);
    expect(far.requests('BYE').length).toBeGreaterThan(0);
    expect(ends).toEqual([{ by: 'failure', why: 'the answer was never acknowledged' }]);
  });

  it('hung up by us before the ACK sends BYE only after it', async () => {
    far.send(request('INVITE', { body: sdp }));
    await pass();
    taken[0]?.answer(sdp);
    taken[0]?.hangUp();
    await pass(3000);
    expect(ends).toEqual([{ by: 'us' }]);
    expect(far.requests('BYE')).toEqual([]);
    far.send(request('ACK', { branch: 'z9hG4bK-late', toTag: ourTag() }));
    await pass();
    expect(far.requests('BYE')).toHaveLength(1);
  });

  it('without an offer gets ours, and its answer comes with the ACK', async () => {
    far.send(request('INVITE'));
    await pass();
    taken[0]?.answer(sdp);
    await pass();
    far.send(request('ACK', { branch: 'z9hG4bK-ack', toTag: ourTag(), body: 'v=0\r\n' }));
    await pass();
    expect(answers).toEqual(['v=0\r\n']);
    expect(taken[0]?.remoteSdp).toBe('v=0\r\n');
  });

  it('ended by BYE before the answer gets 487 for its INVITE', async () => {
    far.send(request('INVITE', { body: sdp }));
    await pass();
    taken[0]?.ring();
    await pass();
    far.send(request('BYE', { number: 2, toTag: ourTag() }));
    await pass();
    expect(far.statuses('BYE')).toEqual([200]);
    expect(far.statuses('INVITE').at(-1)).toBe(487);
  });

  it.each([
    ['<sip:anonymous@anonymous.invalid>', [], undefined],
    ['"Anonymous" <sip:Anonymous@host>', [], undefined],
    ['<sip:+18005550123@host>', ['Privacy: id'], undefined],
    ['<sip:+18005550123@host>', [], '+18005550123'],
    ['<sip:%2B18005550123;phone-context=x@host;user=phone>', [], '+18005550123'],
    ['<tel:+1-800-555-0123>', ['Privacy: none'], '+18005550123'],
  ])('from %s with %j has the caller %s', async (from, headers, caller) => {
    far.send(request('INVITE', { body: sdp, headers }).replace(/^From: .*$/m, `From: ${from};tag=far`));
    await pass();
    expect(taken[0]?.from).toBe(caller);
  });

  it('shows X-headers, User-to-User and Diversion, and is for the user of the Request-URI', async () => {
    far.send(
      request('INVITE', {
        body: sdp,
        uri: 'sip:%2B18005550100@10.0.0.1;user=phone',
        headers: ['X-Shop: 7', 'x-shop-two: a', 'User-to-User: 00', 'Subject: no'],
      }),
    );
    await pass();
    expect(taken[0]?.to).toBe('+18005550100');
    expect(taken[0]?.headers).toEqual({ 'X-Shop': '7', 'x-shop-two': 'a', 'User-to-User': '00' });
  });
});

describe('requests within the dialog', () => {
  it('a re-INVITE is answered with what the listener gives, and acknowledged', async () => {
    const call = await answeredCall();
    call.listener = { ...call.listener, offered: async (offer) => `answer to ${offer.length}` };
    far.send(request('INVITE', { number: 2, toTag: ourTag(), body: sdp }));
    await pass();
    expect(far.responses('INVITE').at(-1)?.body).toBe(`answer to ${sdp.length}`);
    far.send(request('ACK', { number: 2, branch: 'z9hG4bK-ack2', toTag: ourTag() }));
    await pass(40_000);
    expect(call.state).toBe('answered');
  });

  it('a re-INVITE whose offer is not taken gets 488 and the call goes on', async () => {
    const call = await answeredCall();
    call.listener = { ...call.listener, offered: () => Promise.reject(new Error('no audio')) };
    far.send(request('INVITE', { number: 2, toTag: ourTag(), body: sdp }));
    await pass();
    expect(far.statuses('INVITE').at(-1)).toBe(488);
    expect(call.state).toBe('answered');
  });

  it('a second re-INVITE while the first is open gets 500 with Retry-After', async () => {
    const call = await answeredCall();
    call.listener = { ...call.listener, offered: () => new Promise<string>(() => undefined) };
    far.send(request('INVITE', { number: 2, toTag: ourTag(), body: sdp }));
    await pass();
    far.send(request('INVITE', { number: 3, toTag: ourTag(), body: sdp }));
    await pass();
    expect(far.statuses('INVITE').at(-1)).toBe(500);
    expect(far.responses('INVITE').at(-1)?.headers.get('retry-after')).toBe('1');
  });

  it('an INVITE that crosses our own open one gets 491', async () => {
    dial();
    await pass();
    const invite = far.requests('INVITE')[0];
    if (!invite) throw new Error('no INVITE');
    far.send(response(invite, 180, { toTag: 'far' }));
    await pass();
    const fromTag = invite.essentials.from.parameters.get('tag') ?? '';
    far.send(request('INVITE', { toTag: fromTag, callId: invite.essentials.callId, body: sdp }));
    await pass();
    expect(far.statuses('INVITE').at(-1)).toBe(491);
  });

  it('UPDATE, INFO and OPTIONS get 200; an INFO is told; the unknown gets 405 or 501', async () => {
    const call = await answeredCall();
    const told: string[] = [];
    call.listener = { ...call.listener, info: (type, body) => told.push(`${type} ${body}`), offered: () => 'new answer' };
    far.send(request('UPDATE', { number: 2, toTag: ourTag(), body: sdp }));
    far.send(request('INFO', { number: 3, toTag: ourTag(), body: 'Signal=5' }).replace('application/sdp', 'application/dtmf-relay'));
    far.send(request('OPTIONS', { number: 4, toTag: ourTag() }));
    far.send(request('MESSAGE', { number: 5, toTag: ourTag() }));
    far.send(request('DANCE', { number: 6, toTag: ourTag() }));
    await pass();
    expect(far.responses('UPDATE').map(({ status, body }) => [status, body])).toEqual([[200, 'new answer']]);
    expect(told).toEqual(['application/dtmf-relay Signal=5']);
    expect([far.statuses('OPTIONS'), far.statuses('MESSAGE'), far.statuses('DANCE')]).toEqual([[200], [405], [501]]);
  });

  it('a request out of order gets 500, one for no dialog 481', async () => {
    await answeredCall();
    far.send(request('INFO', { number: 9, toTag: ourTag() }));
    far.send(request('BYE', { number: 3, toTag: ourTag() }));
    far.send(request('INFO', { number: 10, toTag: 'nobody' }));
    far.send(request('INFO', { number: 11, toTag: ourTag(), fromTag: 'somebody-else' }));
    await pass();
    expect(far.statuses('INFO')).toEqual([200, 481, 481]);
    expect(far.statuses('BYE')).toEqual([500]);
    expect(ends).toEqual([]);
  });

  it('two BYEs that cross are both confirmed', async () => {
    const call = await answeredCall();
    call.hangUp();
    far.send(request('BYE', { number: 2, toTag: ourTag() }));
    await pass();
    expect(far.statuses('BYE')).toEqual([200]);
    expect(ends).toEqual([{ by: 'us' }]);
  });

  it('follows record routes, loose and strict', async () => {
    for (const [route, expected] of [
      ['<sip:10.0.0.9;lr>', 'sip:200@10.0.0.9:5060'],
      ['<sip:proxy@10.0.0.9>', 'sip:proxy@10.0.0.9'],
    ] as const) {
      far.send(request('INVITE', { callId: route, branch: `z9hG4bK${expected.length}`, body: sdp, headers: [`Record-Route: ${route}`] }));
      await pass();
      const call = taken.at(-1);
      call?.answer(sdp);
      await pass();
      far.send(request('ACK', { callId: route, branch: `z9hG4bKa${expected.length}`, toTag: ourTag() }));
      await pass();
      call?.hangUp();
      await pass();
      const bye = far.requests('BYE').at(-1);
      expect(bye?.uri).toBe(expected);
      expect(bye?.headers.get('route')).toBe(route.includes('lr') ? route : '<sip:200@10.0.0.9:5060>');
    }
  });
});

describe('a call that we make', () => {
  it('rings, is answered, and each repeated 2xx gets its ACK', async () => {
    dial();
    await pass();
    const invite = far.requests('INVITE')[0];
    if (!invite) throw new Error('no INVITE');
    far.send(response(invite, 180, { toTag: 'far' }));
    for (let n = 0; n < 3; n++) far.send(response(invite, 200, { toTag: 'far', body: sdp }));
    await pass();
    expect(answers).toEqual([sdp]);
    expect(far.requests('ACK')).toHaveLength(3);
    far.send(response(invite, 200, { toTag: 'second telephone', body: sdp }));
    await pass();
    expect(far.requests('BYE')).toHaveLength(1);
    expect(ends).toEqual([]);
  });

  it('hung up while it rings sends CANCEL only after the first provisional answer', async () => {
    const call = dial();
    await pass();
    call.hangUp();
    await pass();
    expect(far.requests('CANCEL')).toEqual([]);
    const invite = far.requests('INVITE')[0];
    if (!invite) throw new Error('no INVITE');
    far.send(response(invite, 180, { toTag: 'far' }));
    await pass();
    expect(far.requests('CANCEL')).toHaveLength(1);
    far.send(response(invite, 487, { toTag: 'far' }));
    await pass();
    expect(far.requests('ACK')).toHaveLength(1);
    expect(ends).toEqual([{ by: 'us' }]);
  });

  it('whose answer overtakes our CANCEL is acknowledged and ended with BYE', async () => {
    const call = dial();
    await pass();
    const invite = far.requests('INVITE')[0];
    if (!invite) throw new Error('no INVITE');
    far.send(response(invite, 180, { toTag: 'far' }));
    await pass();
    call.hangUp();
    far.send(response(invite, 200, { toTag: 'far', body: sdp }));
    await pass();
    expect([far.requests('ACK').length, far.requests('BYE').length]).toEqual([1, 1]);
    expect(answers).toEqual([]);
  });

  it('ends with the status of a refusal, and with a failure when nobody answers', async () => {
    dial();
    await pass();
    const invite = far.requests('INVITE')[0];
    if (!invite) throw new Error('no INVITE');
    far.send(response(invite, 486, { toTag: 'far' }));
    await pass();
    expect(ends).toEqual([{ by: 'far', status: 486 }]);
    agent.dial({ uri: 'sip:200@10.9.9.9', from: '100', sdp, listener: { ended: (end) => ends.push(end) } });
    await pass(33_000);
    expect(ends[1]).toEqual({ by: 'failure', why: 'nobody answered the INVITE' });
  });

  it('to an address that is none ends at once instead of throwing', () => {
    agent.dial({ uri: 'tel:+18005550100', from: '100', sdp, listener: { ended: (end) => ends.push(end) } });
    expect(ends).toEqual([{ by: 'failure', why: 'not an address that can be dialled' }]);
  });
});

describe('requests outside of a dialog', () => {
  it.each([
    ['OPTIONS', [], 200],
    ['REGISTER', [], 405],
    ['SUBSCRIBE', [], 405],
    ['DANCE', [], 501],
    ['BYE', [], 481],
    ['INVITE', ['Require: 100rel, other'], 420],
    ['INVITE', ['Content-Encoding: gzip'], 415],
  ])('%s with %j gets %i', async (method, headers, status) => {
    far.send(request(method, { headers, body: method === 'INVITE' ? sdp : '' }));
    await pass();
    const last = far.responses(method).at(-1);
    expect(last?.status).toBe(status);
    expect(last?.headers.get('allow')).toContain('INVITE');
    if (status === 420) expect(last?.headers.all('unsupported')).toEqual(['100rel', 'other']);
  });

  it('a request of another scheme gets 416, a malformed one 400, and an ACK for nothing silence', async () => {
    far.send(request('OPTIONS', { uri: 'nobody:knows' }));
    far.send(request('OPTIONS', { number: 2 }).replace('CSeq: 2 OPTIONS', 'CSeq: 2 INVITE'));
    far.send(request('ACK', { toTag: 'nobody' }));
    await pass();
    expect(far.received.map((message) => message.kind === 'response' && message.status)).toEqual([416, 400]);
  });

  it('an INVITE that arrives twice by different ways is refused with 482 the second time', async () => {
    far.send(request('INVITE', { branch: 'z9hG4bK-one', body: sdp }));
    far.send(request('INVITE', { branch: 'z9hG4bK-two', body: sdp }));
    await pass();
    expect(far.statuses('INVITE').at(-1)).toBe(482);
    expect(taken).toHaveLength(1);
  });

  it('an answer goes to the port it came from when rport asks for it, and says where that was', async () => {
    far.send(request('OPTIONS').replace('10.0.0.9:5060;', '192.0.2.1:9999;rport;'));
    await pass();
    expect(far.responses('OPTIONS')[0]?.essentials.via.parameters).toEqual(
      new Map([['rport', '5060'], ['branch', 'z9hG4bK-OPTIONS-1'], ['received', '10.0.0.9']]),
    ); // prettier-ignore
  });
});

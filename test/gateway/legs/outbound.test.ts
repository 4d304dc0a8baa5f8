/** Calls that the gateway places, to telephones over UDP. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { Gateway, Invocation, Trunk } from '../../../gateway/contract.ts';
import { answerTo } from '../../../gateway/sip/digest.ts';
import { readMessage, type ReceivedResponse } from '../../../gateway/sip/message.ts';
import type { SipAccount, SipCall, SipServer } from '../../../gateway/sip/contract.ts';
import { startSip } from '../../../gateway/sip/server.ts';
import type { TelephonyEvent } from '../../../shared/telephony/sma.ts';
import { adopt, closeAll, closing, gatewayWith, number, voice } from '../calls/gateway-rig.ts';
import { answer } from '../calls/rig.ts';
import { until } from '../media/far-side.ts';
import { request, sdp } from '../sip/virtual.ts';

const anna = { user: 'anna', password: 'secret', number: '+12025550171' };
const localSdp = sdp.replaceAll('10.0.0.9', '127.0.0.1');
afterEach(closeAll);

interface Telephone {
  port: number;
  calls: SipCall[];
  ends: unknown[];
}

/** A telephone that does with each call what it is told. */
async function telephone(does: (call: SipCall) => void, accounts: SipAccount[] = []): Promise<Telephone> {
  const agent: SipServer = await startSip({ host: '127.0.0.1', port: 0, name: 'telephone', accounts });
  closing.push(() => agent.close());
  const made: Telephone = { port: agent.address.port, calls: [], ends: [] };
  agent.onCall = (call) => {
    made.calls.push(call);
    call.listener = { ended: (end) => made.ends.push(end) };
    does(call);
  };
  return made;
}
const rings = (call: SipCall): void => call.ring();
const answers = (call: SipCall): void => (call.ring(), call.answer(localSdp));
const says = (status: number) => (call: SipCall) => call.reject(status);

/** Registers the telephone at this port as Anna's. */
async function register(gateway: Gateway, port: number): Promise<void> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const uri = `sip:${gateway.sip.host}:${gateway.sip.port}`;
  const ask = async (sequence: number, proof?: string): Promise<ReceivedResponse> => {
    const headers = proof === undefined ? [] : [`Authorization: ${proof}`];
    const text = request('REGISTER', {
      number: sequence,
      branch: `z9hG4bK-${port}-${sequence}`,
      uri,
      callId: `registration-${port}`,
      headers,
    })
      .replace(/^Via: .*$/m, `Via: SIP/2.0/UDP 127.0.0.1:${socket.address().port};branch=z9hG4bK-${port}-${sequence};rport`)
      .replace(/^To: .*$/m, 'To: <sip:anna@127.0.0.1>')
      .replace(/^Contact: .*$/m, `Contact: <sip:anna@127.0.0.1:${port}>`);
    socket.send(text, gateway.sip.port, gateway.sip.host);
    const [bytes] = (await once(socket, 'message')) as [Buffer];
    const read = readMessage(bytes);
    if (read.kind !== 'message' || read.message.kind !== 'response') throw new Error('no answer');
    return read.message;
  };
  const challenges = (await ask(1)).headers.all('www-authenticate');
  const done = await ask(2, answerTo(challenges, anna, { method: 'REGISTER', uri }, 'mine'));
  expect(done.status).toBe(200);
  socket.close();
}

interface Placed {
  gateway: Gateway;
  events: TelephonyEvent[];
  call(to: string): Promise<void>;
  /** Types of the events, and the code of the last. */
  types(): string[];
  hangup(): Promise<unknown>;
}

async function house(trunk?: Trunk): Promise<Placed> {
  const events: TelephonyEvent[] = [];
  const invoke = async (_: string, event: TelephonyEvent): Promise<Invocation> => {
    events.push(event);
    return { kind: 'answer', payload: answer() };
  };
  const gateway = await gatewayWith({ invoke }, { sip: { host: '127.0.0.1', port: 0, accounts: [anna], ...(trunk ? { trunk } : {}) } });
  const id = await adopt(gateway);
  return {
    gateway,
    events,
    async call(to) {
      const body = { FromPhoneNumber: number, ToPhoneNumber: to };
      expect((await voice(gateway, 'POST', `/sip-media-applications/${id}/calls`, body)).status).toBe(201);
    },
    types: () => events.map((event) => event.InvocationEventType),
    async hangup() {
      const last = await until('HANGUP', () => events.find((event) => event.InvocationEventType === 'HANGUP'));
      await until('no call', () => gateway.calls().length === 0);
      return (last.ActionData?.Parameters as { SipResponseCode?: unknown } | undefined)?.SipResponseCode;
    },
  };
}

describe('a registered desk phone', () => {
  it('rings, shows who calls, answers and hangs up', async () => {
    const placed = await house();
    const desk = await telephone(answers);
    await register(placed.gateway, desk.port);
    await placed.call(anna.number);
    await until('the answer', () => placed.types().includes('CALL_ANSWERED'));
    expect(desk.calls[0]?.from).toBe(number);
    desk.calls[0]?.hangUp();
    expect(await placed.hangup()).toBe(0);
    expect(placed.types()).toEqual(['NEW_OUTBOUND_CALL', 'RINGING', 'CALL_ANSWERED', 'HANGUP']);
  });

  it.each([486, 603, 480])('that answers %i ends the call with that', async (status) => {
    const placed = await house();
    const desk = await telephone(says(status));
    await register(placed.gateway, desk.port);
    await placed.call(anna.number);
    expect(await placed.hangup()).toBe(status);
    expect(placed.types()).toEqual(['NEW_OUTBOUND_CALL', 'HANGUP']);
  });

  it('rings beside a second one: the first that answers has the call, the other is cancelled', async () => {
    const placed = await house();
    const [first, second] = [await telephone(rings), await telephone(rings)];
    await register(placed.gateway, first.port);
    await register(placed.gateway, second.port);
    await placed.call(anna.number);
    await until('both to ring', () => first.calls.length + second.calls.length === 2);
    await until('RINGING', () => placed.types().includes('RINGING'));
    second.calls[0]?.answer(localSdp);
    await until('the answer', () => placed.types().includes('CALL_ANSWERED'));
    await until('the CANCEL', () => first.ends.length > 0);
    expect(first.ends).toEqual([{ by: 'far', status: 487 }]);
    second.calls[0]?.hangUp();
    expect(await placed.hangup()).toBe(0);
    expect(placed.types()).toEqual(['NEW_OUTBOUND_CALL', 'RINGING', 'CALL_ANSWERED', 'HANGUP']);
  });

  it('that answers in the same moment as another one leaves exactly one call up', async () => {
    const placed = await house();
    const [first, second] = [await telephone(answers), await telephone(answers)];
    await register(placed.gateway, first.port);
    await register(placed.gateway, second.port);
    await placed.call(anna.number);
    await until('the answer', () => placed.types().includes('CALL_ANSWERED'));
    await until('one that is ended', () => first.ends.length + second.ends.length === 1);
    const [up] = [first, second].filter(({ ends }) => ends.length === 0);
    up?.calls[0]?.hangUp();
    expect(await placed.hangup()).toBe(0);
  });

  it('that is busy leaves the other one ringing', async () => {
    const placed = await house();
    const [busy, free] = [await telephone(says(486)), await telephone(answers)];
    await register(placed.gateway, busy.port);
    await register(placed.gateway, free.port);
    await placed.call(anna.number);
    await until('the answer', () => placed.types().includes('CALL_ANSWERED'));
    free.calls[0]?.hangUp();
    expect(await placed.hangup()).toBe(0);
  });

  it('stops to ring when the gateway ends', async () => {
    const placed = await house();
    const desk = await telephone(rings);
    await register(placed.gateway, desk.port);
    await placed.call(anna.number);
    await until('RINGING', () => placed.types().includes('RINGING'));
    await placed.gateway.close();
    await until('the CANCEL', () => desk.ends.length > 0);
    expect(desk.ends).toEqual([{ by: 'far', status: 487 }]);
  });
});

describe('a number that no telephone here has', () => {
  it.each([anna.number, '+12025550199'])('%s ends with 480 without a trunk', async (to) => {
    const placed = await house();
    await placed.call(to);
    expect(await placed.hangup()).toBe(480);
  });

  it('goes through the trunk, which asks for a proof', async () => {
    const account = { user: 'line', password: 'secret', number: '+18005550000' };
    const trunk = await telephone(answers, [account]);
    const placed = await house({ host: '127.0.0.1', port: trunk.port, user: 'line', password: 'secret', from: 'line' });
    await placed.call('+12025550112');
    await until('the answer', () => placed.types().includes('CALL_ANSWERED'));
    expect([trunk.calls[0]?.to, trunk.calls[0]?.from]).toEqual(['+12025550112', '+18005550000']);
    trunk.calls[0]?.hangUp();
    expect(await placed.hangup()).toBe(0);
  });

  it('is refused by a trunk that does not know us', async () => {
    const trunk = await telephone(answers, [{ user: 'line', password: 'secret', number: '+18005550000' }]);
    const placed = await house({ host: '127.0.0.1', port: trunk.port, user: 'line', password: 'wrong', from: 'line' });
    await placed.call('+12025550112');
    expect(await placed.hangup()).toBe(403);
  });
});

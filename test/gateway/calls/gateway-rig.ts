/** The whole gateway with telephones around it, over UDP. */
import { expect } from 'vitest';
import { defaultQuotas } from '../../../gateway/contract.ts';
import type { Gateway, GatewaySettings, Neighbours } from '../../../gateway/contract.ts';
import { startGateway } from '../../../gateway/gateway.ts';
import { startSip } from '../../../gateway/sip/server.ts';
import { readSdp, writeSdp } from '../../../gateway/sip/sdp.ts';
import type { SipCall, SipServer } from '../../../gateway/sip/contract.ts';
import { FarSide } from '../media/far-side.ts';

export const number = '+18005550100';
export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:receive';
/** What a test opened, to be closed after it. */
export const closing: (() => Promise<void> | void)[] = [];
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

export async function gatewayWith(neighbours: Partial<Neighbours>, settings: Partial<GatewaySettings> = {}): Promise<Gateway> {
  const gateway = await startGateway(
    {
      account: '000000000000',
      region: 'us-east-1',
      sip: { host: '127.0.0.1', port: 0 },
      http: { host: '127.0.0.1', port: 0 },
      rtp: { host: '127.0.0.1', portFrom: 0, portTo: 0 },
      quotas: { ...defaultQuotas, createCallsPerSecond: 10 },
      ...settings,
    },
    {
      invoke: async () => ({ kind: 'refused', status: 404, message: 'no function' }),
      readObject: async () => Promise.reject(new Error('no object')),
      log: () => undefined,
      ...neighbours,
    },
  );
  closing.push(() => gateway.close());
  return gateway;
}

export const voice = (gateway: Gateway, method: string, path: string, body?: unknown) =>
  gateway.handle({ api: 'chime-sdk-voice', method, path, query: {}, body });

/** An application with a rule for our number; its id. */
export async function adopt(gateway: Gateway): Promise<string> {
  const made = await voice(gateway, 'POST', '/sip-media-applications', {
    AwsRegion: 'us-east-1',
    Name: 'calls',
    Endpoints: [{ LambdaArn: functionArn }],
  });
  const id = (made.body as { SipMediaApplication: { SipMediaApplicationId: string } }).SipMediaApplication.SipMediaApplicationId;
  const rule = await voice(gateway, 'POST', '/sip-rules', {
    Name: 'main',
    TriggerType: 'ToPhoneNumber',
    TriggerValue: number,
    TargetApplications: [{ SipMediaApplicationId: id, Priority: 1, AwsRegion: 'us-east-1' }],
  });
  expect(rule.status).toBe(201);
  return id;
}

export interface Phone {
  call: SipCall;
  sound: FarSide;
  ended: number | undefined;
  answered: boolean;
  press(digit: number): void;
}

export async function openPhone(): Promise<{ agent: SipServer; dial(to: string, at: { host: string; port: number }): Promise<Phone> }> {
  const agent = await startSip({ host: '127.0.0.1', port: 0, name: 'telephone' });
  closing.push(() => agent.close());
  return {
    agent,
    async dial(to, at) {
      const sound = new FarSide();
      closing.push(() => sound.close());
      const line = await sound.open();
      const sdp = writeSdp({ ...line, direction: 'sendrecv', sessionId: 1, version: 1 });
      const phone: Phone = {
        call: undefined as unknown as SipCall,
        sound,
        ended: undefined,
        answered: false,
        press: (digit) => press(sound, digit),
      };
      phone.call = agent.dial({
        uri: `sip:${to}@${at.host}:${at.port}`,
        from: '+15550000001',
        sdp,
        headers: { 'X-Origin': 'test' },
        listener: {
          answered: (description) => {
            const remote = readSdp(description ?? '');
            if (remote) sound.talk(remote, 0);
            phone.answered = remote !== undefined;
          },
          ended: (end) => (phone.ended = end.by === 'far' ? (end.status ?? 0) : -1),
        },
      });
      return phone;
    },
  };
}

/** A key by RFC 4733: three packets that begin, three that end. */
export function press(sound: FarSide, digit: number): void {
  for (let packet = 0; packet < 6; packet++) {
    const duration = Math.min(packet + 1, 4) * 160;
    const payload = Uint8Array.from([digit, packet > 2 ? 0x8a : 0x0a, duration >> 8, duration & 0xff]);
    sound.send({ payloadType: 101, marker: packet === 0, timestamp: 4_000_000, payload });
  }
}

/** A telephone that is called: it rings, is picked up or refuses, and hears and says things then. */
export interface Called {
  sound: FarSide;
  /** Numbers that calls came from. */
  readonly callers: string[];
  /** How the last call ended, as the far end said it. */
  ended: number | undefined;
  call: SipCall | undefined;
  pickUp(): void;
}

/** Lets a telephone ring for each call that comes in, from the trunk or anybody; `rings` is called for each. */
export async function answering(agent: SipServer, hz: number, rings: (called: Called) => void): Promise<Called> {
  const sound = new FarSide();
  closing.push(() => sound.close());
  const line = await sound.open();
  const called: Called = { sound, callers: [], ended: undefined, call: undefined, pickUp: () => undefined };
  agent.onCall = (call) => {
    const offer = readSdp(call.remoteSdp);
    called.call = call;
    called.callers.push(call.from ?? '');
    called.ended = undefined;
    call.listener = {
      answered: () => offer && sound.talk(offer, hz),
      ended: (end) => (called.ended = end.by === 'far' ? (end.status ?? 0) : -1),
    };
    called.pickUp = () => {
      call.answer(
        writeSdp({
          ...line,
          codec: 'PCMU',
          digitsPayloadType: 101,
          direction: 'sendrecv',
          sessionId: 2,
          version: 1,
          offer: call.remoteSdp,
        }),
      );
    };
    call.ring();
    rings(called);
  };
  return called;
}

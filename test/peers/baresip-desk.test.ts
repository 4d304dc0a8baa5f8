/** baresip as a desk phone: registers, is called by an application, answers, presses a key, declines, is busy, calls, and leaves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Gateway, Invocation } from '../../gateway/contract.ts';
import { shareAt } from '../../local/hearing.ts';
import type { TelephonyEvent } from '../../shared/telephony/sma.ts';
import { adopt, closeAll, gatewayWith, number, voice } from '../gateway/calls/gateway-rig.ts';
import { answer, ask, play } from '../gateway/calls/rig.ts';
import { tone, wav } from '../gateway/media/far-side.ts';
import { startBaresip, type Baresip } from './baresip.ts';

const account = { user: 'anna', password: 'secret', number: '+12025550171', algorithms: ['MD5'] as const };
const [musicHz, menuHz] = [880, 440];

describe('baresip as a desk phone', () => {
  let gateway: Gateway;
  let baresip: Baresip;
  let application: string;
  let events: TelephonyEvent[] = [];
  const types = (): string[] => events.map((event) => event.InvocationEventType);

  beforeAll(async () => {
    const sounds: Record<string, Uint8Array> = { 'menu.wav': wav(tone(menuHz, 0, 8000 * 10)), music: wav(tone(musicHz, 0, 8000 * 20)) };
    const invoke = async (_: string, event: TelephonyEvent): Promise<Invocation> => {
      events.push(event);
      const answered = event.InvocationEventType === 'CALL_ANSWERED' || event.InvocationEventType === 'NEW_INBOUND_CALL';
      const asked = event.ActionData?.Type === 'PlayAudioAndGetDigits';
      return { kind: 'answer', payload: answer(...(answered ? [ask()] : asked ? [play('music')] : [])) };
    };
    gateway = await gatewayWith(
      { invoke, readObject: async (_, key) => sounds[key] ?? Promise.reject(new Error(`no ${key}`)) },
      { sip: { host: '127.0.0.1', port: 0, accounts: [account] } },
    );
    application = await adopt(gateway);
    baresip = await startBaresip({ ...account, sip: `${gateway.sip.host}:${gateway.sip.port}` }, 600);
  });
  afterAll(async () => {
    await baresip?.close();
    await closeAll();
  });

  const callIt = async (): Promise<void> => {
    const body = { FromPhoneNumber: number, ToPhoneNumber: account.number };
    expect((await voice(gateway, 'POST', `/sip-media-applications/${application}/calls`, body)).status).toBe(201);
  };
  const codes = (): unknown[] =>
    events.flatMap(({ InvocationEventType, ActionData }) =>
      InvocationEventType === 'HANGUP' ? [(ActionData?.Parameters as { SipResponseCode?: unknown } | undefined)?.SipResponseCode] : [],
    );
  /** Codes of the calls that ended, when no call is left. */
  const ended = async (): Promise<unknown[]> => {
    await expect.poll(() => gateway.calls(), { timeout: 10_000 }).toEqual([]);
    return codes();
  };
  const justHeard = (): Int16Array => baresip.recording().slice(-1600);

  it('rings, declines, rings again, answers, presses a key and hears what follows', async () => {
    events = [];
    await callIt();
    await expect.poll(types, { timeout: 10_000 }).toContain('RINGING');
    await baresip.hangUp();
    expect(await ended()).toEqual([486]);
    expect(types()).toEqual(['NEW_OUTBOUND_CALL', 'RINGING', 'HANGUP']);

    events = [];
    await callIt();
    await expect.poll(types, { timeout: 10_000 }).toContain('RINGING');
    await baresip.accept();
    await baresip.event('CALL_ESTABLISHED');
    await expect.poll(() => shareAt(menuHz, justHeard()), { timeout: 10_000 }).toBeGreaterThan(0.8);
    await callIt();
    await expect.poll(codes, { timeout: 10_000 }).toEqual([486]);
    await baresip.press('2');
    await expect.poll(() => shareAt(musicHz, justHeard()), { timeout: 10_000 }).toBeGreaterThan(0.8);
    expect(events.find((event) => event.InvocationEventType === 'ACTION_SUCCESSFUL')?.ActionData).toMatchObject({ ReceivedDigits: '2' });
    await baresip.hangUp();
    expect(await ended()).toEqual([486, 0]);
  });
  it('calls with its number, after it was asked for its password', async () => {
    events = [];
    await baresip.dial(`sip:${number}@${gateway.sip.host}:${gateway.sip.port}`);
    await expect
      .poll(() => events[0]?.CallDetails.Participants[0], { timeout: 10_000 })
      .toMatchObject({ From: account.number, To: number });
    await baresip.hangUp();
    await expect.poll(() => gateway.calls(), { timeout: 10_000 }).toEqual([]);
  });

  it('is not reached any more when it has left', async () => {
    events = [];
    await baresip.close();
    await callIt();
    expect(await ended()).toEqual([480]);
  });
});

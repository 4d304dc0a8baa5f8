/** Bridges, keys and recordings through the whole gateway: real SIP and RTP on both sides of it. */
import { afterEach, expect, test } from 'vitest';
import { defaultQuotas } from '../../../gateway/contract.ts';
import type { GatewaySettings, Invocation, Neighbours } from '../../../gateway/contract.ts';
import { keys } from '../../../gateway/media/telephone-event.ts';
import { readWav } from '../../../gateway/media/wav.ts';
import type { TelephonyEvent } from '../../../shared/telephony/sma.ts';
import { strongest, tone, until, wav } from '../media/far-side.ts';
import { adopt, answering, closeAll, gatewayWith, number, openPhone, voice } from './gateway-rig.ts';
import type { Called } from './gateway-rig.ts';
import { answer, bridge, hangup, play, record } from './rig.ts';

afterEach(closeAll);

type Actions = Record<string, unknown>[];
const ours = '+15550000001';
const sounds: Record<string, Uint8Array> = { music: wav(tone(880, 0, 8000 * 20)), bye: wav(tone(2000, 0, 8000 * 20)) };

/** A gateway whose calls go to one telephone, with a function that the test writes; its events are kept. */
async function place(
  handle: (event: TelephonyEvent) => Actions,
  callee: { hz?: number; rings?: (called: Called) => void },
  more: {
    neighbours?: Partial<Neighbours>;
    settings?: Partial<GatewaySettings>;
  } = {},
) {
  const events: TelephonyEvent[] = [];
  const far = await openPhone();
  const called = await answering(far.agent, callee.hz ?? 1300, callee.rings ?? (() => undefined));
  const invoke = async (_: string, event: TelephonyEvent): Promise<Invocation> => {
    events.push(event);
    return { kind: 'answer', payload: answer(...handle(event)) };
  };
  const readObject: Neighbours['readObject'] = async (_, key) => sounds[key] ?? Promise.reject(new Error('none'));
  const { host, port } = far.agent.address;
  const gateway = await gatewayWith(
    { invoke, readObject, ...more.neighbours },
    { sip: { host: '127.0.0.1', port: 0, trunk: { host, port } }, ...more.settings },
  );
  const id = await adopt(gateway);
  const ring = async (Arguments: Record<string, string>) => {
    const path = `/sip-media-applications/${id}/calls/${events[0]?.CallDetails.TransactionId}`;
    expect((await voice(gateway, 'POST', path, { Arguments })).status).toBe(202);
  };
  const caller = await (await openPhone()).dial(number, gateway.sip);
  const told = () => events.map((event) => [event.InvocationEventType, event.ActionData?.Type].filter(Boolean).join(' '));
  return { events, told, gateway, called, caller, ring };
}

const legB = (event: TelephonyEvent) =>
  event.CallDetails.Participants.find(({ ParticipantTag }) => ParticipantTag === 'LEG-B')?.CallId ?? '';

test('two telephones hear each other, one alone hears what is played to it, keys arrive, and each survives the other', async () => {
  const handle = (event: TelephonyEvent): Actions => {
    const asked = (event.ActionData?.Parameters?.['Arguments'] ?? {}) as Record<string, string>;
    if (event.InvocationEventType === 'NEW_INBOUND_CALL') return [play('music', { Repeat: 2 })];
    if (asked['do'] === 'bridge') return [bridge()];
    if (asked['do'] === 'keys')
      return [{ Type: 'SendDigits', Parameters: { CallId: legB(event), Digits: '1,#', ToneDurationInMilliseconds: 60 } }];
    if (asked['do'] === 'play') return [play('bye', { ParticipantTag: 'LEG-B' })];
    return asked['do'] === 'end' ? [hangup({ ParticipantTag: 'LEG-B' })] : [];
  };
  const { events, told, gateway, called, caller, ring } = await place(handle, {});
  await until('the music', () => caller.sound.hears(880));
  await ring({ do: 'bridge' });
  await until('the ringing tone', () => caller.sound.hears(440) && caller.sound.hears(480));
  expect(called.callers).toEqual([ours]);
  called.pickUp();
  caller.sound.hz = 700;
  await until('the caller hears the callee alone', () => caller.sound.hears(1300) && !caller.sound.hears(440) && !caller.sound.hears(700));
  await until('the callee hears the caller alone', () => called.sound.hears(700) && !called.sound.hears(1300));
  expect(gateway.calls()[0]?.legs.map(({ tag, status }) => `${tag} ${status}`)).toEqual(['LEG-A Connected', 'LEG-B Connected']);

  await ring({ do: 'keys' });
  const pressed = () => new Set(called.sound.packets.flatMap((one) => (one.payloadType === 101 ? [keys[one.payload[0] ?? 0]] : [])));
  await until('the keys', () => pressed().has('#'));
  expect([...pressed()]).toEqual(['1', '#']);
  await until('the end of the keys', () => told().at(-1) === 'ACTION_SUCCESSFUL SendDigits');

  await ring({ do: 'play' });
  await until('the callee hears it over the caller', () => called.sound.hears(2000) && called.sound.hears(700));
  await until('the caller does not', () => caller.sound.hears(1300) && !caller.sound.hears(2000));
  caller.call.hangUp();
  await until('HANGUP', () => told().at(-1) === 'HANGUP Hangup');
  expect(events.at(-1)?.CallDetails.Participants).toMatchObject([
    { Status: 'Disconnected' },
    { ParticipantTag: 'LEG-B', Status: 'Connected' },
  ]);
  await until('the callee hears it alone', () => called.sound.hears(2000) && !called.sound.hears(700));
  await ring({ do: 'end' });
  await until('the end', () => called.ended === 0 && gateway.calls().length === 0);
});

test('a caller who is not answered rings until the other telephone is picked up, and stays when it is put down', async () => {
  const handle = (event: TelephonyEvent): Actions => {
    if (event.InvocationEventType === 'NEW_INBOUND_CALL') return [bridge({ CallerIdNumber: number })];
    return event.InvocationEventType === 'HANGUP' && event.CallDetails.Participants.length > 1 ? [play('bye')] : [];
  };
  const { told, gateway, called, caller } = await place(handle, {});
  await until('it rings', () => called.callers.length === 1);
  expect(called.callers).toEqual([number]);
  expect(caller.answered).toBe(false);
  called.pickUp();
  await until('the caller is answered and hears', () => caller.answered && caller.sound.hears(1300));
  called.call?.hangUp();
  await until('the caller hears what comes then', () => caller.sound.hears(2000) && !caller.sound.hears(1300));
  expect(told()).toEqual(['NEW_INBOUND_CALL', 'ACTION_SUCCESSFUL CallAndBridge', 'HANGUP Hangup']);
  caller.call.hangUp();
  await until('the end', () => gateway.calls().length === 0);
});

test('busy and beyond the quota are CallNotAnswered, and the caller hears on', async () => {
  const handle = (event: TelephonyEvent): Actions => {
    if (event.InvocationEventType === 'NEW_INBOUND_CALL') return [bridge()];
    return event.InvocationEventType === 'ACTION_FAILED' ? [play('bye')] : [];
  };
  const busy = await place(handle, { rings: ({ call }) => call?.reject(486) });
  await until('the caller hears that', () => busy.caller.sound.hears(2000));
  expect(busy.events[1]?.ActionData).toMatchObject({ Type: 'CallAndBridge', ErrorType: 'CallNotAnswered' });
  const full = await place(handle, {}, { settings: { quotas: { ...defaultQuotas, activeCalls: 1 } } });
  // The settings replace the trunk too: nobody could be reached, but nobody is asked either.
  await until('the caller hears that', () => full.caller.sound.hears(2000));
  expect(full.events[1]?.ActionData).toMatchObject({ ErrorType: 'CallNotAnswered' });
  expect(full.called.callers).toEqual([]);
});

test('a user behind a Voice Connector is called by name, with the headers that were given', async () => {
  const Endpoints = [{ BridgeEndpointType: 'AWS', Uri: 'support', Arn: 'arn:aws:chime:us-east-1:000000000000:vc/connector' }];
  const handle = (event: TelephonyEvent): Actions =>
    event.InvocationEventType === 'NEW_INBOUND_CALL' ? [bridge({ Endpoints, SipHeaders: { 'X-Contact': '7' } })] : [];
  const { events, called, caller } = await place(handle, { rings: (one) => one.pickUp() });
  await until('the caller hears', () => caller.sound.hears(1300));
  expect([called.call?.to, called.call?.headers]).toEqual(['support', { 'X-Contact': '7' }]);
  expect(events[1]?.CallDetails.Participants[1]).toMatchObject({ To: 'support', From: ours });
});

test('a caller who gives up lets the other telephone stop ringing', async () => {
  const { gateway, called, caller } = await place(() => [bridge()], {});
  await until('it rings', () => called.callers.length === 1);
  caller.call.hangUp();
  await until('it stops', () => called.ended !== undefined);
  await until('no call', () => gateway.calls().length === 0);
});

/** Buckets that keep what is written, and how much of it each event found there. */
function voicemail() {
  const stored = new Map<string, Uint8Array>();
  const writeObject: Neighbours['writeObject'] = async (bucket, key, bytes, contentType) => {
    expect([bucket, contentType]).toEqual(['voice', 'audio/wav']);
    stored.set(key, bytes);
  };
  return { stored, writeObject };
}
function heardIn(bytes: Uint8Array | undefined): Int16Array {
  const read = readWav(bytes ?? new Uint8Array());
  if (!read.ok) throw new Error(read.why);
  return read.wav.samples;
}

test('what a caller says is recorded until a key, a silence, or the caller goes, and is there when the function hears of it', async () => {
  const { stored, writeObject } = voicemail();
  const present: boolean[] = [];
  const handle = (event: TelephonyEvent): Actions => {
    const place = event.ActionData?.RecordingDestination;
    if (place) present.push(stored.has(place.Key));
    if (event.InvocationEventType === 'NEW_INBOUND_CALL') return [record()];
    if (present.length === 1) return [record({ SilenceDurationInSeconds: 1 })];
    return present.length === 2 ? [record()] : [];
  };
  const { events, told, gateway, caller } = await place(handle, {}, { neighbours: { writeObject } });
  await until('the caller is answered', () => caller.answered);
  const packets = async (count: number) => {
    const before = caller.sound.packets.length;
    await until('more of it', () => caller.sound.packets.length > before + count);
  };
  caller.sound.hz = 700;
  await packets(60);
  caller.press(11);
  await until('the first message', () => present.length === 1);
  caller.sound.hz = 0;
  await until('the second message', () => present.length === 2);
  caller.sound.hz = 1500;
  await packets(40);
  caller.call.hangUp();
  await until('the end', () => told().at(-1) === 'HANGUP Hangup' && gateway.calls().length === 0);

  expect(told()).toEqual(['NEW_INBOUND_CALL', ...Array<string>(3).fill('ACTION_SUCCESSFUL RecordAudio'), 'HANGUP Hangup']);
  expect(present).toEqual([true, true, true]);
  expect(events.map((event) => event.ActionData?.RecordingTerminatorUsed)).toEqual([undefined, '#', undefined, undefined, undefined]);
  const [first, second, third] = [...stored.values()].map(heardIn);
  expect(strongest(first!, 700)).toBeGreaterThan(-15);
  expect(second!.length).toBeGreaterThanOrEqual(8000);
  expect(strongest(third!, 1500)).toBeGreaterThan(-15);
});

test('a recording that may not be written fails, and so does one where there is nowhere to write', async () => {
  const handle = (event: TelephonyEvent): Actions =>
    event.InvocationEventType === 'NEW_INBOUND_CALL' || event.Sequence === 2 ? [record({ DurationInSeconds: 1 })] : [];
  const refused = await place(handle, {}, { neighbours: { writeObject: async () => Promise.reject(new Error('AccessDenied')) } });
  await until('the failure', () => refused.told()[1]);
  expect(refused.events[1]?.ActionData).toMatchObject({ Type: 'RecordAudio', ErrorType: 'InvalidActionParameter' });
  const nowhere = await place(handle, {});
  await until('the failure', () => nowhere.told()[1]);
  expect(nowhere.events[1]?.ActionData).toMatchObject({ Type: 'RecordAudio', ErrorType: 'SystemException' });
});

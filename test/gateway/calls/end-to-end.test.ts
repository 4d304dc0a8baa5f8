import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { defaultQuotas } from '../../../gateway/contract.ts';
import type { Invocation } from '../../../gateway/contract.ts';
import { listen } from '../../../gateway/http.ts';
import { readSdp, writeSdp } from '../../../gateway/sip/sdp.ts';
import type { SipCall } from '../../../gateway/sip/contract.ts';
import type { TelephonyEvent } from '../../../shared/telephony/sma.ts';
import { FarSide, tone, until, wav } from '../media/far-side.ts';
import { adopt, closeAll, closing, gatewayWith, number, openPhone, voice } from './gateway-rig.ts';
import { answer, ask, hangup, join, play } from './rig.ts';

afterEach(closeAll);

test('a caller over UDP hears the menu, presses a key, hears the music, is taken into a meeting and is hung up', async () => {
  const events: TelephonyEvent[] = [];
  let meeting = { id: '', token: '' };
  const invoke = async (_: string, event: TelephonyEvent): Promise<Invocation> => {
    events.push(event);
    const actions = {
      NEW_INBOUND_CALL: [ask()],
      ACTION_SUCCESSFUL: event.ActionData?.Type === 'PlayAudioAndGetDigits' ? [play('music')] : [],
      CALL_UPDATE_REQUESTED: [{ ...join(meeting.token), Parameters: { JoinToken: meeting.token, MeetingId: meeting.id } }],
      HANGUP: event.CallDetails.Participants.length > 1 ? [hangup({ ParticipantTag: 'LEG-A' })] : [],
    }[event.InvocationEventType as string];
    return { kind: 'answer', payload: answer(...(actions ?? [])) };
  };
  const sounds: Record<string, Uint8Array> = { 'menu.wav': wav(tone(440, 0, 8000 * 5)), music: wav(tone(880, 0, 8000 * 20)) };
  const gateway = await gatewayWith({ invoke, readObject: async (_, key) => sounds[key] ?? Promise.reject(new Error('none')) });
  const id = await adopt(gateway);
  const phone = await (await openPhone()).dial(number, gateway.sip);

  await until('the menu', () => phone.sound.hears(440));
  expect(events[0]).toMatchObject({ Sequence: 1, CallDetails: { Participants: [{ To: number, SipHeaders: { 'X-Origin': 'test' } }] } });
  phone.press(2);
  await until('the music', () => phone.sound.hears(880));
  expect(events[1]?.ActionData).toMatchObject({ Type: 'PlayAudioAndGetDigits', ReceivedDigits: '2' });

  const made = await gateway.handle({
    api: 'chime-sdk-meetings',
    method: 'POST',
    path: '/meetings',
    query: { operation: 'create-attendees' },
    body: {
      ClientRequestToken: randomUUID(),
      ExternalMeetingId: 'contact',
      MediaRegion: 'us-east-1',
      Attendees: [{ ExternalUserId: 'caller' }],
    },
  });
  const body = made.body as { Meeting: { MeetingId: string }; Attendees: { JoinToken: string }[] };
  meeting = { id: body.Meeting.MeetingId, token: body.Attendees[0]?.JoinToken ?? '' };
  const transactionId = events[0]?.CallDetails.TransactionId ?? '';
  const rung = await voice(gateway, 'POST', `/sip-media-applications/${id}/calls/${transactionId}`, { Arguments: { version: '7' } });
  expect(rung.status).toBe(202);
  await until('LEG-B', () => gateway.calls()[0]?.legs.length === 2);
  await until('silence', () => !phone.sound.hears(880));

  await gateway.handle({ api: 'chime-sdk-meetings', method: 'DELETE', path: `/meetings/${meeting.id}`, query: {}, body: undefined });
  await until('the end', () => phone.ended === 0);
  await until('no call', () => gateway.calls().length === 0);
  expect(events.map((event) => event.InvocationEventType)).toEqual([
    'NEW_INBOUND_CALL',
    'ACTION_SUCCESSFUL',
    'CALL_UPDATE_REQUESTED',
    'ACTION_INTERRUPTED',
    'ACTION_SUCCESSFUL',
    'HANGUP',
    'HANGUP',
  ]);
  const late = await voice(gateway, 'POST', `/sip-media-applications/${id}/calls/${transactionId}`, { Arguments: {} });
  expect(late.error).toBe('NotFoundException');
});

test('a number without a rule is refused with 404, a function that fails twice with 480, a call beyond the quota with 503', async () => {
  let answers: (() => void)[] = [];
  let invoke = async (): Promise<Invocation> => ({ kind: 'refused', status: 500, message: 'broken' });
  const gateway = await gatewayWith({ invoke: () => invoke() }, { quotas: { ...defaultQuotas, activeCalls: 1 } });
  await adopt(gateway);
  const phones = await openPhone();
  const stranger = await phones.dial('+18005550199', gateway.sip);
  await until('404', () => stranger.ended === 404);
  const unlucky = await phones.dial('18005550100', gateway.sip);
  await until('480', () => unlucky.ended === 480);
  invoke = () => new Promise((resolve) => answers.push(() => resolve({ kind: 'refused', status: 500, message: 'late' })));
  const first = await phones.dial(number, gateway.sip);
  await until('the first call', () => answers.length === 1);
  const second = await phones.dial(number, gateway.sip);
  await until('503', () => second.ended === 503);
  first.call.hangUp();
  await until('no call', () => gateway.calls().length === 0);
  answers = [];
});

test('a created call rings a telephone through the trunk, is answered, plays and ends with the far end', async () => {
  const events: TelephonyEvent[] = [];
  const phones = await openPhone();
  const sound = new FarSide();
  closing.push(() => sound.close());
  const line = await sound.open();
  let theirs: SipCall | undefined;
  phones.agent.onCall = (call) => {
    theirs = call;
    call.ring();
    const offer = readSdp(call.remoteSdp);
    call.listener = { answered: () => offer && sound.talk(offer, 0) };
    call.answer(writeSdp({ ...line, codec: 'PCMU', direction: 'sendrecv', sessionId: 2, version: 1, offer: call.remoteSdp }));
  };
  const invoke = async (_: string, event: TelephonyEvent): Promise<Invocation> => {
    events.push(event);
    return { kind: 'answer', payload: answer(...(event.InvocationEventType === 'CALL_ANSWERED' ? [play('music')] : [])) };
  };
  const { host, port } = phones.agent.address;
  const gateway = await gatewayWith(
    { invoke, readObject: async () => wav(tone(880, 0, 8000 * 20)) },
    { sip: { host: '127.0.0.1', port: 0, trunk: { host, port } } },
  );
  const id = await adopt(gateway);
  const body = { FromPhoneNumber: number, ToPhoneNumber: '+15550000002', ArgumentsMap: { survey: '1' } };
  const made = await voice(gateway, 'POST', `/sip-media-applications/${id}/calls`, body);
  expect(made.status).toBe(201);
  await until('the music', () => sound.hears(880));
  theirs?.hangUp();
  await until('the end', () => events.at(-1)?.InvocationEventType === 'HANGUP');
  expect(events.map((event) => event.InvocationEventType)).toEqual(['NEW_OUTBOUND_CALL', 'RINGING', 'CALL_ANSWERED', 'HANGUP']);
  expect(events[0]?.ActionData?.Parameters).toEqual({ Arguments: { survey: '1' } });
});

test('applications and rules survive a restart', async () => {
  const dir = await mkdtemp(joinPath(tmpdir(), 'gateway-'));
  closing.push(() => rm(dir, { recursive: true }));
  const stateFile = joinPath(dir, 'state', 'gateway.json');
  const first = await gatewayWith({}, { stateFile });
  const id = await adopt(first);
  await first.close();
  expect(JSON.parse(await readFile(stateFile, 'utf8'))).toMatchObject({ applications: [{ SipMediaApplicationId: id }] });
  const second = await gatewayWith({}, { stateFile });
  const rules = await second.handle({
    api: 'chime-sdk-voice',
    method: 'GET',
    path: '/sip-rules',
    query: { 'sip-media-application': id },
    body: undefined,
  });
  expect(rules.body).toMatchObject({ SipRules: [{ TriggerValue: number, Disabled: false }] });
});

test('a start that finds its SIP port taken leaves no port open', async () => {
  const first = await gatewayWith({});
  const { port } = first.sip;
  const passing = await listen({ host: '127.0.0.1', port: 0 });
  const http = { host: '127.0.0.1', port: Number(new URL(passing.url).port) };
  await passing.close();
  await expect(gatewayWith({}, { sip: { host: '127.0.0.1', port }, http })).rejects.toThrow(/EADDRINUSE/);
  const again = await listen(http);
  await again.close();
});

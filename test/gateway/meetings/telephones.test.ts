/** Telephones in meetings, through the whole gateway: who hears whom, and who may say so. */
import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { Gateway, Invocation } from '../../../gateway/contract.ts';
import type { TelephonyEvent } from '../../../shared/telephony/sma.ts';
import { adopt, closeAll, gatewayWith, number, openPhone, voice } from '../calls/gateway-rig.ts';
import { answer } from '../calls/rig.ts';
import { until } from '../media/far-side.ts';

afterEach(closeAll);

interface Attendee {
  AttendeeId: string;
  ExternalUserId: string;
  JoinToken: string;
}
const ask = async <T>(gateway: Gateway, method: string, path: string, body?: unknown, query = {}): Promise<T> => {
  const given = await gateway.handle({ api: 'chime-sdk-meetings', method, path, query, body });
  expect(given.status).toBeLessThan(300);
  return given.body as T;
};
async function meet(gateway: Gateway, ...names: string[]) {
  const body = { ClientRequestToken: randomUUID(), ExternalMeetingId: 'contact', MediaRegion: 'us-east-1' };
  const { Meeting } = await ask<{ Meeting: { MeetingId: string } }>(gateway, 'POST', '/meetings', body);
  const path = `/meetings/${Meeting.MeetingId}/attendees`;
  const Attendees = names.map((ExternalUserId) => ({ ExternalUserId }));
  const made = await ask<{ Attendees: Attendee[] }>(gateway, 'POST', path, { Attendees }, { operation: 'batch-create' });
  return { id: Meeting.MeetingId, path, attendees: made.Attendees };
}

/** Callers who are taken into the meetings that wait for them, in this order; what each of their functions was told. */
async function callers(seats: { id: string; attendee: Attendee; hz: number }[], gateway: Gateway, stories: TelephonyEvent[][]) {
  const phones = await openPhone();
  const all = [];
  for (const { hz } of seats) {
    const phone = await phones.dial(number, gateway.sip);
    await until('the caller is in', () => stories.length > all.length && stories.at(-1)?.at(-1)?.ActionData?.Type === 'JoinChimeMeeting');
    await until('the telephone talks', () => phone.answered);
    phone.sound.hz = hz;
    all.push(phone);
  }
  return all;
}

test('capabilities and mutes hold at once, for telephones of any call; a deleted attendee is out, and meetings do not hear each other', async () => {
  const waiting: { id: string; attendee: Attendee; hz: number }[] = [];
  const stories: TelephonyEvent[][] = [];
  const invoke = async (_: string, event: TelephonyEvent): Promise<Invocation> => {
    const known = stories.find(([first]) => first?.CallDetails.TransactionId === event.CallDetails.TransactionId);
    if (known) known.push(event);
    else stories.push([event]);
    const given = (event.ActionData?.Parameters?.['Arguments'] ?? {}) as Record<string, string>;
    const seat = waiting[stories.length - 1];
    const join = { Type: 'JoinChimeMeeting', Parameters: { JoinToken: seat?.attendee.JoinToken, MeetingId: seat?.id } };
    const mute = {
      Type: 'ModifyChimeMeetingAttendees',
      Parameters: {
        Operation: given['operation'],
        MeetingId: given['meeting'],
        AttendeeList: [given['attendee']],
        ParticipantTag: 'LEG-B',
      },
    };
    if (event.InvocationEventType === 'NEW_INBOUND_CALL') return { kind: 'answer', payload: answer(join) };
    return { kind: 'answer', payload: answer(...(given['operation'] === undefined ? [] : [mute])) };
  };
  const gateway = await gatewayWith({ invoke });
  const application = await adopt(gateway);
  const first = await meet(gateway, 'anna', 'bela');
  const second = await meet(gateway, 'cili');
  const [annaSeat, belaSeat] = first.attendees;
  const [ciliSeat] = second.attendees;
  waiting.push(
    { id: first.id, attendee: annaSeat!, hz: 500 },
    { id: first.id, attendee: belaSeat!, hz: 1300 },
    { id: second.id, attendee: ciliSeat!, hz: 2100 },
  );
  const [anna, bela, cili] = (await callers(waiting, gateway, stories)).map(({ sound }) => sound);
  await until('Anna and Bela hear each other', () => anna!.hears(1300) && bela!.hears(500));
  expect([anna!.hears(2100), cili!.hears(500), cili!.hears(1300)]).toEqual([false, false, false]);

  const allow = (Audio: string) =>
    ask(gateway, 'PUT', `${first.path}/${belaSeat!.AttendeeId}/capabilities`, { Capabilities: { Audio, Video: 'None', Content: 'None' } });
  await allow('Receive');
  await until('Bela is not heard, and hears', () => !anna!.hears(1300) && bela!.hears(500));
  await allow('Send');
  await until('Bela is heard, and does not hear', () => anna!.hears(1300) && !bela!.hears(500));
  await allow('None');
  await until('Bela is neither', () => !anna!.hears(1300) && !bela!.hears(500));
  await allow('SendReceive');
  await until('Bela is both', () => anna!.hears(1300) && bela!.hears(500));

  // Anna's call mutes Bela, whose telephone is another call's.
  const transaction = stories[0]?.[0]?.CallDetails.TransactionId;
  const say = (Arguments: Record<string, string>) =>
    voice(gateway, 'POST', `/sip-media-applications/${application}/calls/${transaction}`, { Arguments });
  await say({ operation: 'Mute', meeting: first.id, attendee: belaSeat!.AttendeeId });
  await until('Bela is muted', () => !anna!.hears(1300) && bela!.hears(500));
  await say({ operation: 'Unmute', meeting: first.id, attendee: belaSeat!.AttendeeId });
  await until('Bela is heard again', () => anna!.hears(1300));
  await say({ operation: 'Mute', meeting: first.id, attendee: ciliSeat!.AttendeeId });
  await until('a refusal', () => stories[0]?.at(-1)?.InvocationEventType === 'ACTION_FAILED');

  await ask(gateway, 'DELETE', `${first.path}/${belaSeat!.AttendeeId}`);
  await until('HANGUP of LEG-B', () => stories[1]?.at(-1)?.InvocationEventType === 'HANGUP');
  expect(stories[1]?.at(-1)?.ActionData?.Parameters).toMatchObject({ ParticipantTag: 'LEG-B', SipResponseCode: 0 });
  await until('nobody is left with Anna', () => !anna!.hears(1300) && !bela!.hears(500));
  const listed = await ask<{ Attendees: Attendee[] }>(gateway, 'GET', first.path);
  expect(listed.Attendees.map(({ ExternalUserId }) => ExternalUserId)).toEqual(['anna']);
  expect(gateway.calls()).toHaveLength(3);
});

test('an attendee who may only hear is not heard for a moment when they come', async () => {
  const stories: TelephonyEvent[][] = [];
  const waiting: { id: string; attendee: Attendee; hz: number }[] = [];
  const invoke = async (_: string, event: TelephonyEvent): Promise<Invocation> => {
    if (event.InvocationEventType === 'NEW_INBOUND_CALL') stories.push([]);
    stories.at(-1)?.push(event);
    const seat = waiting[stories.length - 1];
    const join = { Type: 'JoinChimeMeeting', Parameters: { JoinToken: seat?.attendee.JoinToken, MeetingId: seat?.id } };
    return { kind: 'answer', payload: answer(...(event.InvocationEventType === 'NEW_INBOUND_CALL' ? [join] : [])) };
  };
  const gateway = await gatewayWith({ invoke });
  await adopt(gateway);
  const { id, path, attendees } = await meet(gateway, 'anna');
  const Capabilities = { Audio: 'Receive', Video: 'None', Content: 'None' };
  const { Attendee } = await ask<{ Attendee: Attendee }>(gateway, 'POST', path, { ExternalUserId: 'ear', Capabilities });
  waiting.push({ id, attendee: attendees[0]!, hz: 500 }, { id, attendee: Attendee, hz: 1300 });
  const [anna, ear] = (await callers(waiting, gateway, stories)).map(({ sound }) => sound);
  await until('the one who may hear does', () => ear!.hears(500));
  expect(anna!.heard(10_000).every((sample) => sample === 0)).toBe(true);
});

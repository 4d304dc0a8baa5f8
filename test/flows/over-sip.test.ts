import { afterEach, expect, test } from 'vitest';
import { flow as main } from '../../functions/flows/main.ts';
import { defaultQuotas, type Gateway } from '../../gateway/contract.ts';
import { startGateway } from '../../gateway/gateway.ts';
import type { SipCall } from '../../gateway/sip/contract.ts';
import { readSdp, writeSdp } from '../../gateway/sip/sdp.ts';
import { startSip } from '../../gateway/sip/server.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { Contact } from '../../shared/contacts/contact.ts';
import { MeetingSeats } from '../../shared/contacts/meeting.ts';
import { answerEvent } from '../../shared/flows/receive-event.ts';
import { promptOfKey } from '../../shared/prompts/prompt-key.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { FarSide, tone, until, wav } from '../gateway/media/far-side.ts';
import { openCentre, seatAgent, type Centre } from './centre.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const number = '+12025550100';
/** Each prompt is a tone of its own. */
const tones: Record<string, { hz: number; ms: number }> = {
  'main-menu': { hz: 620, ms: 5_000 },
  'connecting-soon': { hz: 740, ms: 200 },
  'hold-music': { hz: 880, ms: 30_000 },
};

async function gatewayFor(centre: Centre): Promise<Gateway> {
  const gateway = await startGateway(
    {
      account: '000000000000',
      region: 'us-east-1',
      sip: { host: '127.0.0.1', port: 0 },
      http: { host: '127.0.0.1', port: 0 },
      rtp: { host: '127.0.0.1', portFrom: 0, portTo: 0 },
      quotas: defaultQuotas,
    },
    {
      invoke: async (_, event) => ({ kind: 'answer', payload: await answerEvent(centre.reception, structuredClone(event)) }),
      readObject: async (_, key) => {
        const { hz, ms } = tones[promptOfKey(key) ?? ''] ?? { hz: 300, ms: 200 };
        return wav(tone(hz, 0, ms * 8));
      },
      log: () => undefined,
    },
  );
  closing.push(() => gateway.close());
  return gateway;
}

const post = async (gateway: Gateway, api: 'chime-sdk-voice' | 'chime-sdk-meetings', path: string, body: unknown, query = {}) =>
  gateway.handle({ api, method: 'POST', path, query, body });

/** Telephony behind the center: an application with a rule for our number, meetings, and the doorbell. */
async function connect(centre: Centre, gateway: Gateway): Promise<void> {
  const made = await post(gateway, 'chime-sdk-voice', '/sip-media-applications', {
    AwsRegion: 'us-east-1',
    Name: 'calls',
    Endpoints: [{ LambdaArn: 'arn:aws:lambda:us-east-1:000000000000:function:receive' }],
  });
  const { SipMediaApplicationId } = (made.body as { SipMediaApplication: { SipMediaApplicationId: string } }).SipMediaApplication;
  await post(gateway, 'chime-sdk-voice', '/sip-rules', {
    Name: 'main',
    TriggerType: 'ToPhoneNumber',
    TriggerValue: number,
    TargetApplications: [{ SipMediaApplicationId, Priority: 1, AwsRegion: 'us-east-1' }],
  });
  centre.world.ringDoorbell = async ({ applicationId, transactionId }, version) => {
    const path = `/sip-media-applications/${applicationId}/calls/${transactionId}`;
    const { status } = await post(gateway, 'chime-sdk-voice', path, { Arguments: { version: String(version) } });
    return status === 202 ? 'rung' : 'gone';
  };
  centre.world.meetings.prepare = async (contactId, n, agentId) => {
    const request = {
      ClientRequestToken: `${contactId}-${n}`,
      ExternalMeetingId: `${contactId}-${n}`,
      MediaRegion: 'us-east-1',
      Attendees: [{ ExternalUserId: 'caller' }, { ExternalUserId: agentId }],
    };
    const { body } = await post(gateway, 'chime-sdk-meetings', '/meetings', request, { operation: 'create-attendees' });
    const { Meeting, Attendees } = body as { Meeting: { MeetingId: string }; Attendees: { AttendeeId: string; JoinToken: string }[] };
    const seat = (i: number) => ({ attendeeId: Attendees[i]?.AttendeeId, joinToken: Attendees[i]?.JoinToken });
    return MeetingSeats.parse({
      meetingId: Meeting.MeetingId,
      meeting: Meeting,
      caller: seat(0),
      agent: { ...seat(1), externalUserId: agentId },
    });
  };
  centre.world.meetings.end = async (meetingId) => {
    await gateway.handle({ api: 'chime-sdk-meetings', method: 'DELETE', path: `/meetings/${meetingId}`, query: {}, body: undefined });
  };
}

interface Phone {
  call: SipCall;
  sound: FarSide;
  over: boolean;
}
async function dial(gateway: Gateway): Promise<Phone> {
  const agent = await startSip({ host: '127.0.0.1', port: 0, name: 'telephone' });
  closing.push(() => agent.close());
  const sound = new FarSide();
  closing.push(() => sound.close());
  const sdp = writeSdp({ ...(await sound.open()), direction: 'sendrecv', sessionId: 1, version: 1 });
  const phone: Partial<Phone> & { over: boolean } = { sound, over: false };
  const call = agent.dial({
    uri: `sip:${number}@${gateway.sip.host}:${gateway.sip.port}`,
    from: '+12025550111',
    sdp,
    listener: {
      answered: (description) => {
        const remote = readSdp(description ?? '');
        if (remote) sound.talk(remote, 0);
      },
      ended: () => (phone.over = true),
    },
  });
  return Object.assign(phone, { call, sound });
}

/** A key by RFC 4733, section 2.5: three packets that begin, three that end. */
function press(sound: FarSide, digit: number): void {
  for (let packet = 0; packet < 6; packet++) {
    const duration = Math.min(packet + 1, 4) * 160;
    const payload = Uint8Array.from([digit, packet > 2 ? 0x8a : 0x0a, duration >> 8, duration & 0xff]);
    sound.send({ payloadType: 101, marker: packet === 0, timestamp: 4_000_000, payload });
  }
}

const contacts = async ({ world }: Centre, transactionId: string): Promise<Contact> => {
  const found = await world.db.get('contacts', { pk: `TRANSACTION#${transactionId}`, sk: 'TRANSACTION' });
  return Contact.parse(await world.db.get('contacts', { pk: `CONTACT#${String(found?.['contactId'])}`, sk: 'CONTACT' }));
};

test('over the real gateway: a menu, a key, music, an agent, their meeting, and the agent’s hang-up ends both legs', async () => {
  const centre = await openCentre([main]);
  const gateway = await gatewayFor(centre);
  await connect(centre, gateway);
  const anna = await seatAgent(centre, 'anna');
  const phone = await dial(gateway);
  await until('the menu', () => phone.sound.hears(620));
  press(phone.sound, 2);
  await until('the music', () => phone.sound.hears(880));

  const transactionId = gateway.calls()[0]?.transactionId ?? '';
  const { contactId, offers, state, topic } = await contacts(centre, transactionId);
  expect({ state, topic }).toEqual({ state: 'offered', topic: 'technical' });
  await acceptOffer(centre.world, anna, contactId, offers);
  await reportAudio(centre.world, anna, contactId, offers);
  await until('the meeting', () => gateway.calls()[0]?.legs.length === 2);
  await until('no more music', () => !phone.sound.hears(880));

  await endContact(centre.world, contactId, 'agent-hung-up', { agentId: anna, n: offers });
  await until('the end', () => phone.over);
  await until('no call', () => gateway.calls().length === 0);
  expect((await contacts(centre, transactionId)).endReason).toBe('agent-hung-up');
});

test('over the real gateway: the caller’s hang-up in the middle of the conversation leaves no leg and no meeting', async () => {
  const centre = await openCentre([main]);
  const gateway = await gatewayFor(centre);
  await connect(centre, gateway);
  const anna = await seatAgent(centre, 'anna');
  const phone = await dial(gateway);
  await until('the menu', () => phone.sound.hears(620));
  press(phone.sound, 3);
  await until('the music', () => phone.sound.hears(880));
  const transactionId = gateway.calls()[0]?.transactionId ?? '';
  const { contactId, offers } = await contacts(centre, transactionId);
  await acceptOffer(centre.world, anna, contactId, offers);
  await reportAudio(centre.world, anna, contactId, offers);
  await until('the meeting', () => gateway.calls()[0]?.legs.length === 2);
  phone.call.hangUp();
  await until('no call', () => gateway.calls().length === 0);
  expect(await contacts(centre, transactionId)).toMatchObject({ state: 'ended', endReason: 'caller-hung-up' });
  await until('no meeting', () => gateway.meetings().length === 0);
});

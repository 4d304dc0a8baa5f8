import {
  ChimeSDKMeetingsClient,
  CreateAttendeeCommand,
  CreateMeetingCommand,
  GetMeetingCommand,
  ListAttendeesCommand,
} from '@aws-sdk/client-chime-sdk-meetings';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ApiAnswer } from '../../../gateway/contract.ts';
import { startMeetings } from '../../../gateway/meetings/meetings.ts';
import { SilentMedia } from './silent-media.ts';

const media = new SilentMedia();
let nowMs = 0;
let meetings: ReturnType<typeof startMeetings>;
beforeEach(() => {
  nowMs = Date.UTC(2026, 0, 1);
  media.said.length = 0;
  meetings = startMeetings({
    media,
    publicUrl: () => 'http://127.0.0.1:8080',
    account: '111122223333',
    region: 'eu-central-1',
    meetingsQuota: 3,
    log: () => undefined,
    now: () => nowMs,
    sweepMs: 5,
  });
});
afterEach(async () => meetings.close());

const ask = async (method: string, target: string, body?: unknown): Promise<ApiAnswer> => {
  const url = new URL(target, 'http://x');
  return meetings.handle({ api: 'chime-sdk-meetings', method, path: url.pathname, query: Object.fromEntries(url.searchParams), body });
};
// The shape of answers is what these tests look at.
type Shown = Record<'Meeting' | 'Attendee', Record<string, string>> & {
  Attendees: Record<string, string>[];
  Errors: unknown[];
  NextToken?: string;
  Code: string;
  Message: string;
};
const shown = (answer: ApiAnswer) => answer.body as Shown;
const order = { ClientRequestToken: 'token-1', MediaRegion: 'eu-central-1', ExternalMeetingId: 'call-1' };
const create = async (more: object = {}) => shown(await ask('POST', '/meetings', { ...order, ...more })).Meeting;
const invite = async (meeting: Record<string, string>, name = 'anna') =>
  shown(await ask('POST', `/meetings/${meeting['MeetingId']}/attendees`, { ExternalUserId: name })).Attendee;

describe('CreateMeeting', () => {
  test('answers with what was asked and where to go', async () => {
    const meeting = await create({ TenantIds: ['one'], MeetingFeatures: { Attendee: { MaxCount: 5 } } });
    expect(meeting).toMatchObject({
      ExternalMeetingId: 'call-1',
      MediaRegion: 'eu-central-1',
      TenantIds: ['one'],
      MeetingFeatures: { Attendee: { MaxCount: 5 } },
      MeetingArn: `arn:aws:chime:eu-central-1:111122223333:meeting/${meeting['MeetingId']}`,
      MediaPlacement: {
        SignalingUrl: `ws://127.0.0.1:8080/control/${meeting['MeetingId']}`,
        EventIngestionUrl: 'http://127.0.0.1:8080/v1/client-events',
      },
    });
  });

  test('is idempotent by its request token, until the meeting ended', async () => {
    const first = await create();
    expect(await create()).toEqual(first);
    expect((await create({ ClientRequestToken: 'token-2' }))['MeetingId']).not.toBe(first['MeetingId']);
    await ask('DELETE', `/meetings/${first['MeetingId']}`);
    expect((await create())['MeetingId']).not.toBe(first['MeetingId']);
  });

  test('is refused beyond the quota, and allowed again when one ended', async () => {
    for (const n of [1, 2, 3]) await create({ ClientRequestToken: `t${n}` });
    const refused = await ask('POST', '/meetings', { ...order, ClientRequestToken: 't4' });
    expect([refused.status, refused.error, shown(refused).Code]).toEqual([400, 'LimitExceededException', 'LimitExceeded']);
    await ask('DELETE', `/meetings/${(await create({ ClientRequestToken: 't1' }))['MeetingId']}`);
    expect((await ask('POST', '/meetings', { ...order, ClientRequestToken: 't4' })).status).toBe(200);
  });

  test.each([
    ['no request token', { ClientRequestToken: undefined }, 'ClientRequestToken'],
    ['a token of one character', { ClientRequestToken: 'x' }, 'ClientRequestToken'],
    ['no external id', { ExternalMeetingId: undefined }, 'ExternalMeetingId'],
    ['a reserved external id', { ExternalMeetingId: 'AWS:mine' }, 'ExternalMeetingId'],
    ['a region without media', { MediaRegion: 'mars-1' }, 'MediaRegion'],
    ['a replica', { PrimaryMeetingId: 'other' }, 'PrimaryMeetingId'],
    ['six tenants', { TenantIds: ['aa', 'bb', 'cc', 'dd', 'ee', 'ff'] }, 'TenantIds'],
  ])('with %s is a bad request that says so', async (_what, more, field) => {
    const answer = await ask('POST', '/meetings', { ...order, ...more });
    expect([answer.status, answer.error]).toEqual([400, 'BadRequestException']);
    expect(shown(answer).Message).toContain(field);
  });

  test('with attendees makes both', async () => {
    const answer = await ask('POST', '/meetings?operation=create-attendees', {
      ...order,
      Attendees: [{ ExternalUserId: 'anna' }, { ExternalUserId: 'bela' }],
    });
    expect(shown(answer).Attendees.map((attendee) => attendee['ExternalUserId'])).toEqual(['anna', 'bela']);
    expect(shown(answer).Errors).toEqual([]);
    expect(
      (await ask('POST', '/meetings?operation=create-attendees', { ...order, Attendees: Array(11).fill({ ExternalUserId: 'xx' }) })).status,
    ).toBe(400);
  });
});

describe('attendees', () => {
  test('are idempotent by their external id, with a token that a socket can carry', async () => {
    const meeting = await create();
    const anna = await invite(meeting);
    expect(await invite(meeting)).toEqual(anna);
    expect(anna['JoinToken']).toMatch(/^[\w-]{64}$/);
    expect(anna['Capabilities']).toEqual({ Audio: 'SendReceive', Video: 'SendReceive', Content: 'SendReceive' });
  });

  test('of a meeting that is full, or unknown, are refused', async () => {
    const meeting = await create({ MeetingFeatures: { Attendee: { MaxCount: 2 } } });
    const batch = await ask('POST', `/meetings/${meeting['MeetingId']}/attendees?operation=batch-create`, {
      Attendees: ['anna', 'bela', 'cili'].map((ExternalUserId) => ({ ExternalUserId })),
    });
    expect(shown(batch).Attendees).toHaveLength(2);
    expect(shown(batch).Errors).toMatchObject([{ ExternalUserId: 'cili', ErrorCode: 'LimitExceeded' }]);
    expect((await ask('POST', `/meetings/${meeting['MeetingId']}/attendees`, { ExternalUserId: 'dora' })).error).toBe(
      'LimitExceededException',
    );
    expect((await ask('POST', '/meetings/none/attendees', { ExternalUserId: 'dora' })).error).toBe('NotFoundException');
  });

  test.each([
    ['a reserved name', { ExternalUserId: 'aws:anna' }],
    ['half of the capabilities', { ExternalUserId: 'anna', Capabilities: { Audio: 'Send' } }],
    ['content received without video', { ExternalUserId: 'anna', Capabilities: { Audio: 'None', Video: 'Send', Content: 'Receive' } }],
  ])('with %s are a bad request', async (_what, body) => {
    const meeting = await create();
    expect((await ask('POST', `/meetings/${meeting['MeetingId']}/attendees`, body)).error).toBe('BadRequestException');
  });

  test('are listed in pages, shown, and deleted', async () => {
    const meeting = await create();
    const path = `/meetings/${meeting['MeetingId']}/attendees`;
    const names = ['aa', 'bb', 'cc', 'dd', 'ee'];
    for (const name of names) await invite(meeting, name);
    const first = shown(await ask('GET', `${path}?max-results=3`));
    const second = shown(await ask('GET', `${path}?max-results=3&next-token=${first.NextToken}`));
    expect([...first.Attendees, ...second.Attendees].map((attendee) => attendee['ExternalUserId'])).toEqual(names);
    expect(second.NextToken).toBeUndefined();
    expect((await ask('GET', `${path}?next-token=wrong`)).status).toBe(400);
    const one = `${path}/${first.Attendees[0]!['AttendeeId']}`;
    expect(shown(await ask('GET', one)).Attendee).toEqual(first.Attendees[0]);
    expect((await ask('DELETE', one)).status).toBe(204);
    expect((await ask('GET', one)).error).toBe('NotFoundException');
  });

  test('have capabilities that their seat follows', async () => {
    const meeting = await create();
    const anna = await invite(meeting);
    const path = `/meetings/${meeting['MeetingId']}/attendees`;
    const answer = await ask('PUT', `${path}/${anna['AttendeeId']}/capabilities`, {
      Capabilities: { Audio: 'Receive', Video: 'None', Content: 'None' },
    });
    expect(shown(answer).Attendee['Capabilities']).toMatchObject({ Audio: 'Receive' });
    expect(media.seat(anna['AttendeeId']!)).toEqual({ muted: true, deaf: false });
    await ask('PUT', `${path}/capabilities?operation=batch-update-except`, {
      ExcludedAttendeeIds: [],
      Capabilities: { Audio: 'Send', Video: 'None', Content: 'None' },
    });
    expect(media.seat(anna['AttendeeId']!)).toEqual({ muted: false, deaf: true });
  });
});

test('what is not offered is refused by name', async () => {
  const meeting = await create();
  const answer = await ask('POST', `/meetings/${meeting['MeetingId']}/transcription?operation=start`, {});
  expect(shown(answer).Message).toContain('transcription');
  expect((await ask('POST', '/tags?operation=tag-resource', {})).error).toBe('BadRequestException');
});

describe('telephone lines', () => {
  test('take a seat by token, and are told once when it is gone', async () => {
    const meeting = await create();
    const anna = await invite(meeting);
    const gone: string[] = [];
    const join = { meetingId: meeting['MeetingId']!, joinToken: anna['JoinToken']!, gone: (why: string) => void gone.push(why) };
    expect(meetings.joinLine({ ...join, joinToken: 'wrong', lineId: 'l0' })).toBeUndefined();
    expect(meetings.joinLine({ ...join, lineId: 'l1' })?.attendeeId).toBe(anna['AttendeeId']);
    expect(meetings.list()).toEqual([{ meetingId: meeting['MeetingId'], attendees: 1, present: 1 }]);
    const second = meetings.joinLine({ ...join, lineId: 'l2' });
    expect(gone).toEqual(['joined elsewhere']);
    second?.leave();
    expect(meetings.list()[0]?.present).toBe(0);
    meetings.joinLine({ ...join, lineId: 'l3' });
    await ask('DELETE', `/meetings/${meeting['MeetingId']}/attendees/${anna['AttendeeId']}`);
    expect(gone).toEqual(['joined elsewhere', 'attendee deleted']);
    expect(meetings.joinLine({ ...join, lineId: 'l4' })).toBeUndefined();
  });

  test('are muted by the server, and others come back as not muted', async () => {
    const meeting = await create();
    const [anna, caller] = [await invite(meeting), await invite(meeting, 'caller')];
    meetings.joinLine({ meetingId: meeting['MeetingId']!, joinToken: caller['JoinToken']!, lineId: 'l1', gone: () => undefined });
    const ids = [anna['AttendeeId']!, caller['AttendeeId']!, 'nobody'];
    expect(meetings.muteLines(meeting['MeetingId']!, ids, true)).toEqual([anna['AttendeeId'], 'nobody']);
    expect(media.seat(caller['AttendeeId']!)).toEqual({ muted: true, deaf: false });
    expect(meetings.muteLines('none', ids, true)).toEqual(ids);
  });
});

describe('a meeting ends', () => {
  const ended = async (meetingId: string) => {
    for (let tries = 0; tries < 200; tries++) {
      if ((await ask('GET', `/meetings/${meetingId}`)).status === 404) return true;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return false;
  };
  const afterSweeps = async () => new Promise((resolve) => setTimeout(resolve, 40));

  test('after five minutes in which nobody has audio, and not while somebody has', async () => {
    const meetingId = (await create())['MeetingId']!;
    const anna = await invite({ MeetingId: meetingId });
    nowMs += 4 * 60_000;
    const gone: string[] = [];
    const seat = meetings.joinLine({ meetingId, joinToken: anna['JoinToken']!, lineId: 'l', gone: (why) => void gone.push(why) });
    nowMs += 60 * 60_000;
    await afterSweeps();
    expect((await ask('GET', `/meetings/${meetingId}`)).status).toBe(200);
    seat?.leave();
    nowMs += 5 * 60_000;
    await afterSweeps();
    expect((await ask('GET', `/meetings/${meetingId}`)).status).toBe(200);
    nowMs += 1;
    expect(await ended(meetingId)).toBe(true);
    expect(gone).toEqual([]);
  });

  test('a day after its creation, whoever is in it', async () => {
    const meetingId = (await create())['MeetingId']!;
    const anna = await invite({ MeetingId: meetingId });
    const gone: string[] = [];
    meetings.joinLine({ meetingId, joinToken: anna['JoinToken']!, lineId: 'l', gone: (why) => void gone.push(why) });
    nowMs += 24 * 3600_000;
    expect(await ended(meetingId)).toBe(true);
    expect(gone).toEqual(['meeting ended']);
  });
});

test("the AWS client's own requests are understood, and it understands the answers", async () => {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString();
      const answer = await ask(request.method!, request.url!, text ? JSON.parse(text) : undefined);
      response.writeHead(answer.status, {
        'content-type': 'application/json',
        ...(answer.error ? { 'x-amzn-errortype': answer.error } : {}),
      });
      response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new ChimeSDKMeetingsClient({
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    maxAttempts: 1,
  });
  const { Meeting } = await client.send(new CreateMeetingCommand(order));
  await client.send(new CreateAttendeeCommand({ MeetingId: Meeting!.MeetingId, ExternalUserId: 'anna' }));
  const list = await client.send(new ListAttendeesCommand({ MeetingId: Meeting!.MeetingId, MaxResults: 1 }));
  expect(list.Attendees?.[0]?.ExternalUserId).toBe('anna');
  await expect(client.send(new GetMeetingCommand({ MeetingId: 'none' }))).rejects.toMatchObject({
    name: 'NotFoundException',
    Code: 'NotFound',
  });
  client.destroy();
  server.close();
});

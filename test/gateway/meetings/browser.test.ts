import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Media } from '../../../gateway/media/contract.ts';
import { startMedia } from '../../../gateway/media/media.ts';
import { FarSide, until } from '../media/far-side.ts';
import { bundlePage, chromiumPath, hasChromium, openBrowser, run, serveMeetings, toldTo } from './browser.ts';

const reason = hasChromium ? '' : ` (left out: there is no ${chromiumPath})`;

describe.skipIf(!hasChromium)(`the unchanged amazon-chime-sdk-js in Chromium${reason}`, () => {
  let media: Media;
  let served: Awaited<ReturnType<typeof serveMeetings>>;
  let chromium: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    media = await startMedia({ host: '127.0.0.1', portFrom: 0, portTo: 0 });
    served = await serveMeetings(media, await bundlePage());
    chromium = await openBrowser(440);
  });
  afterAll(async () => {
    await chromium?.close();
    await served?.close();
    await media?.close();
  });

  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await served.meetings.handle({ api: 'chime-sdk-meetings', method, path, query: {}, body });
    if (answer.status >= 300) throw new Error(JSON.stringify(answer));
    return answer.body as Record<'Meeting' | 'Attendee', Record<string, string>>;
  };
  const newMeeting = async (name: string) =>
    (await ask('POST', '/meetings', { ClientRequestToken: name, MediaRegion: 'us-east-1', ExternalMeetingId: name })).Meeting;
  const invite = async (meeting: Record<string, string>, name: string) =>
    (await ask('POST', `/meetings/${meeting['MeetingId']}/attendees`, { ExternalUserId: name })).Attendee;
  const openPage = async (): Promise<Page> => {
    const page = await (await chromium.browser.newContext()).newPage();
    await page.goto(served.url);
    return page;
  };
  const callIn = async (meeting: Record<string, string>, lineId: string, hz: number) => {
    const far = new FarSide();
    const remote = await far.open();
    far.talk(await media.openLine(lineId), hz);
    media.connectLine(lineId, { ...remote, codec: 'PCMU', direction: 'sendrecv' });
    const attendee = await invite(meeting, lineId);
    const gone: string[] = [];
    const seat = served.meetings.joinLine({
      meetingId: meeting['MeetingId']!,
      joinToken: attendee['JoinToken']!,
      lineId,
      gone: (why) => gone.push(why),
    });
    return { far, seat, gone, attendee };
  };
  const is = (externalUserId: string, present: boolean) => (told: { event: string; data?: unknown }) =>
    told.event === 'presence' &&
    (told.data as { externalUserId: string; present: boolean }).externalUserId === externalUserId &&
    (told.data as { present: boolean }).present === present;

  test('joins, hears a telephone and is heard, mutes, and is told when the meeting ends', { timeout: 60_000 }, async () => {
    const meeting = await newMeeting('call-1');
    const caller = await callIn(meeting, 'caller-1', 700);
    const page = await openPage();
    await run(page, 'join', { Meeting: meeting }, { Attendee: await invite(meeting, 'anna-1') });
    await toldTo(page, 'that it started', (told) => told.event === 'started');
    await toldTo(page, 'of the caller', is('caller-1', true));
    await until('the telephone hears the browser', () => caller.far.hears(440), 15_000);
    // That it is heard says nothing of when it hears: its own audio may begin a moment later.
    let [phone, nobody] = [-Infinity, -Infinity];
    for (let round = 0; round < 6 && phone <= -45; round++) {
      [phone, nobody] = (await run(page, 'listen', [700, 1900], 1500)) as [number, number];
    }
    expect(phone).toBeGreaterThan(-45);
    expect(nobody).toBeLessThan(-60);
    await toldTo(page, 'that the caller is loud', (told) => told.event === 'loud');
    expect(served.meetings.list().find(({ meetingId }) => meetingId === meeting['MeetingId'])).toMatchObject({ attendees: 2, present: 2 });

    await run(page, 'mute', true);
    // The tone is gated: half a second without it is silence for certain.
    await until('the browser is muted', () => caller.far.heard(600).every((sample) => sample === 0));
    await run(page, 'mute', false);
    await until('the browser is heard again', () => caller.far.hears(440));

    await ask('DELETE', `/meetings/${meeting['MeetingId']}`);
    await toldTo(page, 'that the meeting ended', (told) => told.event === 'stopped' && told.data === 5);
    expect(caller.gone).toEqual(['meeting ended']);
    caller.far.close();
    await media.closeLine('caller-1');
    await page.context().close();
  });

  test('two browsers send each other messages; one joins elsewhere, one is removed', { timeout: 60_000 }, async () => {
    const meeting = await newMeeting('call-2');
    const [anna, bela] = [await openPage(), await openPage()];
    const [annaSeat, belaSeat] = [await invite(meeting, 'anna-2'), await invite(meeting, 'bela-2')];
    await run(anna, 'join', { Meeting: meeting }, { Attendee: annaSeat });
    await toldTo(anna, 'that it is present', is('anna-2', true));
    await run(bela, 'join', { Meeting: meeting }, { Attendee: belaSeat });
    await toldTo(bela, 'of Anna', is('anna-2', true));
    await toldTo(anna, 'of Bela', is('bela-2', true));
    await run(anna, 'say', 'hello');
    await toldTo(bela, 'hello', (told) => told.event === 'data' && told.data === 'hello');

    const elsewhere = await openPage();
    await run(elsewhere, 'join', { Meeting: meeting }, { Attendee: annaSeat });
    await toldTo(anna, 'that it joined elsewhere', (told) => told.event === 'stopped' && told.data === 2);
    await toldTo(elsewhere, 'of Bela', is('bela-2', true));
    await ask('DELETE', `/meetings/${meeting['MeetingId']}/attendees/${belaSeat['AttendeeId']}`);
    await toldTo(bela, 'that it stopped', (told) => told.event === 'stopped');
    await toldTo(elsewhere, 'that Bela left', is('bela-2', false));
    await run(elsewhere, 'leave');
    await toldTo(elsewhere, 'that it stopped', (told) => told.event === 'stopped');
    await ask('DELETE', `/meetings/${meeting['MeetingId']}`);
    for (const page of [anna, bela, elsewhere]) await page.context().close();
  });
});

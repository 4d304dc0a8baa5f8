/** The functions behind the pages of settings, as API Gateway calls them: who may, what is refused and how, and what became of it. */
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { variables } from '../../functions/kit/definition.ts';
import { starterSettings } from '../../shared/queues/starter.ts';
import { writeMissingSettings } from '../../shared/queues/write-settings.ts';
import { openAccount, type Account } from './account.ts';

const load = async () => ({
  openWorld: (await import('../../functions/kit/world.ts')).openWorld,
  list: (await import('../../functions/administration/list-settings.ts')).handler,
  change: (await import('../../functions/administration/change-setting.ts')).handler,
  remove: (await import('../../functions/administration/remove-setting.ts')).handler,
  history: (await import('../../functions/administration/setting-history.ts')).handler,
  undo: (await import('../../functions/administration/undo-setting.ts')).handler,
  choices: (await import('../../functions/administration/setting-choices.ts')).handler,
  notices: (await import('../../functions/administration/notices.ts')).handler,
  moment: (await import('../../functions/administration/moment.ts')).handler,
  days: (await import('../../functions/administration/calendar-days.ts')).handler,
});

let account: Account;
let on: Awaited<ReturnType<typeof load>>;
beforeAll(async () => {
  account = await openAccount();
  process.env[variables.flows] = JSON.stringify({ main: 'flow-main', unserved: 'flow-unserved' });
  on = await load();
  await writeMissingSettings(on.openWorld().db, starterSettings({ timeZone: 'Europe/Budapest', country: 'HU' }));
});
afterAll(() => account.close());

type Handler = (event: never, context: Context) => Promise<unknown>;
type Answer = Record<string, unknown> & { problem?: { code: string; sentence: string } };
async function call(handler: unknown, path: Record<string, string>, body: object = {}, groups = '[administrators]') {
  const event = {
    body: JSON.stringify(body),
    isBase64Encoded: false,
    pathParameters: path,
    requestContext: { authorizer: { jwt: { claims: { sub: 'dora', username: 'dora', 'cognito:groups': groups }, scopes: [] } } },
  };
  const { statusCode, body: text } = (await (handler as Handler)(event as never, { awsRequestId: 'r' } as Context)) as {
    statusCode: number;
    body: string;
  };
  return { status: statusCode, answer: JSON.parse(text) as Answer };
}
const skill = { kind: 'skill', id: 'hungarian' };
const queue = { kind: 'queue', id: 'service' };
const queueNow = async () => {
  const { answer } = await call(on.list, { kind: 'queue' });
  return (answer['items'] as { item: object; version: number }[])[0];
};

test('a setting is made, changed, told with its history, taken back and removed', async () => {
  const made = await call(on.change, skill, { item: { name: 'Hungarian' }, version: 0 });
  expect(made).toMatchObject({ status: 200, answer: { kind: 'skill', id: 'hungarian', version: 1 } });
  const changed = await call(on.change, skill, { item: { name: 'Magyar' }, version: 1 });
  expect(changed.answer).toMatchObject({ version: 2, item: { name: 'Magyar' } });
  expect((await call(on.history, skill)).answer).toMatchObject({ changes: [{ version: 2 }, { version: 1 }] });
  expect((await call(on.undo, skill, { version: 2 })).answer).toMatchObject({ setting: { item: { name: 'Hungarian' } } });
  expect(await call(on.remove, skill, { version: 3 })).toMatchObject({ status: 200 });
  expect((await call(on.list, { kind: 'skill' })).answer).toEqual({ items: [] });
});

test('what somebody else has changed, what is used and what is not there is refused with a sentence', async () => {
  const now = await queueNow();
  expect(await call(on.change, queue, { item: now?.item, version: 7 })).toMatchObject({ status: 200 });
  const late = await call(on.change, queue, { item: { ...now?.item, ringSeconds: 30 }, version: 7 });
  expect(late.status).toBe(409);
  expect(JSON.stringify(late.answer)).toContain('has been changed meanwhile');
  const used = await call(on.remove, { kind: 'hours', id: 'office' }, { version: 1 });
  expect(used.status).toBe(409);
  expect(JSON.stringify(used.answer)).toContain('is used by Queue “service”');
  expect((await call(on.remove, { kind: 'skill', id: 'nobody-has' }, { version: 0 })).status).toBe(404);
  const wrong = await call(on.change, queue, { item: { ...now?.item, fallback: 'nowhere' }, version: 1 });
  expect(wrong.status).toBe(400);
  expect(wrong.answer).toMatchObject({
    sentence: 'Queue “service” has the fallback flow “nowhere”, which does not exist.',
    remedy: 'Choose one of main, unserved.',
  });
  expect((await call(on.change, { kind: 'planet', id: 'mars' }, { item: {}, version: 0 })).status).toBe(400);
  expect((await call(on.change, skill, { item: 'no object' })).status).toBe(400);
});

test('supervisors change notices, which all hear of, and nothing that administrators keep; agents change nothing', async () => {
  const place = { kind: 'notice', id: 'everywhere' };
  const item = { text: 'We move today.', until: '2099-01-01T00:00:00.000Z' };
  expect(await call(on.change, place, { item, version: 0 }, '[supervisors]')).toMatchObject({ status: 200 });
  expect((await call(on.notices, {}, {}, '[agents]')).answer).toMatchObject({ notices: [{ noticeId: 'everywhere' }] });
  expect((await call(on.change, skill, { item: { name: 'X' }, version: 0 }, '[supervisors]')).status).toBe(403);
  for (const handler of [on.change, on.remove, on.undo, on.list, on.history, on.choices, on.moment])
    expect((await call(handler, place, { item, version: 1 }, '[agents]')).status).toBe(403);
});

test('what fields may name, what a caller meets at a moment, and the days of a calendar’s file', async () => {
  expect((await call(on.choices, {})).answer).toMatchObject({
    flows: ['main', 'unserved'],
    settings: { queue: [{ id: 'service', name: 'Service' }] },
    prompts: expect.arrayContaining(['welcome']) as string[],
  });
  const christmas = { hoursId: 'office', wall: '2026-12-24T14:00' };
  expect((await call(on.moment, {}, christmas)).answer).toMatchObject({ hoursName: expect.any(String) as string, open: true });
  expect((await call(on.moment, {}, { hoursId: 'nobody-has', wall: '2026-12-24T14:00' })).status).toBe(404);
  expect((await call(on.moment, {}, { wall: '2026-12-24T14:00' })).status).toBe(400);
  const ics = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'DTSTART;VALUE=DATE:20261225',
    'SUMMARY:Christmas',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  expect((await call(on.days, {}, { ics })).answer).toMatchObject({ days: [{ date: '2026-12-25', name: 'Christmas' }] });
});

import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { settingKeys } from '../../shared/queues/queue.ts';
import { profile, queue } from '../routing/center.ts';
import { type Account, openAccount } from './account.ts';

/** The functions make their clients from the environment, so they are loaded when it stands. */
const load = async () => ({
  ...(await import('../../functions/kit/world.ts')),
  me: (await import('../../functions/api/me.ts')).handler,
  status: (await import('../../functions/api/choose-status.ts')).handler,
  ticket: (await import('../../functions/api/live-ticket.ts')).handler,
  accept: (await import('../../functions/api/accept-offer.ts')).handler,
  floor: (await import('../../functions/api/floor.ts')).handler,
  connect: (await import('../../functions/live/connect.ts')).handler,
  hear: (await import('../../functions/live/default.ts')).handler,
  openContact: (await import('../../shared/contacts/open-contact.ts')).openContact,
  enqueue: (await import('../../shared/routing/enqueue.ts')).enqueue,
});

let account: Account;
let on: Awaited<ReturnType<typeof load>>;
beforeAll(async () => {
  account = await openAccount();
  on = await load();
  await on.openWorld().db.write([
    { table: 'settings', put: { ...settingKeys.queue('technical'), ...queue('technical') } },
    { table: 'settings', put: { ...settingKeys.profile('everyone'), ...profile('everyone', [['technical', 1]]) } },
  ]);
});
afterAll(() => account.close());

/** What these tests look at in answers of every kind. */
const Answer = z.looseObject({
  ticket: z.string().default(''),
  contact: z.looseObject({ join: z.unknown().optional() }).optional(),
  join: z.unknown().optional(),
});
const context = { awsRequestId: 'request-1' } as Context;
type Handler = (event: never, context: Context) => Promise<unknown>;
async function call(handler: unknown, body: unknown = {}, { path = {}, sub = 'anna', groups = '[agents]' } = {}) {
  const event = {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    pathParameters: path,
    requestContext: { authorizer: { jwt: { claims: { sub, username: sub, 'cognito:groups': groups }, scopes: [] } } },
  };
  const { statusCode, body: text } = (await (handler as Handler)(event as never, context)) as { statusCode: number; body: string };
  return { status: statusCode, answer: Answer.parse(JSON.parse(text)) };
}
async function socket(handler: unknown, connectionId: string, message: object | undefined, ticket?: string): Promise<number> {
  const event = {
    requestContext: { connectionId, routeKey: '$default' },
    body: message === undefined ? undefined : JSON.stringify(message),
    queryStringParameters: ticket === undefined ? undefined : { ticket },
  };
  return ((await (handler as Handler)(event as never, context)) as { statusCode: number }).statusCode;
}
const sentTo = (connectionId: string) => account.sent.filter((one) => one.connectionId === connectionId).map(({ message }) => message.type);

test('an agent signs in, opens a socket by a ticket, becomes available, is offered a call and takes it', async () => {
  expect(await call(on.me)).toMatchObject({
    status: 200,
    answer: { agent: { name: 'Anna Kovács', status: 'offline' }, groups: ['agents'] },
  });
  const { answer } = await call(on.ticket);
  expect(answer['url']).toBe(`/live?ticket=${answer.ticket}`);
  expect(await socket(on.connect, 'one', undefined, answer.ticket)).toBe(200);
  expect(await socket(on.connect, 'thief', undefined, answer.ticket)).toBe(403);
  expect(await socket(on.hear, 'one', { type: 'heartbeat' })).toBe(200);
  expect(sentTo('one')).toEqual(['heard']);
  await call(on.status, { status: 'available' });
  const world = on.openWorld();
  const arrival = { contactId: 'c1', transactionId: 't1', applicationId: 'a', dialledNumber: '+15550100', flow: 'main' };
  const { contactId } = await on.openContact(world, arrival as Parameters<typeof on.openContact>[1]);
  await on.enqueue(world, contactId, { queueId: queue('technical').queueId });
  expect(sentTo('one')).toContain('offer');
  expect(account.deadlines.map(({ deadline }) => deadline.kind)).toEqual(expect.arrayContaining(['offer-unseen', 'offer-unanswered']));
  expect((await call(on.me)).answer.contact).toMatchObject({ state: 'offered', n: 1, queueName: 'technical' });
  const taken = await call(on.accept, { n: 1 }, { path: { contactId: 'c1' } });
  expect(taken.answer).toMatchObject({
    state: 'accepted',
    join: { meeting: { MeetingId: 'meeting-1' }, attendee: { AttendeeId: 'seat-of-agent-anna' } },
  });
  // A reload finds the same seat.
  expect((await call(on.me)).answer.contact?.join).toEqual(taken.answer.join);
});

test('a second window takes over, and the first is told', async () => {
  const { answer } = await call(on.ticket);
  expect(await socket(on.connect, 'two', undefined, answer.ticket)).toBe(200);
  expect(sentTo('one').at(-1)).toBe('signed-in-elsewhere');
  expect(await socket(on.hear, 'one', { type: 'heartbeat' })).toBe(403);
});

test('what is refused says why and what to do', async () => {
  const over = await call(on.accept, { n: 7 }, { path: { contactId: 'c1' } });
  expect(over).toMatchObject({ status: 409, answer: { code: 'offer-over', remedy: expect.any(String) } });
  expect(await call(on.accept, '{', { path: { contactId: 'c1' } })).toMatchObject({ status: 400, answer: { code: 'malformed' } });
  expect(await call(on.accept, { n: 'x' }, { path: { contactId: 'c1' } })).toMatchObject({ status: 400, answer: { about: 'n' } });
  expect(await call(on.accept, { n: 1 }, { path: { contactId: 'not an id' } })).toMatchObject({
    status: 400,
    answer: { about: 'contactId' },
  });
  expect(await call(on.status, { status: 'on-break' })).toMatchObject({ status: 400, answer: { code: 'break-reason-missing' } });
  expect(await call(on.status, { status: 'on-break', breakReason: 'siesta' })).toMatchObject({
    status: 400,
    answer: { code: 'unknown-reason', remedy: expect.stringContaining('Lunch (lunch)') },
  });
});

test('the floor is for supervisors, on the socket too', async () => {
  expect(await call(on.floor)).toMatchObject({ status: 403, answer: { code: 'not-allowed' } });
  expect(await socket(on.hear, 'two', { type: 'watch-floor', on: true })).toBe(403);
  const floor = await call(on.floor, {}, { groups: '[agents supervisors]' });
  expect(floor.answer).toMatchObject({
    queues: [{ queueId: 'technical', waiting: 0 }],
    agents: [{ name: 'Anna Kovács', profileName: 'everyone', state: 'engaged', live: true }],
  });
});

test('a fault is answered as a problem that tells nothing of the inside', async () => {
  const tables = process.env['TABLE_ROUTING'];
  process.env['TABLE_ROUTING'] = 'no-such-table';
  try {
    const { status, answer } = await call(on.me);
    expect(status).toBe(500);
    expect(answer).toMatchObject({ code: 'failed' });
    expect(JSON.stringify(answer)).not.toContain('table');
  } finally {
    process.env['TABLE_ROUTING'] = tables;
  }
});

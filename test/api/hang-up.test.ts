/** An agent hangs up once, and has hung up, whatever fails behind it. */
import type { Context } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ContactId } from '../../shared/ids.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { profile, queue } from '../routing/center.ts';
import { type Account, type Asked, openAccount, type Reply } from './account.ts';

/** The functions make their clients from the environment, so they are loaded when it stands. */
const load = async () => ({
  world: (await import('../../functions/kit/world.ts')).openWorld(),
  me: (await import('../../functions/api/me.ts')).handler,
  status: (await import('../../functions/api/choose-status.ts')).handler,
  ticket: (await import('../../functions/api/live-ticket.ts')).handler,
  accept: (await import('../../functions/api/accept-offer.ts')).handler,
  audio: (await import('../../functions/api/report-audio.ts')).handler,
  hangUp: (await import('../../functions/api/hang-up.ts')).handler,
  wrapUp: (await import('../../functions/api/complete-wrap-up.ts')).handler,
  connect: (await import('../../functions/live/connect.ts')).handler,
  openContact: (await import('../../shared/contacts/open-contact.ts')).openContact,
  requireContact: (await import('../../shared/contacts/read-contact.ts')).requireContact,
  enqueue: (await import('../../shared/routing/enqueue.ts')).enqueue,
});

let account: Account;
let on: Awaited<ReturnType<typeof load>>;
let calls = 0;
beforeAll(async () => {
  account = await openAccount();
  on = await load();
  await on.world.db.write([
    { table: 'settings', put: { ...settingKeys.queue('technical'), ...queue('technical') } },
    { table: 'settings', put: { ...settingKeys.profile('everyone'), ...profile('everyone', [['technical', 1]]) } },
  ]);
  await call(on.me);
  const { ticket } = (await call(on.ticket)).answer as { ticket: string };
  const event = { requestContext: { connectionId: 'one', routeKey: '$connect' }, queryStringParameters: { ticket } };
  await (on.connect as unknown as Handler)(event, context);
  await call(on.status, { status: 'available' });
});
afterAll(() => account.close());
afterEach(() => {
  delete account.instead;
});

const context = { awsRequestId: 'request-1' } as Context;
type Handler = (event: object, context: Context) => Promise<{ statusCode: number; body: string }>;
async function call(handler: unknown, body: object = {}, contactId?: string): Promise<{ status: number; answer: unknown }> {
  const event = {
    body: JSON.stringify(body),
    pathParameters: contactId === undefined ? {} : { contactId },
    requestContext: { authorizer: { jwt: { claims: { sub: 'anna', username: 'anna', 'cognito:groups': '[agents]' } } } },
  };
  const { statusCode, body: text } = await (handler as Handler)(event, context);
  return { status: statusCode, answer: JSON.parse(text) };
}

/** A caller whom the agent talks with. */
async function talk(): Promise<ContactId> {
  const contactId = ContactId.parse(`call-${++calls}`);
  const arrival = { contactId, transactionId: `t${calls}`, applicationId: 'a', dialledNumber: '+15550100', flow: 'main' };
  await on.openContact(on.world, arrival as Parameters<typeof on.openContact>[1]);
  await on.enqueue(on.world, contactId, { queueId: queue('technical').queueId });
  await call(on.accept, { n: 1 }, contactId);
  expect(await call(on.audio, { n: 1 }, contactId)).toMatchObject({ status: 200, answer: { state: 'connected' } });
  return contactId;
}

const wrapUp = { n: 1, disposition: 'solved', ticketStatus: 'resolved' };
const failure = (type: string): Reply => ({
  status: type === 'ServiceFailureException' ? 500 : 400,
  body: { __type: type, message: 'no' },
});

test.each<[string, (asked: Asked) => string | false]>([
  ['the meeting can’t be ended', ({ method, path }) => method === 'DELETE' && path.startsWith('/meetings') && 'ServiceFailureException'],
  ['the caller’s telephone can’t be rung', ({ path }) => path.startsWith('/sip-media-applications/') && 'ServiceFailureException'],
  ['the agent’s client can’t be told', ({ path }) => path.startsWith('/@connections/') && 'ForbiddenException'],
])('an agent who hangs up has hung up, also when %s', async (_, fails) => {
  const contactId = await talk();
  let failed = 0;
  account.instead = (asked) => {
    const type = fails(asked);
    if (type === false) return undefined;
    failed += 1;
    return failure(type);
  };
  expect(await call(on.hangUp, { n: 1 }, contactId)).toMatchObject({ status: 200, answer: { state: 'wrapping-up' } });
  expect(failed).toBeGreaterThan(0);
  expect(await on.requireContact(on.world.db, contactId)).toMatchObject({ state: 'ended' });
  // A second press does no harm.
  delete account.instead;
  expect(await call(on.hangUp, { n: 1 }, contactId)).toMatchObject({ status: 200, answer: { state: 'wrapping-up' } });
  expect(await call(on.wrapUp, wrapUp, contactId)).toMatchObject({ status: 200 });
});

test('a hang-up that could not be written is tried once more', async () => {
  const contactId = await talk();
  let refusals = 1;
  account.instead = ({ target }) =>
    target.endsWith('.TransactWriteItems') && refusals-- > 0 ? failure('AccessDeniedException') : undefined;
  expect(await call(on.hangUp, { n: 1 }, contactId)).toMatchObject({ status: 200, answer: { state: 'wrapping-up' } });
  expect(refusals).toBeLessThan(0);
  await call(on.wrapUp, wrapUp, contactId);
});

test('a hang-up that nothing can write is a fault, and the two talk on', async () => {
  const contactId = await talk();
  account.instead = ({ target }) => (target.endsWith('.TransactWriteItems') ? failure('AccessDeniedException') : undefined);
  expect(await call(on.hangUp, { n: 1 }, contactId)).toMatchObject({ status: 500, answer: { code: 'failed' } });
  expect(await on.requireContact(on.world.db, contactId)).toMatchObject({ state: 'connected' });
});

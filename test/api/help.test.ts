import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { routingKeys } from '../../shared/agents/agent.ts';
import { AgentId, instant } from '../../shared/ids.ts';
import { type Account, openAccount } from './account.ts';

const load = async () => ({
  ...(await import('../../functions/kit/world.ts')),
  me: (await import('../../functions/api/me.ts')).handler,
  ticket: (await import('../../functions/api/live-ticket.ts')).handler,
  connect: (await import('../../functions/live/connect.ts')).handler,
  hear: (await import('../../functions/live/default.ts')).handler,
  ask: (await import('../../functions/api/ask-help.ts')).handler,
  read: (await import('../../functions/api/help-messages.ts')).handler,
  say: (await import('../../functions/api/say-help.ts')).handler,
  end: (await import('../../functions/api/end-help.ts')).handler,
  device: (await import('../../functions/api/choose-device.ts')).handler,
});

let account: Account;
let on: Awaited<ReturnType<typeof load>>;
const context = { awsRequestId: 'request-1' } as Context;
type Handler = (event: never, context: Context) => Promise<unknown>;
const Answer = z.looseObject({
  ticket: z.string().optional(),
  help: z.looseObject({}).optional(),
  messages: z.array(z.looseObject({})).optional(),
  hands: z.array(z.looseObject({})).optional(),
});

async function call(handler: unknown, sub: string, body: object = {}, agentId = '') {
  const groups = sub === 'clara' || sub === 'dora' ? '[agents supervisors]' : '[agents]';
  const event = {
    body: JSON.stringify(body),
    pathParameters: { agentId },
    requestContext: { authorizer: { jwt: { claims: { sub, username: sub, 'cognito:groups': groups }, scopes: [] } } },
  };
  const { statusCode, body: text } = (await (handler as Handler)(event as never, context)) as { statusCode: number; body: string };
  return { status: statusCode, answer: Answer.parse(JSON.parse(text)) };
}
async function open(sub: string, more: object[] = []): Promise<void> {
  await call(on.me, sub);
  const { answer } = await call(on.ticket, sub);
  const socket = (body: object | undefined, ticket?: string) =>
    (on.connect as Handler)(
      {
        requestContext: { connectionId: sub, routeKey: '$default' },
        body: JSON.stringify(body),
        queryStringParameters: { ticket },
      } as never,
      context,
    );
  await socket(undefined, answer.ticket);
  for (const message of more)
    await (on.hear as Handler)(
      { requestContext: { connectionId: sub, routeKey: '$default' }, body: JSON.stringify(message) } as never,
      context,
    );
}
const sentTo = (connectionId: string, type: string) =>
  account.sent.filter((one) => one.connectionId === connectionId && one.message.type === type).map(({ message }) => message);

beforeAll(async () => {
  account = await openAccount();
  on = await load();
  await open('anna');
  await open('bela');
  await open('clara', [{ type: 'watch-floor', on: true }]);
  await open('dora');
});
afterAll(() => account.close());

const factsOf = async (agentId: string) =>
  (await on.openWorld().db.query({ table: 'routing', pk: routingKeys.agent(AgentId.parse(agentId)).pk, prefix: 'FACT#' })).map(
    (item) => item['type'],
  );

test('a raised hand stands until it goes down, and is told once however often it is pressed', async () => {
  const { answer } = await call(on.ask, 'anna', { on: true, text: 'Refund over the limit' });
  expect(answer.help).toMatchObject({ text: 'Refund over the limit' });
  await call(on.ask, 'anna', { on: true, text: 'Refund over the limit' });
  expect(await factsOf('anna')).toEqual(['HelpAsked']);
  expect((await call(on.ask, 'anna', { on: true, text: 'And a complaint' })).answer.help).toMatchObject({
    text: 'And a complaint',
    since: answer.help?.['since'],
  });
  expect(await factsOf('anna')).toEqual(['HelpAsked']);
});

test('every supervisor hears of a raised hand, whatever they look at, and finds it after signing in', async () => {
  const hand = { agentId: 'anna', name: 'Anna Kovács', text: 'And a complaint' };
  for (const supervisor of ['clara', 'dora']) {
    expect(sentTo(supervisor, 'help-hand').at(-1)).toMatchObject({ agentId: 'anna', hand });
    expect((await call(on.me, supervisor)).answer.hands).toMatchObject([hand]);
  }
  expect(sentTo('bela', 'help-hand')).toEqual([]);
  expect((await call(on.me, 'bela')).answer).not.toHaveProperty('hands');
});

test('a line of the chat reaches the agent and every supervisor; a repeat of it is the same line', async () => {
  const line = { messageId: 'message-1', text: 'I am coming' };
  const first = await call(on.say, 'clara', line, 'anna');
  expect(first).toMatchObject({ status: 200, answer: { fromId: 'clara', agentId: 'anna', text: 'I am coming' } });
  expect((await call(on.say, 'clara', { ...line, text: 'Something else' }, 'anna')).answer).toEqual(first.answer);
  expect(sentTo('anna', 'help-message')).toContainEqual({ type: 'help-message', message: first.answer });
  for (const supervisor of ['clara', 'dora'])
    expect(sentTo(supervisor, 'help-message')).toContainEqual({ type: 'help-message', message: first.answer });
  await call(on.say, 'anna', { messageId: 'message-2', text: 'Thank you' }, 'anna');
  const { answer } = await call(on.read, 'anna', {}, 'anna');
  expect(answer.messages).toMatchObject([{ text: 'I am coming' }, { text: 'Thank you' }]);
});

test('a line of yesterday is no longer shown, whether or not the table has forgotten it', async () => {
  const old = { schemaVersion: 1, messageId: 'message-0', agentId: 'bela', fromId: 'clara', fromName: 'Clara', text: 'Old', expiresAt: 1 };
  const at = instant(Date.now() - 25 * 3600_000);
  await on.openWorld().db.write([{ table: 'connections', put: { pk: 'HELP#bela', sk: 'LINE#clara#message-0', ...old, at } }]);
  expect((await call(on.read, 'bela', {}, 'bela')).answer.messages).toEqual([]);
});

test('a colleague neither reads the chat nor speaks in it, nor takes the hand down', async () => {
  for (const [handler, body] of [
    [on.read, {}],
    [on.say, { messageId: 'message-3', text: 'Hello' }],
    [on.end, {}],
  ] as const)
    expect(await call(handler, 'bela', body, 'anna')).toMatchObject({ status: 403, answer: { code: 'not-allowed' } });
});

test('who helped takes the hand down; twice is once', async () => {
  expect((await call(on.end, 'clara', {}, 'anna')).status).toBe(200);
  expect((await call(on.end, 'clara', {}, 'anna')).status).toBe(200);
  expect(await factsOf('anna')).toEqual(['HelpAsked', 'HelpEnded']);
  expect(sentTo('anna', 'agent').at(-1)).not.toHaveProperty('agent.help');
  expect(sentTo('dora', 'help-hand').at(-1)).toEqual({ type: 'help-hand', agentId: 'anna' });
  expect((await call(on.me, 'dora')).answer.hands).toEqual([]);
  expect(await call(on.end, 'clara', {}, 'nobody')).toMatchObject({ status: 404, answer: { code: 'no-such-agent' } });
});

test('an agent chooses a telephone, and the browser again', async () => {
  const phone = { kind: 'phone', number: '+12025550171' };
  expect((await call(on.device, 'anna', { device: phone })).answer['device']).toEqual(phone);
  expect((await call(on.device, 'anna', { device: { kind: 'browser' } })).answer).not.toHaveProperty('device');
  expect(await call(on.device, 'anna', { device: { kind: 'phone', number: '12' } })).toMatchObject({ status: 400 });
  // Each offer would call it: what may not be dialled can be nobody's telephone.
  const abroad = { kind: 'phone', number: '+375291234567' };
  expect(await call(on.device, 'anna', { device: abroad })).toMatchObject({ status: 422, answer: { code: 'country-not-allowed' } });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ChimeSDKVoiceClient,
  CreateSipMediaApplicationCallCommand,
  CreateSipMediaApplicationCommand,
  CreateSipRuleCommand,
  DeleteSipMediaApplicationCommand,
  DeleteSipRuleCommand,
  GetSipRuleCommand,
  ListSipMediaApplicationsCommand,
  ListSipRulesCommand,
  UpdateSipMediaApplicationCallCommand,
  UpdateSipMediaApplicationCommand,
  UpdateSipRuleCommand,
} from '@aws-sdk/client-chime-sdk-voice';
import { afterEach, describe, expect, test } from 'vitest';
import { callsApi } from '../../../gateway/api/calls.ts';
import { openRegistry } from '../../../gateway/api/registry.ts';
import { takerByRule } from '../../../gateway/api/rules.ts';
import { voiceApi } from '../../../gateway/api/voice-api.ts';
import type { Calls, NewCall } from '../../../gateway/calls/calls.ts';
import { defaultQuotas } from '../../../gateway/contract.ts';

const region = 'us-east-1';
const lambda = (name: string) => [{ LambdaArn: `arn:aws:lambda:${region}:000000000000:function:${name}` }];
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** The API behind the unchanged client of AWS, over HTTP. */
async function open(given: Partial<Calls> = {}) {
  let now = 1_700_000_000_000;
  const registry = await openRegistry(undefined);
  const calls: Calls = {
    take: () => undefined,
    create: () => 'transaction',
    update: () => true,
    onMedia: () => undefined,
    list: () => [],
    close: () => undefined,
    ...given,
  };
  const place = { account: '000000000000', region, registry, now: () => now };
  const quotas = { ...defaultQuotas, createCallsPerSecond: 2 };
  const api = voiceApi(place, callsApi({ registry, calls, quotas, now: () => now }));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const query = Object.fromEntries(url.searchParams);
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      void api({ api: 'chime-sdk-voice', method: request.method ?? '', path: url.pathname, query, body }).then((answered) => {
        const headers = answered.error === undefined ? {} : { 'x-amzn-errortype': answered.error };
        response.writeHead(answered.status, headers).end(answered.body === undefined ? '' : JSON.stringify(answered.body));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new ChimeSDKVoiceClient({
    region,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  closing.push(() => server.close().closeAllConnections());
  const adopt = async (name = 'calls') => {
    const made = await client.send(new CreateSipMediaApplicationCommand({ AwsRegion: region, Name: name, Endpoints: lambda(name) }));
    return made.SipMediaApplication?.SipMediaApplicationId ?? '';
  };
  const rule = (id: string, more: Record<string, unknown> = {}) =>
    client.send(
      new CreateSipRuleCommand({
        Name: 'main',
        TriggerType: 'ToPhoneNumber',
        TriggerValue: '+18005550100',
        TargetApplications: [{ SipMediaApplicationId: id, Priority: 1, AwsRegion: region }],
        ...more,
      }),
    );
  return { client, adopt, rule, registry, pass: (ms: number) => (now += ms) };
}

describe('applications and rules', () => {
  test('are made, changed, listed and deleted in the order that the service asks for', async () => {
    const { client, adopt, rule } = await open();
    const id = await adopt();
    const made = (await rule(id)).SipRule;
    expect(made?.CreatedTimestamp).toBeInstanceOf(Date);
    const SipRuleId = made?.SipRuleId;
    const changed = await client.send(
      new UpdateSipMediaApplicationCommand({ SipMediaApplicationId: id, Name: 'other', Endpoints: lambda('other') }),
    );
    expect(changed.SipMediaApplication).toMatchObject({
      Name: 'other',
      SipMediaApplicationArn: `arn:aws:chime:${region}:000000000000:sma/${id}`,
    });
    await expect(client.send(new DeleteSipMediaApplicationCommand({ SipMediaApplicationId: id }))).rejects.toThrow(/used by a SIP rule/);
    await expect(client.send(new DeleteSipRuleCommand({ SipRuleId }))).rejects.toMatchObject({ name: 'ConflictException' });
    const disabled = await client.send(new UpdateSipRuleCommand({ SipRuleId, Name: 'main', Disabled: true }));
    expect(disabled.$metadata.httpStatusCode).toBe(202);
    await client.send(new DeleteSipRuleCommand({ SipRuleId }));
    await expect(client.send(new GetSipRuleCommand({ SipRuleId }))).rejects.toMatchObject({ name: 'NotFoundException' });
    await client.send(new DeleteSipMediaApplicationCommand({ SipMediaApplicationId: id }));
    expect((await client.send(new ListSipMediaApplicationsCommand({}))).SipMediaApplications).toEqual([]);
  });

  test('are listed page by page', async () => {
    const { client, adopt } = await open();
    for (const name of ['a', 'b', 'c']) await adopt(name);
    const first = await client.send(new ListSipMediaApplicationsCommand({ MaxResults: 2 }));
    const second = await client.send(new ListSipMediaApplicationsCommand({ MaxResults: 2, NextToken: first.NextToken }));
    expect([first, second].map(({ SipMediaApplications: list }) => list?.map(({ Name }) => Name))).toEqual([['a', 'b'], ['c']]);
    expect(second.NextToken).toBeUndefined();
    expect((await client.send(new ListSipRulesCommand({}))).SipRules).toEqual([]);
  });

  test.each([
    ['a second rule for a number', {}, 'ConflictException'],
    ['a trigger that is no number', { TriggerValue: '0800' }, 'BadRequestException'],
    ['no target', { TargetApplications: [] }, 'BadRequestException'],
    ['a name with a slash', { Name: 'a/b', TriggerValue: '+18005550101' }, 'BadRequestException'],
  ])('refuse %s', async (_, more, name) => {
    const { adopt, rule } = await open();
    const id = await adopt();
    await rule(id);
    await expect(rule(id, more)).rejects.toMatchObject({ name });
  });

  test('find who takes a call by number, with or without plus, or by host name, unless disabled', async () => {
    const { adopt, rule, registry } = await open();
    const find = takerByRule(registry, region);
    const [number, host] = [await adopt('number'), await adopt('host')];
    await rule(number);
    await rule(host, { TriggerType: 'RequestUriHostname', TriggerValue: 'abc.voiceconnector.chime.aws' });
    await rule(host, { TriggerValue: '+18005550102', Disabled: true });
    expect(find({ number: '18005550100' })).toMatchObject({ applicationId: number, number: '+18005550100' });
    expect(find({ number: '+17035550122', host: 'ABC.voiceconnector.chime.aws' })?.applicationId).toBe(host);
    expect(find({ number: '+18005550102' })).toBeUndefined();
    expect(find({ number: '+1800555010' })).toBeUndefined();
  });
});

describe('calls', () => {
  const FromPhoneNumber = '+18005550100';
  const ToPhoneNumber = '+15550000002';

  test('are created with 201, up to the rate, and carry headers and arguments', async () => {
    const made: NewCall[] = [];
    const { client, adopt, rule, pass } = await open({ create: (call) => String(made.push(call)) });
    const SipMediaApplicationId = await adopt();
    await rule(SipMediaApplicationId);
    const create = () =>
      client.send(
        new CreateSipMediaApplicationCallCommand({
          SipMediaApplicationId,
          FromPhoneNumber,
          ToPhoneNumber,
          SipHeaders: { 'X-Ticket': '7' },
          ArgumentsMap: { survey: '1' },
        }),
      );
    const first = await create();
    expect([first.$metadata.httpStatusCode, first.SipMediaApplicationCall?.TransactionId]).toEqual([201, '1']);
    expect(made[0]).toMatchObject({ from: FromPhoneNumber, to: ToPhoneNumber, headers: { 'X-Ticket': '7' }, arguments: { survey: '1' } });
    await create();
    await expect(create()).rejects.toMatchObject({ name: 'ThrottledClientException', $metadata: { httpStatusCode: 429 } });
    pass(500);
    await create();
    expect(made).toHaveLength(3);
  });

  test.each([
    [{ FromPhoneNumber: '+18005550199' }, 'BadRequestException', /not a phone number of this account/],
    [{ ToPhoneNumber: 'sip:anna@example.org' }, 'BadRequestException', /ToPhoneNumber/],
    [{ SipHeaders: { 'X-Amzn-Trace': '1' } }, 'BadRequestException', /X-Amzn-Trace/],
    [{ SipHeaders: { 'X-A': 'b\r\nRoute: <sip:elsewhere>' } }, 'BadRequestException', /X-A/],
    [{ SipHeaders: { Route: 'x' } }, 'BadRequestException', /Route/],
    [{ ArgumentsMap: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, 'v'])) }, 'BadRequestException', /20/],
    [{ SipMediaApplicationId: '00000000-0000-4000-8000-000000000000' }, 'NotFoundException', /does not exist/],
    [{}, 'BadRequestException', /Concurrent call limits/],
  ])('are refused with %j: %s', async (more, name, message) => {
    const { client, adopt, rule } = await open({ create: () => undefined });
    const SipMediaApplicationId = await adopt();
    await rule(SipMediaApplicationId);
    const command = new CreateSipMediaApplicationCallCommand({ SipMediaApplicationId, FromPhoneNumber, ToPhoneNumber, ...more });
    const fault = await client.send(command).catch((error: unknown) => error as Error & { Message?: string });
    expect(fault).toMatchObject({ name });
    expect(`${(fault as Error).message}${(fault as { Message?: string }).Message ?? ''}`).toMatch(message);
  });

  test('are updated with 202 five times a second; a call that is over is not found', async () => {
    const { client, adopt, pass } = await open({ update: (_, transactionId) => transactionId === 'live' });
    const SipMediaApplicationId = await adopt();
    const update = (TransactionId: string) =>
      client.send(new UpdateSipMediaApplicationCallCommand({ SipMediaApplicationId, TransactionId, Arguments: { version: '7' } }));
    for (let round = 0; round < 5; round++) expect((await update('live')).$metadata.httpStatusCode).toBe(202);
    await expect(update('live')).rejects.toMatchObject({ name: 'ThrottledClientException' });
    pass(200);
    await expect(update('over')).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

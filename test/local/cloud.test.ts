import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startCloud, type Cloud } from '../../local/cloud.ts';
import { operator } from '../../local/credentials.ts';
import { synthesizeFixture } from './fixture/app.ts';

const root = path.join(import.meta.dirname, '..', '..', 'node_modules', '.cache');
let work: string;
let cloud: Cloud;
let issuer: Server;
let issuerUrl: string;
let key: CryptoKey;
const lines: string[] = [];

async function startIssuer(): Promise<void> {
  const pair = await generateKeyPair('RS256');
  key = pair.privateKey;
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }] });
  issuer = createServer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(jwks));
  await new Promise<void>((done) => issuer.listen(0, '127.0.0.1', done));
  issuerUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
}
const token = (audience: string) =>
  new SignJWT({ client_id: audience, token_use: 'access' })
    .setProtectedHeader({ alg: 'RS256', kid: 'k' })
    .setSubject('anna')
    .setIssuer(issuerUrl)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(key);

const client = <T>(make: new (settings: object) => T): T =>
  new make({ endpoint: cloud.addresses.aws, region: cloud.place.region, credentials: operator });
const api = (protocol: string) => [...cloud.registry.apis.values()].find((one) => one.protocol === protocol);
const url = (path_: string) => `${cloud.addresses.aws}/_execute-api/${api('HTTP')?.id ?? ''}${path_}`;
const socketUrl = (query: string) => `${cloud.addresses.aws.replace('http', 'ws')}/_execute-api/${api('WEBSOCKET')?.id ?? ''}/live${query}`;
const tableName = () => cloud.standing().find(({ resource }) => resource.type === 'AWS::DynamoDB::GlobalTable')?.made.ref ?? '';
const item = async (pk: string) =>
  (await client(DynamoDBClient).send(new GetItemCommand({ TableName: tableName(), Key: { pk: { S: pk } }, ConsistentRead: true }))).Item;
const logOf = (name: string) =>
  cloud.logs
    .names()
    .filter((one) => one.includes(name))
    .flatMap((one) => cloud.logs.of(one).map(({ text }) => text));

beforeAll(async () => {
  mkdirSync(root, { recursive: true });
  work = mkdtempSync(path.join(root, 'linehall-'));
  await startIssuer();
  cloud = await startCloud({
    assembly: synthesizeFixture(work, { issuer: issuerUrl }),
    dir: path.join(work, 'state'),
    log: (line) => lines.push(line),
    streamRetryPauseMs: 10,
  });
}, 120_000);
afterAll(async () => {
  await cloud.close();
  issuer.close();
  rmSync(work, { recursive: true, force: true });
}, 30_000);

describe('an HTTP API', () => {
  test('asks for a token where the route has an authorizer, and hands its claims on', async () => {
    const put = async (bearer?: string) =>
      (
        await fetch(url('/api/things/a'), {
          method: 'PUT',
          ...(bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } }),
        })
      ).status;
    expect(await put()).toBe(401);
    expect(await put(await token('another-client'))).toBe(401);
    expect(await put(await token('client-1'))).toBe(204);
    const got = await fetch(url('/api/things/a'));
    expect(await got.json()).toEqual({ pk: { S: 'a' }, by: { S: 'anna' } });
  });
  test('says Not Found for a path without a route, and Internal Server Error for a function that throws', async () => {
    const missing = await fetch(url('/api/nothing'));
    expect([missing.status, await missing.json()]).toEqual([404, { message: 'Not Found' }]);
    const thrown = await fetch(url('/api/do/throw'), { method: 'POST' });
    expect([thrown.status, await thrown.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(logOf('api').join('\n')).toContain('RangeError: out of range');
  });
});

describe('a function', () => {
  test('is denied what its role does not grant, and the log names the missing statement', async () => {
    const answer = (await (await fetch(url('/api/do/denied'), { method: 'POST' })).json()) as { name: string; message: string };
    expect(answer.name).toBe('AccessDeniedException');
    expect(answer.message).toContain(
      'is not authorized to perform: dynamodb:Scan on resource: arn:aws:dynamodb:eu-central-1:123456789012:table/',
    );
    expect(lines.find((line) => line.includes('"Action":"dynamodb:Scan"'))).toBeDefined();
  });
  test('sees nothing of the environment of its host', async () => {
    vi.stubEnv('LINEHALL_SECRET_OF_THE_HOST', 'x');
    const names = (await (await fetch(url('/api/do/environment'), { method: 'POST' })).json()) as string[];
    expect(names).toContain('AWS_LAMBDA_FUNCTION_NAME');
    expect(names).toContain('TABLE');
    expect(names.filter((name) => name.startsWith('LINEHALL') || name === 'HOME')).toEqual([]);
  });
  test('is invoked by version and alias, and tells which version ran', async () => {
    const fn = cloud.lambda.functions.all().find((one) => one.name.includes('api'));
    const invoked = await client(LambdaClient).send(
      new InvokeCommand({
        FunctionName: fn?.name ?? '',
        Qualifier: 'live',
        Payload: JSON.stringify({ pathParameters: { id: 'environment' } }),
      }),
    );
    expect(invoked.ExecutedVersion).toBe('1');
    await expect(client(LambdaClient).send(new InvokeCommand({ FunctionName: fn?.name ?? '', Qualifier: '9' }))).rejects.toThrow(
      'Function not found',
    );
  });
  test('that is throttled makes the API say Service Unavailable', async () => {
    cloud.faults.arm({ at: 'invocation', matches: 'api', effect: { kind: 'throttle' } });
    expect((await fetch(url('/api/things/a'))).status).toBe(503);
    expect((await fetch(url('/api/things/zzz'))).status).toBe(404);
  });
  test('grants that were never used are listed', () => {
    const unused = cloud.judge.unusedGrants().map(({ action }) => action);
    expect(unused).toContain('dynamodb:DeleteItem');
    expect(unused).not.toContain('dynamodb:GetItem');
  });
});

describe('event sources', () => {
  test('a stream passes what the filter lets through, and again what failed', async () => {
    const put = (pk: string) => client(DynamoDBClient).send(new PutItemCommand({ TableName: tableName(), Item: { pk: { S: pk } } }));
    await put('unwatched');
    await put('watched-1');
    await put('watched-bad');
    await vi.waitFor(async () => expect(await item('seen-watched-bad')).toBeDefined(), { timeout: 10_000, interval: 50 });
    expect((await item('seen-watched-1'))?.['event']).toEqual({ S: 'INSERT' });
    expect(await item('seen-unwatched')).toBeUndefined();
  });
  test('a queue wakes its function, also when a delivery happens twice', async () => {
    cloud.faults.arm({ at: 'delivery', matches: 'queue', effect: { kind: 'duplicate' } });
    expect((await fetch(url('/api/do/job-1'), { method: 'POST' })).status).toBe(200);
    await vi.waitFor(async () => expect(await item('queued-job-1')).toBeDefined(), { timeout: 10_000, interval: 50 });
  });
});

describe('a WebSocket API', () => {
  test('refuses at $connect with the status of the function', async () => {
    const refused = await new Promise<string>((done) =>
      new WebSocket(socketUrl('?ticket=bad')).on('error', (error) => done(error.message)),
    );
    expect(refused).toContain('401');
  });
  test('routes messages and sends by @connections as the function', async () => {
    const socket = new WebSocket(socketUrl('?ticket=good'));
    const heard = new Promise<string>((done) => socket.on('message', (data: Buffer) => done(data.toString())));
    await new Promise((done) => socket.on('open', done));
    socket.send(JSON.stringify({ type: 'hello' }));
    expect(JSON.parse(await heard)).toEqual({ routeKey: '$default', heard: '{"type":"hello"}' });
    const closed = new Promise((done) => socket.on('close', done));
    socket.close();
    await closed;
    await vi.waitFor(() => expect(cloud.sockets.count()).toBe(0), 10_000);
  });
});

describe('a deployment', () => {
  test('runs custom resources only when something changed, and deletes what it replaced or no longer has', async () => {
    const requests = () => logOf('resource').filter((line) => /^(Create|Update|Delete) /.test(line));
    expect(requests()).toEqual(['Create - "one" 7']);
    await cloud.deploy();
    expect(requests()).toHaveLength(1);
    synthesizeFixture(work, { issuer: issuerUrl, value: 'two' });
    await cloud.deploy();
    await vi.waitFor(() => expect(requests().slice(1)).toEqual(['Update thing-one "two" 7', 'Delete thing-one "one" 7']), 10_000);
  }, 60_000);
  test('keeps data, versions and what custom resources made over a restart', async () => {
    await cloud.close();
    cloud = await startCloud({ assembly: path.join(work, 'cdk.out'), dir: path.join(work, 'state'), log: (line) => lines.push(line) });
    expect((await item('a'))?.['by']).toEqual({ S: 'anna' });
    expect(
      cloud.lambda.functions
        .all()
        .find((one) => one.name.includes('api'))
        ?.aliases.get('live'),
    ).toBe('1');
    expect(logOf('resource')).toEqual([]);
  }, 60_000);
  test('swapped code is a new version behind the alias, and the one before still runs', async () => {
    const name = cloud.lambda.functions.all().find((one) => one.name.includes('api'))?.name ?? '';
    const changed = path.join(work, 'changed');
    mkdirSync(changed);
    writeFileSync(path.join(changed, 'index.mjs'), 'export const handler = async () => "changed";');
    cloud.lambda.swap(name, changed);
    const ask = async (qualifier: string) => {
      const Payload = JSON.stringify({ pathParameters: { id: 'environment' } });
      const answer = await client(LambdaClient).send(new InvokeCommand({ FunctionName: name, Qualifier: qualifier, Payload }));
      return [answer.ExecutedVersion, answer.Payload?.transformToString() === '"changed"'];
    };
    expect(await ask('live')).toEqual(['2', true]);
    expect(await ask('1')).toEqual(['1', false]);
  });
  test('stops at a type that nobody makes, by name', async () => {
    const file = path.join(work, 'cdk.out', 'fixture.template.json');
    const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, unknown> };
    template.Resources['Robot'] = { Type: 'AWS::RoboMaker::Fleet', Properties: {} };
    writeFileSync(file, JSON.stringify(template));
    await expect(cloud.deploy()).rejects.toThrow('AWS::RoboMaker::Fleet (stack fixture, Robot) is not supported by the local cloud');
  });
});

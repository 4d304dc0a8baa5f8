import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../shared/database/database.ts';
import { readApplicationId } from '../../shared/queues/read-calling.ts';
import { type Account, openAccount } from '../api/account.ts';

let account: Account;
let db: Database;
let handler: (event: unknown) => Promise<void>;
let server: Server;
let answers: { Status: string; PhysicalResourceId: string }[] = [];

beforeAll(async () => {
  account = await openAccount();
  db = (await import('../../functions/kit/world.ts')).openWorld().db;
  handler = (await import('../../functions/resources/calling-application.ts')).handler;
  server = createServer((incoming, outgoing) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      answers.push(JSON.parse(text) as (typeof answers)[number]);
      outgoing.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  await account.close();
});
beforeEach(() => (answers = []));

const ask = (RequestType: 'Create' | 'Update' | 'Delete', applicationId: string) =>
  handler({
    RequestType,
    ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer`,
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Calling',
    ...(RequestType === 'Create' ? {} : { PhysicalResourceId: 'calling-application' }),
    ResourceProperties: { ServiceToken: 'arn', applicationId },
  });

test('the application is noted, also when CloudFormation asks twice', async () => {
  await ask('Create', 'app-1');
  await ask('Create', 'app-1');
  expect(answers.map(({ Status }) => Status)).toEqual(['SUCCESS', 'SUCCESS']);
  expect(await readApplicationId(db)).toBe('app-1');
});

test('another application takes its place under the same physical id, so that nothing is deleted', async () => {
  await ask('Update', 'app-2');
  expect(answers[0]?.PhysicalResourceId).toBe('calling-application');
  expect(await readApplicationId(db)).toBe('app-2');
});

test('deleting an earlier application leaves the present one; deleting twice is deleting once', async () => {
  await ask('Delete', 'app-1');
  expect(await readApplicationId(db)).toBe('app-2');
  await ask('Delete', 'app-2');
  await ask('Delete', 'app-2');
  expect(answers.map(({ Status }) => Status)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
  expect(await readApplicationId(db)).toBeUndefined();
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { AwsRequest } from '../../../local/contract.ts';
import { createSqs, type Sqs } from '../../../local/services/sqs/sqs.ts';

let now = 1_800_000_000_000;
const open = (dir?: string) => createSqs({ endpoint: () => 'http://127.0.0.1:1', now: () => now, ...(dir === undefined ? {} : { dir }) });
const make = async (sqs: Sqs, QueueName: string, properties: object = {}) =>
  (
    await sqs.service.makes?.['AWS::SQS::Queue']?.({
      stack: 'app',
      logicalId: QueueName,
      type: '',
      properties: { QueueName, ...properties },
    })
  )?.attributes['Arn'] ?? '';
async function call(sqs: Sqs, target: string, body: object): Promise<Record<string, unknown>> {
  const request: AwsRequest = {
    service: 'sqs',
    target,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from(JSON.stringify(body)),
    caller: { kind: 'root' },
  };
  return JSON.parse(String((await sqs.service.handle(request)).body)) as Record<string, unknown>;
}

it('a delayed message is not there until its time, also over a restart', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sqs-'));
  const before = open(dir);
  const queue = await make(before, 'deadlines');
  await before.send(queue, 'due', {}, 20);
  await before.close();
  const after = open(dir);
  expect(await after.receive(queue, 10)).toEqual([]);
  now += 20_000;
  expect((await after.receive(queue, 10)).map(({ body }) => body)).toEqual(['due']);
  await after.close();
  rmSync(dir, { recursive: true });
});

it('a message that is not deleted comes back after its visibility timeout and ends in the dead-letter queue', async () => {
  const sqs = open();
  const dead = await make(sqs, 'dead');
  const queue = await make(sqs, 'work', { VisibilityTimeout: 5, RedrivePolicy: { deadLetterTargetArn: dead, maxReceiveCount: 2 } });
  await sqs.send(queue, 'hard');
  for (const count of ['1', '2']) {
    const [message] = await sqs.receive(queue, 10);
    expect(message?.attributes['ApproximateReceiveCount']).toBe(count);
    expect(await sqs.receive(queue, 10)).toEqual([]);
    now += 5000;
  }
  expect(await sqs.receive(queue, 10)).toEqual([]);
  const [buried] = await sqs.receive(dead, 10);
  expect(buried).toMatchObject({ body: 'hard', attributes: { DeadLetterQueueSourceArn: queue } });
});

it('a receipt handle that is no longer the latest deletes nothing', async () => {
  const sqs = open();
  const queue = await make(sqs, 'work', { VisibilityTimeout: 5 });
  await sqs.send(queue, 'x');
  const [first] = await sqs.receive(queue, 1);
  now += 5000;
  const [second] = await sqs.receive(queue, 1);
  await sqs.remove(queue, first?.receiptHandle ?? '');
  expect(sqs.queues()[0]).toMatchObject({ hidden: 1 });
  await sqs.remove(queue, second?.receiptHandle ?? '');
  expect(sqs.queues()[0]).toMatchObject({ hidden: 0, visible: 0 });
});

it('a long poll ends when a message arrives', async () => {
  const sqs = createSqs({ endpoint: () => 'http://127.0.0.1:1' });
  const queue = await make(sqs, 'work');
  const QueueUrl = 'http://127.0.0.1:1/000000000000/work';
  const waiting = call(sqs, 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 });
  await sqs.send(queue, 'at last');
  expect(await waiting).toMatchObject({ Messages: [{ Body: 'at last' }] });
});

it('a batch tells which of its entries failed, and the digests of the others', async () => {
  const sqs = open();
  await make(sqs, 'work');
  const answer = await call(sqs, 'SendMessageBatch', {
    QueueUrl: 'http://127.0.0.1:1/000000000000/work',
    Entries: [
      { Id: 'good', MessageBody: 'hello', MessageAttributes: { kind: { DataType: 'String', StringValue: 'a' } } },
      { Id: 'bad', MessageBody: 'x', DelaySeconds: 901 },
    ],
  });
  expect(answer).toMatchObject({
    Successful: [{ Id: 'good', MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' }],
    Failed: [{ Id: 'bad', Code: 'InvalidParameterValue', SenderFault: true }],
  });
});

it.each([
  ['NotImplemented', 'StartMessageMoveTask', {}],
  ['QueueDoesNotExist', 'SendMessage', { QueueUrl: 'http://127.0.0.1:1/000000000000/none', MessageBody: 'x' }],
  ['MissingParameter', 'SendMessage', { MessageBody: 'x' }],
])('%s is the answer to a %s that cannot be served', async (code, target, body) => {
  const sqs = open();
  await expect(call(sqs, target, body)).rejects.toMatchObject({ code });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AwsError } from '../../local/contract.ts';
import { createAsynchronous, defaultAsynchronousConfig } from '../../local/lambda/asynchronous.ts';
import type { Invoked } from '../../local/lambda/invoke.ts';
import { createPool, type Pool } from '../../local/lambda/pool.ts';
import { createStarts } from '../../local/lambda/starts.ts';
import type { StreamRecord } from '../../local/lambda/sources/doors.ts';
import { MappingProperties } from '../../local/lambda/sources/mapping.ts';
import { pollStream } from '../../local/lambda/sources/stream.ts';

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const good: Invoked = { status: 200, payload: 'null', executedVersion: '$LATEST', requestId: 'r' };
const bad: Invoked = { ...good, functionError: 'Unhandled', payload: '{"errorMessage":"no"}' };

describe('an execution environment', () => {
  let directory: string;
  let pool: Pool | undefined;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'linehall-lambda-'));
  });
  afterEach(async () => {
    await pool?.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const start = (source: string) => {
    writeFileSync(path.join(directory, 'index.mjs'), source);
    pool = createPool({
      directory,
      handler: 'index.handler',
      variables: { ONLY: 'this' },
      memoryMb: 128,
      timeoutMs: 500,
      mostEnvironments: 2,
      idleMs: 60_000,
      log: () => undefined,
    });
    return pool;
  };
  test('is reused, and ended when its function takes too long', async () => {
    const run = start('let n = 0; export const handler = async (event) => { if (event.spin) for (;;); return [++n, process.env.ONLY]; };');
    expect(await run.run('{}', arn)).toMatchObject({ kind: 'answer', payload: '[1,"this"]' });
    expect(await run.run('{}', arn)).toMatchObject({ payload: '[2,"this"]' });
    expect(await run.run('{"spin":1}', arn)).toMatchObject({
      kind: 'error',
      error: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/Task timed out after 0.50 seconds$/) },
    });
    expect(await run.run('{}', arn)).toMatchObject({ payload: '[1,"this"]' });
  });
  test('tells what went wrong while it was started', async () => {
    expect(await start('export const other = 1;').run('{}', arn)).toMatchObject({
      kind: 'error',
      error: { errorType: 'Runtime.HandlerNotFound' },
    });
  });
  test('serves a rush with few starts: events take whichever environment is free first', async () => {
    writeFileSync(
      path.join(directory, 'index.mjs'),
      'const end = Date.now() + 100; while (Date.now() < end); const id = Math.random(); export const handler = async () => id;',
    );
    const settings = { directory, handler: 'index.handler', variables: {}, memoryMb: 128, timeoutMs: 5000, idleMs: 60_000 };
    const rush = createPool({ ...settings, mostEnvironments: 16, starts: createStarts(1), log: () => undefined });
    pool = rush;
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => rush.run('{}', arn)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'answer'));
    const ids = outcomes.map((outcome) => (outcome.kind === 'answer' ? outcome.payload : ''));
    expect(new Set(ids).size).toBeLessThan(4);
  });
  test('that an event waits for starts before those that are started ahead', async () => {
    writeFileSync(path.join(directory, 'index.mjs'), 'export const handler = async () => 1;');
    const starts = createStarts(1);
    const begun: string[] = [];
    const noted = (name: string) => ({
      begin: async (why: 'needed' | 'ahead') => {
        const end = await starts.begin(why);
        begun.push(`${name} ${why}`);
        return end;
      },
    });
    const settings = { directory, handler: 'index.handler', variables: {}, memoryMb: 128, timeoutMs: 5000, idleMs: 60_000 };
    const pools = ['a', 'b', 'c', 'd'].map((name) =>
      createPool({ ...settings, mostEnvironments: 2, starts: noted(name), log: () => undefined }),
    );
    for (const one of pools) one.warm();
    expect(await pools[3]?.run('{}', arn)).toMatchObject({ kind: 'answer', payload: '1' });
    await vi.waitFor(() => expect(begun).toEqual(['a ahead', 'd needed', 'b ahead', 'c ahead', 'd ahead']), 10_000);
    await Promise.all(pools.map((one) => one.close()));
  });
  test('that ends itself is an error of that event only', async () => {
    const run = start('export const handler = async (event) => { if (event.exit) process.exit(1); return 1; };');
    expect(await run.run('{"exit":1}', arn)).toMatchObject({ kind: 'error', error: { errorType: 'Runtime.ExitError' } });
    expect(await run.run('{}', arn)).toMatchObject({ kind: 'answer', payload: '1' });
  });
});

describe('an asynchronous event', () => {
  const send = vi.fn(async () => undefined);
  const create = (run: () => Promise<Invoked>, config = {}) =>
    createAsynchronous({
      run,
      configOf: () => ({ ...defaultAsynchronousConfig, ...config }),
      send,
      retryPausesMs: [1, 1],
      duplicate: () => false,
      log: () => undefined,
    });
  beforeEach(() => send.mockClear());

  test('is tried three times, then told to the destination and kept in the dead letter queue', async () => {
    const run = vi.fn(async () => bad);
    const asynchronous = create(run, { onFailure: 'arn:aws:sqs:::failed', deadLetter: 'arn:aws:sqs:::dead' });
    asynchronous.accept(arn, '{"a":1}');
    await vi.waitFor(() => expect(asynchronous.pending).toBe(0), 10_000);
    expect(run).toHaveBeenCalledTimes(3);
    const calls = send.mock.calls as unknown as [string, string, string, Record<string, string>][];
    expect(calls.map(([, destination]) => destination)).toEqual(['arn:aws:sqs:::failed', 'arn:aws:sqs:::dead']);
    expect(JSON.parse(calls[0]?.[2] ?? '')).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { a: 1 },
    });
    expect(calls[1]?.[3]).toMatchObject({ ErrorMessage: 'no' });
  });
  test('that is throttled is tried until there is room, and no retry is lost by it', async () => {
    const run = vi.fn(async () => good);
    run.mockRejectedValueOnce(new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429));
    run.mockRejectedValueOnce(new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429));
    run.mockRejectedValueOnce(new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429));
    const asynchronous = create(run);
    asynchronous.accept(arn, '{}');
    await vi.waitFor(() => expect(asynchronous.pending).toBe(0), 10_000);
    expect(run).toHaveBeenCalledTimes(4);
    expect(send).not.toHaveBeenCalled();
  });
});

describe('a stream', () => {
  const record = (n: number, pk = 'a'): StreamRecord => ({
    eventID: `${n}`,
    eventName: 'INSERT',
    dynamodb: { Keys: { pk: { S: pk } }, SequenceNumber: `${n}`, ApproximateCreationDateTime: Date.now() / 1000 },
  });
  function poll(records: StreamRecord[], answer: (numbers: string[]) => Invoked, mapping: object = {}) {
    const batches: string[][] = [];
    const givenUp: string[] = [];
    let cursor: string | undefined;
    const poller = pollStream({
      mapping: MappingProperties.parse({
        FunctionName: 'f',
        EventSourceArn: 'arn:aws:dynamodb:stream',
        StartingPosition: 'TRIM_HORIZON',
        ...mapping,
      }),
      door: {
        read: (_arn, after, limit) => {
          const rest = records.filter(({ eventID }) => Number(eventID) > Number(after ?? 0)).slice(0, limit);
          return { records: rest, cursor: rest.at(-1)?.eventID ?? after };
        },
        latest: () => records.at(-1)?.eventID,
        onChange: () => () => undefined,
      },
      invoke: async (payload) => {
        const numbers = (JSON.parse(payload) as { Records: StreamRecord[] }).Records.map(({ eventID }) => eventID);
        batches.push(numbers);
        return answer(numbers);
      },
      matches: () => true,
      giveUp: async (_destination, body) => void givenUp.push(body),
      cursor: { get: () => cursor, set: (value) => (cursor = value) },
      duplicate: () => false,
      retryPauseMs: 1,
      log: () => undefined,
    });
    return { batches, givenUp, poller, at: () => cursor };
  }
  test('comes in batches, in order', async () => {
    const run = poll(
      [1, 2, 3].map((n) => record(n)),
      () => good,
      { BatchSize: 2 },
    );
    await vi.waitFor(() => expect(run.at()).toBe('3'), 10_000);
    expect(run.batches).toEqual([['1', '2'], ['3']]);
    await run.poller.close();
  });
  test('gathers what comes within its window into one batch, and knows no window of a queue', async () => {
    const records = [record(1)];
    const EventSourceArn = 'arn:aws:dynamodb:us-east-1:1:table/t/stream/s';
    const run = poll(records, () => good, { EventSourceArn, MaximumBatchingWindowInSeconds: 1 });
    records.push(record(2));
    await vi.waitFor(() => expect(run.at()).toBe('2'), { timeout: 5000 });
    expect(run.batches).toEqual([['1', '2']]);
    await run.poller.close();
    const ofQueue = { FunctionName: 'f', EventSourceArn: 'arn:aws:sqs:us-east-1:1:q', MaximumBatchingWindowInSeconds: 1 };
    expect(MappingProperties.safeParse(ofQueue).error?.message).toContain('batching window');
  });
  test('goes on from the record that failed', async () => {
    const partial = { ...good, payload: JSON.stringify({ batchItemFailures: [{ itemIdentifier: '2' }] }) };
    let failed = false;
    const run = poll(
      [1, 2, 3].map((n) => record(n)),
      () => (failed ? good : ((failed = true), partial)),
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
    );
    await vi.waitFor(() => expect(run.at()).toBe('3'), 10_000);
    expect(run.batches).toEqual([
      ['1', '2', '3'],
      ['2', '3'],
    ]);
    await run.poller.close();
  });
  test('a bad batch is halved until the bad record stands alone and is given up', async () => {
    const run = poll(
      [1, 2, 3, 4].map((n) => record(n)),
      (numbers) => (numbers.includes('3') ? bad : good),
      {
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 3,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:::dead' } },
      },
    );
    await vi.waitFor(() => expect(run.at()).toBe('4'), 10_000);
    expect(run.batches.filter((numbers) => !numbers.includes('3'))).toEqual([['1', '2'], ['4']]);
    expect(run.givenUp.map((body) => JSON.parse(body) as unknown)).toMatchObject([
      { DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: '3' } },
    ]);
    await run.poller.close();
  });
});

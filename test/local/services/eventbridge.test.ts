import { describe, expect, it } from 'vitest';
import { AwsError, type Invoke } from '../../../local/contract.ts';
import { createEventBridge } from '../../../local/services/eventbridge/eventbridge.ts';
import { checkPattern, matches } from '../../../local/services/eventbridge/pattern.ts';
import { readSchedule } from '../../../local/services/eventbridge/schedule.ts';
import { inputOf } from '../../../local/services/eventbridge/transform.ts';

const event = {
  source: 'linehall',
  'detail-type': 'ContactQueued',
  detail: { state: 'waiting', n: 7, tags: ['a', 'b'], ip: '10.1.2.3', none: null, list: [{ x: 1 }, { x: 2 }] },
};
const detail = (detail: object) => ({ detail });

describe('patterns', () => {
  it.each<[boolean, object]>([
    [true, { source: ['linehall'] }],
    [false, { source: ['other'] }],
    [true, { 'detail-type': ['x', { prefix: 'Contact' }] }],
    [true, detail({ state: [{ suffix: 'ing' }] })],
    [true, detail({ state: [{ prefix: { 'equals-ignore-case': 'WAIT' } }] })],
    [true, detail({ state: [{ 'anything-but': ['ended'] }] })],
    [false, detail({ state: [{ 'anything-but': { prefix: 'wait' } }] })],
    [false, detail({ state: [{ 'anything-but': { wildcard: 'w*g' } }] })],
    [false, detail({ missing: [{ 'anything-but': 'x' }] })],
    [true, detail({ n: [{ numeric: ['>', 0, '<=', 7] }] })],
    [false, detail({ n: [{ numeric: ['>', 7] }] })],
    [false, detail({ n: ['7'] })],
    [true, detail({ missing: [{ exists: false }] })],
    [false, detail({ state: [{ exists: false }] })],
    [true, detail({ none: [null] })],
    [true, detail({ tags: ['b'] })],
    [true, detail({ list: { x: [2] } })],
    [true, detail({ state: [{ wildcard: 'w*t*g' }] })],
    [true, detail({ state: [{ 'equals-ignore-case': 'WAITING' }] })],
    [true, detail({ ip: [{ cidr: '10.0.0.0/8' }] })],
    [false, detail({ ip: [{ cidr: '10.2.0.0/16' }] })],
    [true, { $or: [{ source: ['x'] }, detail({ n: [7] })] }],
    [false, { $or: [{ source: ['x'] }, detail({ n: [8] })] }],
  ])('%j is what %j says of the event', (expected, pattern) => {
    expect(matches(checkPattern(pattern), event)).toBe(expected);
  });
  it.each([
    { source: 'x' },
    { source: [] },
    { source: [{ like: 'x' }] },
    detail({ n: [{ numeric: ['~', 1] }] }),
    detail({ ip: [{ cidr: 'x/8' }] }),
  ])('%j is refused', (pattern) => {
    expect(() => checkPattern(pattern)).toThrow(AwsError);
  });
});

describe('schedules', () => {
  it.each([
    ['rate(5 minutes)', '2026-01-01T00:01:00Z', '2026-01-01T00:05:00.000Z'],
    ['cron(0 9 ? * MON-FRI *)', '2026-01-02T10:00:00Z', '2026-01-05T09:00:00.000Z'],
    ['cron(30 8 L * ? *)', '2026-02-01T00:00:00Z', '2026-02-28T08:30:00.000Z'],
    ['cron(0 0 LW * ? *)', '2026-05-01T00:00:00Z', '2026-05-29T00:00:00.000Z'],
    ['cron(0 0 1W * ? *)', '2026-07-31T00:00:00Z', '2026-08-03T00:00:00.000Z'],
    ['cron(0 0 ? * 2#3 *)', '2026-01-01T00:00:00Z', '2026-01-19T00:00:00.000Z'],
    ['cron(0/20 12 29 2 ? *)', '2026-01-01T00:00:00Z', '2028-02-29T12:00:00.000Z'],
  ])('%s fires after %s at %s', (expression, after, next) => {
    const at = readSchedule(expression, Date.parse('2026-01-01T00:00:00Z'))(Date.parse(after));
    expect(new Date(at ?? 0).toISOString()).toBe(next);
  });
  it.each(['rate(1 minutes)', 'rate(0 minutes)', 'cron(0 9 * * * *)', 'cron(60 9 ? * * *)', 'every(5)'])('%s is refused', (expression) => {
    expect(() => readSchedule(expression, 0)).toThrow(AwsError);
  });
});

it('a template is filled with values as text inside quotes and as JSON elsewhere', () => {
  const InputTransformer = {
    InputPathsMap: { state: '$.detail.state', all: '$.detail.tags' },
    InputTemplate: '{"told": "it is <state>", "tags": <all>, "n": <missing>}',
  };
  expect(inputOf({ InputTransformer }, event, 'arn:aws:events:us-east-1:0:rule/x')).toBe(
    '{"told": "it is waiting", "tags": ["a","b"], "n": <missing>}',
  );
});

describe('deliveries', () => {
  const lambda = 'arn:aws:lambda:us-east-1:000000000000:function:publish';
  function open(invoke: Invoke) {
    const sent: { queueArn: string; body: string; attributes: Record<string, string> }[] = [];
    const bridge = createEventBridge({
      invoke,
      retryPauseMs: 1,
      send: async (queueArn, body, attributes) => void sent.push({ queueArn, body, attributes }),
    });
    const rule = (properties: object) =>
      bridge.service.makes?.['AWS::Events::Rule']?.({ stack: 'app', logicalId: 'Rule', type: '', properties: { ...properties } });
    const put = (entry: object) =>
      bridge.service.handle({
        service: 'events',
        target: 'PutEvents',
        method: 'POST',
        path: '/',
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.from(JSON.stringify({ Entries: [{ Source: 'linehall', DetailType: 'X', Detail: '{"a":1}', ...entry }] })),
        caller: { kind: 'root' },
      });
    return { bridge, sent, rule, put };
  }
  it('reach the functions of matching rules, as the service shapes events', async () => {
    const woken: unknown[] = [];
    const { bridge, rule, put } = open(async (_, payload) => (woken.push(payload), { status: 202 }));
    await rule({ EventPattern: { source: ['linehall'] }, Targets: [{ Id: 'a', Arn: lambda }] });
    await put({});
    await put({ Source: 'other' });
    await bridge.idle();
    expect(woken).toEqual([
      expect.objectContaining({ version: '0', source: 'linehall', 'detail-type': 'X', detail: { a: 1 }, region: 'us-east-1' }),
    ]);
    await bridge.close();
  });
  it('are tried again, then kept in the dead-letter queue with the reason', async () => {
    let tries = 0;
    const { bridge, sent, rule, put } = open(async () => (tries++, { status: 429 }));
    const Arn = 'arn:aws:sqs:us-east-1:000000000000:dead';
    await rule({
      EventPattern: { source: ['linehall'] },
      Targets: [{ Id: 'a', Arn: lambda, RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn } }],
    });
    await put({});
    await bridge.idle();
    expect(tries).toBe(3);
    expect(sent).toMatchObject([{ queueArn: Arn, attributes: { TARGET_ARN: lambda, RETRY_ATTEMPTS: '2' } }]);
    await bridge.close();
  });
  it('of malformed entries are refused, each on its own', async () => {
    const { put, bridge } = open(async () => ({ status: 202 }));
    expect(JSON.parse(String((await put({ Detail: 'no' })).body))).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'MalformedDetail' }],
    });
    await bridge.close();
  });
});

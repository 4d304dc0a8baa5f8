import { GetItemCommand, PutItemCommand, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../../local/contract.ts';
import { createDynamoDb, createEngine, inProcessClient, type DynamoDb } from '../../../local/services/dynamodb/dynamodb.ts';
import { addNumbers, canonicalNumber, compareNumbers } from '../../../local/services/dynamodb/number.ts';
import { execute } from '../../../local/services/dynamodb/operations/all.ts';
import { compareText } from '../../../local/services/dynamodb/value.ts';
import { refusal } from './open-client.ts';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  folders.push(folder);
  return folder;
};
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

const table = {
  TableName: 'notes',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};
const key = (sk: string, pk = 'p') => ({ pk: { S: pk }, sk: { S: sk } });
const TableName = 'notes';

describe('numbers', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 6 }))
    .map(([digits, scale]) => ({ digits, scale }));
  const text = ({ digits, scale }: { digits: bigint; scale: number }) => `${digits}E-${scale}`;
  const scaled = ({ digits, scale }: { digits: bigint; scale: number }) => digits * 10n ** BigInt(6 - scale);

  it('compare and add as exact decimals do', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [x, y] = [scaled(a), scaled(b)];
        expect(Math.sign(compareNumbers(text(a), text(b)))).toBe(x < y ? -1 : x > y ? 1 : 0);
        expect(addNumbers(text(a), text(b))).toBe(canonicalNumber(`${x + y}E-6`));
        expect(addNumbers(text(a), text(b), true)).toBe(canonicalNumber(`${x - y}E-6`));
      }),
    );
  });
  it('keep 38 digits', () => {
    const long = '1234567890123456789012345678901234567.8';
    expect(canonicalNumber(long)).toBe(long);
    expect(addNumbers('1E37', '1')).toBe('10000000000000000000000000000000000001');
    expect(() => addNumbers('1E38', '1')).toThrow(/38 significant digits/);
  });
});

it('texts compare as their UTF-8 bytes do', () => {
  const any = fc.string({ unit: 'grapheme', maxLength: 6 });
  fc.assert(
    fc.property(any, any, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

describe('a table under random requests', () => {
  const sks = ['', '1', '11', '2', 'z', 'é'].map((s) => `s${s}`);
  const step = fc.record({
    kind: fc.constantFrom('put', 'delete', 'add', 'guarded'),
    pk: fc.constantFrom('p', 'q'),
    sk: fc.constantFrom(...sks),
    n: fc.integer({ min: -5, max: 5 }),
  });
  type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

  /** What the service would keep, done naively. */
  function expected(model: Map<string, number>, { kind, pk, sk, n }: Step): void {
    const id = `${pk}/${sk}`;
    const before = model.get(id);
    if (kind === 'put') model.set(id, n);
    else if (kind === 'delete') model.delete(id);
    else if (kind === 'add') model.set(id, (before ?? 0) + n);
    else if (before !== undefined && before > n) model.set(id, n);
  }
  function run(engine: ReturnType<typeof createEngine>, { kind, pk, sk, n }: Step): void {
    const Key = key(sk, pk);
    const values = { ':n': { N: String(n) } };
    if (kind === 'put') execute(engine, 'PutItem', { TableName, Item: { ...Key, n: { N: String(n) } } });
    else if (kind === 'delete') execute(engine, 'DeleteItem', { TableName, Key });
    else if (kind === 'add')
      execute(engine, 'UpdateItem', { TableName, Key, UpdateExpression: 'ADD n :n', ExpressionAttributeValues: values });
    else {
      try {
        execute(engine, 'UpdateItem', {
          TableName,
          Key,
          UpdateExpression: 'SET n = :n',
          ConditionExpression: 'n > :n',
          ExpressionAttributeValues: values,
        });
      } catch (error) {
        expect(error).toMatchObject({ code: 'ConditionalCheckFailedException' });
      }
    }
  }
  const contents = (engine: ReturnType<typeof createEngine>) =>
    ['p', 'q'].flatMap((pk) => {
      const request = { TableName, KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: pk } } };
      const { Items } = execute(engine, 'Query', request) as { Items: { sk: { S: string }; n: { N: string } }[] };
      return Items.map(({ sk, n }) => [`${pk}/${sk.S}`, Number(n.N)] as const);
    });

  it('holds what a map would, in order, also after a restart, and its stream tells the same story', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const dir = newFolder();
        const db = createDynamoDb({ dir, expiryMs: 0 });
        execute(db.engine, 'CreateTable', table);
        const model = new Map<string, number>();
        for (const one of steps) {
          expected(model, one);
          run(db.engine, one);
        }
        const sorted = [...model].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(contents(db.engine)).toEqual(sorted);
        expect(replayed(db)).toEqual(new Map(sorted));
        db.engine.close();
        const again = createDynamoDb({ dir, expiryMs: 0 });
        expect(contents(again.engine)).toEqual(sorted);
        expect(replayed(again)).toEqual(new Map(sorted));
        again.engine.close();
      }),
      { numRuns: 40 },
    );
  });

  /** State recomputed from the stream, each record checked against the one before it. */
  function replayed(db: DynamoDb): Map<string, number> {
    const arn = db.engine.streamArn(db.engine.table(TableName)) ?? '';
    const state = new Map<string, number>();
    let cursor = 'TRIM_HORIZON';
    for (;;) {
      const page = db.read(arn, cursor, 7);
      if (page.records.length === 0) return new Map([...state].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
      for (const { eventName, dynamodb } of page.records) {
        const id = `${dynamodb.Keys['pk']?.S}/${dynamodb.Keys['sk']?.S}`;
        expect(dynamodb.OldImage?.['n']?.N).toBe(state.has(id) ? String(state.get(id)) : undefined);
        expect(eventName).toBe(dynamodb.NewImage === undefined ? 'REMOVE' : state.has(id) ? 'MODIFY' : 'INSERT');
        if (dynamodb.NewImage === undefined) state.delete(id);
        else state.set(id, Number(dynamodb.NewImage['n']?.N));
      }
      cursor = page.cursor;
    }
  }
});

it('a line cut short by a crash is dropped, everything acknowledged before it stays', () => {
  const dir = newFolder();
  const before = createDynamoDb({ dir, expiryMs: 0 });
  execute(before.engine, 'CreateTable', table);
  execute(before.engine, 'PutItem', { TableName, Item: key('kept') });
  before.engine.close();
  const [log = ''] = readdirSync(join(dir, 'dynamodb'));
  appendFileSync(join(dir, 'dynamodb', log), '{"c":[1,[["notes",{"pk":{"S":"p"');
  const after = createDynamoDb({ dir, expiryMs: 0 });
  execute(after.engine, 'PutItem', { TableName, Item: key('later') });
  after.engine.close();
  const last = createDynamoDb({ dir, expiryMs: 0 });
  expect((execute(last.engine, 'Scan', { TableName }) as { Count: number }).Count).toBe(2);
  last.engine.close();
});

it('what has expired is deleted by the service and says so in the stream', () => {
  let now = 1_800_000_000_000;
  const db = createDynamoDb({ now: () => now, expiryMs: 0 });
  execute(db.engine, 'CreateTable', table);
  execute(db.engine, 'UpdateTimeToLive', { TableName, TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } });
  execute(db.engine, 'PutItem', { TableName, Item: { ...key('a'), expiresAt: { N: '1800000010' } } });
  expect(db.engine.expire()).toBe(0);
  now += 10_000;
  expect(db.engine.expire()).toBe(1);
  const { records } = db.read(db.engine.streamArn(db.engine.table(TableName)) ?? '', 'TRIM_HORIZON', 10);
  expect(records.map(({ eventName, userIdentity }) => [eventName, userIdentity?.principalId])).toEqual([
    ['INSERT', undefined],
    ['REMOVE', 'dynamodb.amazonaws.com'],
  ]);
});

describe('transactions that meet', () => {
  it('refuse each other and single writes as conflicts, then go through', async () => {
    const engine = createEngine();
    execute(engine, 'CreateTable', table);
    let open = () => {};
    let entered = () => {};
    const inside = new Promise<void>((resolve) => (entered = resolve));
    const gate = new Promise<void>((resolve) => (open = resolve));
    const slow = inProcessClient(engine, {
      async during() {
        entered();
        await gate;
      },
    });
    const quick = inProcessClient(engine);
    const add = () =>
      new TransactWriteItemsCommand({
        TransactItems: [
          { Update: { TableName, Key: key('a'), UpdateExpression: 'ADD n :n', ExpressionAttributeValues: { ':n': { N: '1' } } } },
        ],
      });
    const first = slow.send(add());
    await inside;
    expect((await refusal(quick.send(add()))).CancellationReasons?.[0]?.Code).toBe('TransactionConflict');
    expect((await refusal(quick.send(new PutItemCommand({ TableName, Item: key('a') })))).name).toBe('TransactionConflictException');
    expect((await quick.send(new GetItemCommand({ TableName, Key: key('a') }))).Item).toBeUndefined();
    open();
    await first;
    await quick.send(add());
    expect((await quick.send(new GetItemCommand({ TableName, Key: key('a') }))).Item?.['n']).toEqual({ N: '2' });
  });
  it('whose answer is lost have been written all the same', async () => {
    const engine = createEngine();
    execute(engine, 'CreateTable', table);
    const lossy = inProcessClient(engine, { after: () => Promise.reject(new AwsError('InternalServerError', 'lost', 500)) });
    const add = new UpdateItemCommand({
      TableName,
      Key: key('a'),
      UpdateExpression: 'ADD n :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
    });
    expect((await refusal(lossy.send(add))).name).toBe('InternalServerError');
    expect((await inProcessClient(engine).send(new GetItemCommand({ TableName, Key: key('a') }))).Item?.['n']).toEqual({ N: '1' });
  });
});

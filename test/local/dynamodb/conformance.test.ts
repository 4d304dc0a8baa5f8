import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, freshTable, refusal } from './open-client.ts';

let TableName = '';
let drop = async () => {};
beforeAll(async () => {
  ({ name: TableName, drop } = await freshTable());
});
afterAll(() => drop());

let serial = 0;
/** A key that no other test uses. */
const newKey = () => ({ pk: { S: `p${++serial}` }, sk: { S: 'a' } });
type Item = Record<string, AttributeValue>;
const put = (Item: Item, rest: object = {}) => client.send(new PutItemCommand({ TableName, Item, ...rest }));
const get = async (Key: Item) => (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
const update = (Key: Item, UpdateExpression: string, values: Item = {}, rest: Partial<UpdateItemCommandInput> = {}) =>
  client.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression,
      ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
      ReturnValues: 'ALL_NEW',
      ...rest,
    }),
  );

describe('items', () => {
  it('come back as they were put, numbers in canonical form', async () => {
    const key = newKey();
    const item = { ...key, l: { L: [{ S: 'x' }, { M: { y: { BOOL: false } } }] }, z: { NULL: true }, s: { SS: ['b', 'a'] } } as Item;
    await put({ ...item, n: { N: '+001.500' }, b: { B: Uint8Array.from([1, 2]) } });
    const found = await get(key);
    expect(found).toMatchObject({ ...key, l: item['l'], z: { NULL: true }, n: { N: '1.5' } });
    expect([...(found?.['b']?.B ?? [])]).toEqual([1, 2]);
  });
  it.each([
    ['a number with more than 38 digits', { n: { N: '1'.repeat(39) } }],
    ['a number beyond the range', { n: { N: '1E126' } }],
    ['a word for a number', { n: { N: 'many' } }],
    ['an empty set', { s: { SS: [] } }],
    ['a set with a member twice', { s: { SS: ['a', 'a'] } }],
    ['an index key of the wrong kind', { owner: { N: '1' } }],
    ['an empty index key', { owner: { S: '' } }],
    ['more than 400 KB', { big: { S: 'x'.repeat(410_000) } }],
  ])('are refused with %s', async (_, more) => {
    expect((await refusal(put({ ...newKey(), ...more }))).name).toBe('ValidationException');
  });
  it.each([
    ['a missing sort key', { pk: { S: 'x' } }],
    ['an empty key', { pk: { S: '' }, sk: { S: 'a' } }],
    ['a key of the wrong kind', { pk: { N: '1' }, sk: { S: 'a' } }],
  ])('are refused with %s', async (_, item) => {
    expect((await refusal(put(item as Item))).name).toBe('ValidationException');
  });
  it('may hold an empty string outside their key', async () => {
    const key = newKey();
    await put({ ...key, note: { S: '' } });
    expect(await get(key)).toMatchObject({ note: { S: '' } });
  });
  it('give their old self when asked for', async () => {
    const key = newKey();
    await put({ ...key, v: { N: '1' } });
    const replaced = await put({ ...key, v: { N: '2' } }, { ReturnValues: 'ALL_OLD' });
    expect(replaced.Attributes).toMatchObject({ v: { N: '1' } });
    const gone = await client.send(new DeleteItemCommand({ TableName, Key: key, ReturnValues: 'ALL_OLD' }));
    expect(gone.Attributes).toMatchObject({ v: { N: '2' } });
    expect(await get(key)).toBeUndefined();
  });
});

describe('conditions', () => {
  const item = { n: { N: '10' }, t: { S: 'hello' }, l: { L: [{ N: '1' }] }, m: { M: { x: { S: 'y' } } }, s: { SS: ['a', 'b'] } } as Item;
  it.each<[string, Item, boolean]>([
    ['n > :v', { ':v': { N: '9' } }, true],
    ['n > :v', { ':v': { N: '10.0' } }, false],
    ['n = :v', { ':v': { S: '10' } }, false],
    ['absent = :v', { ':v': { S: 'x' } }, false],
    ['absent <> :v', { ':v': { S: 'x' } }, true],
    ['n BETWEEN :a AND :b', { ':a': { N: '9.5' }, ':b': { N: '1E1' } }, true],
    ['t IN (:a, :b)', { ':a': { S: 'x' }, ':b': { S: 'hello' } }, true],
    ['begins_with(t, :v)', { ':v': { S: 'hell' } }, true],
    ['contains(t, :v)', { ':v': { S: 'ell' } }, true],
    ['contains(s, :v)', { ':v': { S: 'b' } }, true],
    ['contains(l, :v)', { ':v': { N: '1.0' } }, true],
    ['attribute_type(m, :v)', { ':v': { S: 'M' } }, true],
    ['m.x = :v', { ':v': { S: 'y' } }, true],
    ['l[0] = :v', { ':v': { N: '1' } }, true],
    ['l[1] = :v', { ':v': { N: '1' } }, false],
    ['size(t) = :v', { ':v': { N: '5' } }, true],
    ['s = :v', { ':v': { SS: ['b', 'a'] } }, true],
    ['NOT n = :v AND attribute_exists(t)', { ':v': { N: '1' } }, true],
    ['n = :v OR n = :w AND t = :v', { ':v': { N: '10' }, ':w': { N: '1' } }, true],
    ['(n = :v OR n = :w) AND t = :v', { ':v': { N: '10' }, ':w': { N: '1' } }, false],
  ])('%s with %j is %j', async (ConditionExpression, ExpressionAttributeValues, holds) => {
    const key = newKey();
    await put({ ...key, ...item });
    const work = put({ ...key, ...item }, { ConditionExpression, ExpressionAttributeValues });
    if (holds) await work;
    else expect((await refusal(work)).name).toBe('ConditionalCheckFailedException');
  });
  it('that fail show what stood there only when asked', async () => {
    const key = newKey();
    await put({ ...key, v: { N: '1' } });
    const rest = { ConditionExpression: 'attribute_not_exists(pk)' };
    expect((await refusal(put(key, rest))).Item).toBeUndefined();
    expect((await refusal(put(key, { ...rest, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }))).Item).toMatchObject({ v: { N: '1' } });
  });
  it.each<[string, string, object]>([
    ['a reserved word', 'status = :v', { ExpressionAttributeValues: { ':v': { S: 'x' } } }],
    ['an unused value', 'attribute_exists(pk)', { ExpressionAttributeValues: { ':v': { S: 'x' } } }],
    ['an unused name', 'attribute_exists(pk)', { ExpressionAttributeNames: { '#a': 'x' } }],
    ['a missing value', 'n = :v', {}],
    ['a missing name', 'attribute_exists(#a)', {}],
    ['bad syntax', 'n = = :v', { ExpressionAttributeValues: { ':v': { S: 'x' } } }],
    ['an unknown function', 'exists(n)', {}],
    ['bounds the wrong way round', 'n BETWEEN :b AND :a', { ExpressionAttributeValues: { ':a': { N: '1' }, ':b': { N: '2' } } }],
    ['an order of booleans', 'n < :v', { ExpressionAttributeValues: { ':v': { BOOL: true } } }],
  ])('with %s are refused', async (_, ConditionExpression, rest) => {
    expect((await refusal(put(newKey(), { ConditionExpression, ...rest }))).name).toBe('ValidationException');
  });
});

describe('updates', () => {
  it('set, remove, add and delete, each seeing the item as it was', async () => {
    const key = newKey();
    await put({ ...key, n: { N: '0.1' }, l: { L: [{ N: '0' }, { N: '1' }, { N: '2' }] }, s: { SS: ['a', 'b'] }, x: { S: 'x' } });
    const { Attributes } = await update(
      key,
      'SET n = n + :d, kept = n, l[5] = :d, fresh = if_not_exists(fresh, :d), m = list_append(l, :l) REMOVE l[0], l[1], x ADD c :d, t :s DELETE s :s',
      { ':d': { N: '0.2' }, ':l': { L: [{ S: 'z' }] }, ':s': { SS: ['a'] } },
    );
    expect(Attributes).toEqual({
      ...key,
      n: { N: '0.3' },
      kept: { N: '0.1' },
      l: { L: [{ N: '2' }, { N: '0.2' }] },
      fresh: { N: '0.2' },
      m: { L: [{ N: '0' }, { N: '1' }, { N: '2' }, { S: 'z' }] },
      c: { N: '0.2' },
      t: { SS: ['a'] },
      s: { SS: ['b'] },
    });
  });
  it('make the item when it is not there', async () => {
    const key = newKey();
    expect((await update(key, 'SET v = :v', { ':v': { S: 'x' } })).Attributes).toEqual({ ...key, v: { S: 'x' } });
  });
  it('give only what they changed when asked so', async () => {
    const key = newKey();
    await put({ ...key, a: { N: '1' }, b: { N: '1' } });
    const after = await update(key, 'SET a = a - :v', { ':v': { N: '3' } }, { ReturnValues: 'UPDATED_NEW' });
    expect(after.Attributes).toEqual({ a: { N: '-2' } });
    const before = await update(key, 'SET a = :v', { ':v': { N: '3' } }, { ReturnValues: 'UPDATED_OLD' });
    expect(before.Attributes).toEqual({ a: { N: '-2' } });
  });
  it('take the last member of a set away with the set', async () => {
    const key = newKey();
    await put({ ...key, s: { SS: ['a'] } });
    expect((await update(key, 'DELETE s :s', { ':s': { SS: ['a'] } })).Attributes).toEqual(key);
  });
  it.each<[string, string, Item]>([
    ['a key attribute', 'SET pk = :v', { ':v': { S: 'x' } }],
    ['overlapping paths', 'SET a = :v, a.b = :v', { ':v': { S: 'x' } }],
    ['a missing operand', 'SET a = absent + :v', { ':v': { N: '1' } }],
    ['words added', 'SET a = t + :v', { ':v': { N: '1' } }],
    ['a missing parent', 'SET absent.a = :v', { ':v': { N: '1' } }],
    ['the same clause twice', 'SET a = :v SET b = :v', { ':v': { N: '1' } }],
    ['a text to add', 'ADD a :v', { ':v': { S: '1' } }],
  ])('are refused with %s', async (_, expression, values) => {
    const key = newKey();
    await put({ ...key, t: { S: 't' } });
    expect((await refusal(update(key, expression, values))).name).toBe('ValidationException');
    expect(await get(key)).toEqual({ ...key, t: { S: 't' } });
  });
});

describe('queries', () => {
  const pk = { S: 'queried' };
  const sorts = ['a', 'a1', 'a2', 'b', 'é', '\uFFFD', '😀'];
  beforeAll(async () => {
    for (const [i, s] of [...sorts].reverse().entries()) {
      await put({ pk, sk: { S: s }, owner: { S: 'me' }, at: { N: String([10, 9, -1, 2.5, 100, -20, 0][i]) }, i: { N: String(i) } });
    }
  });
  const query = async (KeyConditionExpression: string, values: Item, rest: object = {}) =>
    client.send(new QueryCommand({ TableName, KeyConditionExpression, ExpressionAttributeValues: { ':p': pk, ...values }, ...rest }));
  const sortsOf = (items: Item[] | undefined) => items?.map((item) => item['sk']?.S);

  it('give sort keys in the order of their bytes', async () => {
    expect(sortsOf((await query('pk = :p', {})).Items)).toEqual(sorts);
    expect(sortsOf((await query('pk = :p', {}, { ScanIndexForward: false })).Items)).toEqual([...sorts].reverse());
  });
  it.each<[string, Item, string[]]>([
    ['pk = :p AND begins_with(sk, :a)', { ':a': { S: 'a' } }, ['a', 'a1', 'a2']],
    ['pk = :p AND sk BETWEEN :a AND :b', { ':a': { S: 'a1' }, ':b': { S: 'b' } }, ['a1', 'a2', 'b']],
    ['pk = :p AND sk < :a', { ':a': { S: 'a2' } }, ['a', 'a1']],
    ['pk = :p AND sk <= :a', { ':a': { S: 'a1' } }, ['a', 'a1']],
    ['pk = :p AND sk > :a', { ':a': { S: 'é' } }, ['\uFFFD', '😀']],
    ['sk >= :a AND pk = :p', { ':a': { S: '\uFFFD' } }, ['\uFFFD', '😀']],
    ['pk = :p AND sk = :a', { ':a': { S: 'b' } }, ['b']],
  ])('%s with %j finds %j', async (expression, values, expected) => {
    expect(sortsOf((await query(expression, values)).Items)).toEqual(expected);
  });
  it('go on where a page ended, in both directions, counting what the filter drops', async () => {
    for (const ScanIndexForward of [true, false]) {
      const found: (string | undefined)[] = [];
      let start: Item | undefined;
      let scanned = 0;
      do {
        const rest = {
          Limit: 2,
          ScanIndexForward,
          FilterExpression: 'i <> :i',
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        };
        const page = await query('pk = :p', { ':i': { N: '3' } }, rest);
        found.push(...(sortsOf(page.Items) ?? []));
        scanned += page.ScannedCount ?? 0;
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
      expect(found.sort()).toEqual(sorts.filter((s) => s !== 'b').sort());
      expect(scanned).toBe(sorts.length);
    }
  });
  it('of an index sort numbers as numbers, and refuse consistency', async () => {
    const request = { TableName, IndexName: 'byOwner', KeyConditionExpression: '#o = :o AND #a > :a' };
    const names = {
      ExpressionAttributeNames: { '#o': 'owner', '#a': 'at' },
      ExpressionAttributeValues: { ':o': { S: 'me' }, ':a': { N: '-20' } },
    };
    const { Items } = await client.send(new QueryCommand({ ...request, ...names }));
    expect(Items?.map((item) => item['at']?.N)).toEqual(['-1', '0', '2.5', '9', '10', '100']);
    expect((await refusal(client.send(new QueryCommand({ ...request, ...names, ConsistentRead: true })))).name).toBe('ValidationException');
  });
  it('stop at a megabyte', async () => {
    const big = { S: 'big' };
    for (let i = 0; i < 4; i++) await put({ pk: big, sk: { S: String(i) }, x: { S: 'x'.repeat(390_000) } });
    const page = await query('pk = :p', { ':p': big });
    expect(page.Items).toHaveLength(3);
    expect(page.LastEvaluatedKey).toEqual({ pk: big, sk: { S: '2' } });
  });
  it.each<[string, Item]>([
    ['sk = :a', { ':a': { S: 'a' } }],
    ['pk > :a', { ':a': { S: 'a' } }],
    ['pk = :p AND i = :a', { ':a': { N: '1' } }],
    ['pk = :p AND sk = :a', { ':a': { N: '1' } }],
    ['pk = :p AND (sk = :a OR sk = :a)', { ':a': { S: 'a' } }],
  ])('with the key condition %s are refused', async (expression, values) => {
    const given = expression.includes(':p') ? { ':p': pk, ...values } : values;
    const work = client.send(new QueryCommand({ TableName, KeyConditionExpression: expression, ExpressionAttributeValues: given }));
    expect((await refusal(work)).name).toBe('ValidationException');
  });
  it('project nested parts', async () => {
    const key = newKey();
    await put({ ...key, m: { M: { a: { S: '1' }, b: { S: '2' } } }, l: { L: [{ S: 'x' }, { S: 'y' }, { S: 'z' }] } });
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: key, ProjectionExpression: 'm.b, l[2], l[0], nothing' }));
    expect(Item).toEqual({ m: { M: { b: { S: '2' } } }, l: { L: [{ S: 'x' }, { S: 'z' }] } });
  });
  it('by scan meet every item once, in segments too', async () => {
    const { name, drop: end } = await freshTable();
    for (let i = 0; i < 60; i++)
      await client.send(new PutItemCommand({ TableName: name, Item: { pk: { S: `k${i % 20}` }, sk: { S: String(i) } } }));
    const found: string[] = [];
    for (const Segment of [0, 1, 2]) {
      let start: Item | undefined;
      do {
        const rest = start === undefined ? {} : { ExclusiveStartKey: start };
        const page = await client.send(new ScanCommand({ TableName: name, Segment, TotalSegments: 3, Limit: 7, ...rest }));
        found.push(...(page.Items ?? []).map((item) => item['sk']?.S ?? ''));
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
    }
    expect(found.sort()).toEqual(Array.from({ length: 60 }, (_, i) => String(i)).sort());
    await end();
  });
});

describe('transactions', () => {
  it('write everything or nothing, and say which condition failed on what', async () => {
    const [one, two] = [newKey(), newKey()];
    await put({ ...two, v: { N: '7' } });
    const error = await refusal(
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName, Item: one } },
            {
              ConditionCheck: {
                TableName,
                Key: two,
                ConditionExpression: 'v = :v',
                ExpressionAttributeValues: { ':v': { N: '8' } },
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
          ],
        }),
      ),
    );
    expect(error.name).toBe('TransactionCanceledException');
    expect(error.CancellationReasons?.map(({ Code }) => Code)).toEqual(['None', 'ConditionalCheckFailed']);
    expect(error.CancellationReasons?.[1]?.Item).toMatchObject({ v: { N: '7' } });
    expect(await get(one)).toBeUndefined();
  });
  it('recognise a repeat by its token and refuse another request under it', async () => {
    const key = newKey();
    const ClientRequestToken = `token-${key.pk.S}`;
    const add = (by: string) =>
      client.send(
        new TransactWriteItemsCommand({
          ClientRequestToken,
          TransactItems: [
            { Update: { TableName, Key: key, UpdateExpression: 'ADD n :n', ExpressionAttributeValues: { ':n': { N: by } } } },
          ],
        }),
      );
    await add('1');
    await add('1');
    expect(await get(key)).toMatchObject({ n: { N: '1' } });
    expect((await refusal(add('2'))).name).toBe('IdempotentParameterMismatchException');
  });
  it('refuse one item twice, and more than a hundred', async () => {
    const key = newKey();
    const twice = [{ Put: { TableName, Item: key } }, { Delete: { TableName, Key: key } }];
    expect((await refusal(client.send(new TransactWriteItemsCommand({ TransactItems: twice })))).name).toBe('ValidationException');
    const many = Array.from({ length: 101 }, () => ({ Put: { TableName, Item: newKey() } }));
    expect((await refusal(client.send(new TransactWriteItemsCommand({ TransactItems: many })))).name).toBe('ValidationException');
  });
  it('read several items at once', async () => {
    const [one, two] = [newKey(), newKey()];
    await put({ ...one, v: { S: 'x' } });
    const { Responses } = await client.send(
      new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: one } }, { Get: { TableName, Key: two } }] }),
    );
    expect(Responses?.map(({ Item }) => Item?.['v']?.S)).toEqual(['x', undefined]);
  });
});

describe('batches and costs', () => {
  it('write and read many at once', async () => {
    const keys = [newKey(), newKey(), newKey()];
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: keys.map((Item) => ({ PutRequest: { Item } })) } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ DeleteRequest: { Key: keys[1] } }] } }));
    const { Responses } = await client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: keys } } }));
    expect(Responses?.[TableName]?.map((item) => item['pk']?.S).sort()).toEqual([keys[0]?.pk.S, keys[2]?.pk.S].sort());
  });
  it('are told in capacity units', async () => {
    const key = newKey();
    const units = async (work: Promise<{ ConsumedCapacity?: { CapacityUnits?: number | undefined } | undefined }>) =>
      (await work).ConsumedCapacity?.CapacityUnits;
    const ReturnConsumedCapacity = 'TOTAL';
    expect(await units(put({ ...key, x: { S: 'x'.repeat(2000) } }, { ReturnConsumedCapacity }))).toBe(2);
    expect(await units(put({ ...key, x: { S: 'x' } }, { ReturnConsumedCapacity }))).toBe(2);
    expect(await units(put({ ...key, owner: { S: 'o' }, at: { N: '1' } }, { ReturnConsumedCapacity }))).toBe(2);
    expect(await units(client.send(new GetItemCommand({ TableName, Key: key, ReturnConsumedCapacity })))).toBe(0.5);
    expect(await units(client.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true, ReturnConsumedCapacity })))).toBe(1);
    const { ConsumedCapacity } = await client.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: newKey() } }], ReturnConsumedCapacity }),
    );
    expect(ConsumedCapacity?.[0]?.CapacityUnits).toBe(2);
  });
});

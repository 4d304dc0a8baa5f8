/** The engine in memory answers as the local DynamoDB does, which its own conformance suite holds against the service. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createEngine, inProcessClient } from '../../local/services/dynamodb/dynamodb.ts';
import {
  type Database,
  type Item,
  type Key,
  openDatabase,
  type Query,
  type TableName,
  type Write,
} from '../../shared/database/database.ts';
import { defineTables, physical, streamOf } from '../routing/center.ts';
import { parameters } from '../routing/seed.ts';
import { compiled } from './condition.ts';
import { Memory, openMemory } from './memory.ts';

/** Conditions in the form in which the contact center writes them, with what they need. */
const conditions: readonly Pick<Write, 'if' | 'names' | 'values'>[] = [
  {},
  { if: 'attribute_exists(pk)' },
  { if: 'attribute_not_exists(pk)' },
  { if: '#version = :version', names: { '#version': 'version' }, values: { ':version': 2 } },
  {
    if: '#version = :version AND #until > :live',
    names: { '#version': 'version', '#until': 'until' },
    values: { ':version': 1, ':live': 'b' },
  },
  { if: 'attribute_exists(pk) AND attribute_not_exists(seenAt)' },
  { if: '#until <> :x AND attribute_not_exists(#seats)', names: { '#until': 'until', '#seats': 'seats' }, values: { ':x': 'c' } },
  { if: 'attribute_not_exists(pk) OR (attribute_not_exists(#seats) AND version < :v)', names: { '#seats': 'seats' }, values: { ':v': 3 } },
  { if: 'NOT version IN (:a, :b) AND seenAt <= :c', values: { ':a': 1, ':b': 'c', ':c': 'c' } },
  {
    if: 'begins_with(#until, :c) OR #seats = :s',
    names: { '#until': 'until', '#seats': 'seats' },
    values: { ':c': 'b', ':s': { id: 'm', list: [1] } },
  },
  { if: 'version >= :v', values: { ':v': 2 } },
];
const tables = ['contacts', 'routing'] as const satisfies readonly TableName[];
const key: fc.Arbitrary<Key> = fc.record({ pk: fc.constantFrom('A', 'B'), sk: fc.constantFrom('X', 'X#1', 'X#2', 'Y', 'Y#1') });
const table = fc.constantFrom(...tables);
const values: fc.Arbitrary<Item> = fc.record(
  {
    version: fc.integer({ min: 1, max: 3 }),
    until: fc.constantFrom('a', 'b', 'bc', 'c'),
    seenAt: fc.constantFrom('now', ''),
    seats: fc.constantFrom({ id: 'm', list: [1] }, { list: [1], id: 'm', none: undefined }, null, [true, 0.5, -20]),
    text: fc.constantFrom('x'.repeat(1500), 'é'.repeat(3000), undefined),
  },
  { requiredKeys: [] },
);
const condition = fc.constantFrom(...conditions);
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ key, table, values, condition }).map((w) => ({ put: { ...w.values, ...w.key }, table: w.table, ...w.condition })),
  fc
    .record({ key, table, values, condition, remove: fc.subarray(['gone', 'other']) })
    .map((w) => ({ update: w.key, table: w.table, set: { ...w.values, touched: 1 }, remove: w.remove, ...w.condition })),
  fc.record({ key, table, condition }).map((w) => ({ delete: w.key, table: w.table, ...w.condition })),
  fc
    .record({ key, table, condition: fc.constantFrom(...conditions.slice(1)) })
    .map((w) => ({ check: w.key, table: w.table, ...w.condition }) as Write),
);
const writes = fc.uniqueArray(write, {
  minLength: 1,
  maxLength: 4,
  selector: (w) => JSON.stringify([w.table, 'put' in w ? [w.put.pk, w.put.sk] : keyOf(w)]),
});
const keyOf = (w: Write) => {
  const at = 'put' in w ? w.put : 'update' in w ? w.update : 'delete' in w ? w.delete : w.check;
  return [at.pk, at.sk];
};
const query: fc.Arbitrary<Query> = fc.record(
  {
    table,
    pk: fc.constantFrom('A', 'B', 'C'),
    prefix: fc.constantFrom('X', 'X#', 'Y', 'Z'),
    limit: fc.integer({ min: 1, max: 4 }),
    newestFirst: fc.boolean(),
    eventual: fc.boolean(),
  },
  { requiredKeys: ['table', 'pk'] },
);
/** How many of the latest writes an eventual read does not see. */
const unseen = fc.nat(4);
const operation = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      writes,
      token: fc.option(fc.uuid(), { nil: undefined, freq: 6 }),
      twice: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('get' as const), table, key, eventual: fc.boolean(), unseen }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('query' as const), query, unseen }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hold' as const), writes: writes.filter((some) => some.length > 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer O> ? O : never;

/** Both worlds, with what they have charged, and the write that each holds open. */
class Both {
  readonly memory = new Memory();
  readonly engine = createEngine(() => 0);
  readonly units = { memory: new Map<string, number>(), engine: new Map<string, number>() };
  readonly real: Database;
  readonly ours = openMemory(this.memory);
  private unseen = 0;
  private gate: { open: () => void; done: Promise<unknown>; release: () => void } | undefined;
  private holding = false;
  private reached: (() => void) | undefined;

  constructor() {
    defineTables(this.engine, 0);
    this.engine.unseen = () => this.unseen;
    this.memory.unseen = () => this.unseen;
    const during = async () => {
      if (!this.holding) return;
      this.holding = false;
      await new Promise<void>((resolve) => {
        this.gate = { ...(this.gate ?? { done: Promise.resolve(), release: () => {} }), open: resolve };
        this.reached?.();
      });
    };
    const client = inProcessClient(this.engine, { during });
    this.meter(client);
    this.real = openDatabase(client, physical);
    this.memory.meter = ({ table, units }) => add(this.units.memory, physical[table], units);
  }

  private meter(client: DynamoDBClient): void {
    client.middlewareStack.add(
      (next) => async (args) => {
        (args.input as Record<string, unknown>)['ReturnConsumedCapacity'] = 'TOTAL';
        const result = await next(args);
        const told = (result.output as { ConsumedCapacity?: unknown }).ConsumedCapacity;
        const all = (Array.isArray(told) ? told : told === undefined ? [] : [told]) as { TableName: string; CapacityUnits: number }[];
        for (const { TableName, CapacityUnits } of all) add(this.units.engine, TableName, CapacityUnits);
        return result;
      },
      { step: 'initialize' },
    );
  }

  async act(one: Operation): Promise<[ours: unknown, real: unknown]> {
    this.unseen = 'unseen' in one ? one.unseen : 0;
    if (one.kind === 'get') {
      const { table, key, eventual } = one;
      return Promise.all([this.ours.get(table, key, eventual), this.real.get(table, key, eventual)]);
    }
    if (one.kind === 'query') return Promise.all([this.ours.query(one.query), this.real.query(one.query)]);
    if (one.kind === 'release') return this.release();
    if (one.kind === 'hold') return this.hold(one.writes);
    const token = this.gate === undefined ? one.token : undefined;
    const first = await Promise.all([this.ours.write(one.writes, token), this.real.write(one.writes, token)]);
    if (token === undefined || !one.twice || first[0].outcome !== 'written') return first;
    // A repeat costs the reading of what it names, which nobody here counts.
    const before = [new Map(this.units.memory), new Map(this.units.engine)] as const;
    const again = await Promise.all([this.ours.write(one.writes, token), this.real.write(one.writes, token)]);
    [this.units.memory, this.units.engine] = before;
    return again;
  }

  private async hold(held: Write[]): Promise<[unknown, unknown]> {
    if (this.gate !== undefined) return [0, 0];
    const judgement = this.memory.judge(held);
    this.holding = true;
    const reached = new Promise<void>((resolve) => (this.reached = resolve));
    const real = this.real.write(held);
    await Promise.race([reached, real]);
    this.holding = false;
    if ('refusal' in judgement) return [judgement.refusal, await real];
    expect(this.gate, 'the engine holds it too').toBeDefined();
    const free = this.memory.hold(judgement);
    const release = () => {
      free();
      this.memory.commit(judgement);
    };
    this.gate = { open: this.gate!.open, done: real, release };
    return [0, 0];
  }

  private async release(): Promise<[unknown, unknown]> {
    if (this.gate === undefined) return [0, 0];
    const { open, done, release } = this.gate;
    this.gate = undefined;
    release();
    open();
    return [{ outcome: 'written' }, await done];
  }

  async end(): Promise<void> {
    await this.release();
    for (const name of tables) {
      expect(this.memory.stream(name), `stream of ${name}`).toEqual(
        streamOf(this.engine, name, 0).map(({ sequence, change }) => ({ sequence, ...change })),
      );
    }
    expect(this.units.memory).toEqual(this.units.engine);
  }
}

const add = (sums: Map<string, number>, name: string, units: number) => void sums.set(name, (sums.get(name) ?? 0) + units);

test('any sequence of reads, writes, refusals and conflicts is answered, streamed and charged alike', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 25 }), async (operations) => {
      const both = new Both();
      for (const one of operations) {
        const [ours, real] = await both.act(one);
        expect(ours).toEqual(real);
      }
      await both.end();
    }),
    parameters('memory against the local engine', 60),
  );
}, 60_000);

test('long partitions are charged by the page', async () => {
  const both = new Both();
  const text = 'x'.repeat(90_000);
  for (let i = 10; i < 38; i++)
    await both.act({ kind: 'write', writes: [{ put: { pk: 'A', sk: `X#${i}`, text }, table: 'routing' }], token: undefined, twice: false });
  for (const limit of [undefined, 1, 11, 12, 13, 28, 40]) {
    const [ours, real] = await both.act({
      kind: 'query',
      query: { table: 'routing', pk: 'A', ...(limit === undefined ? {} : { limit }) },
      unseen: 0,
    });
    expect(ours).toEqual(real);
    expect(both.units.memory, `limit ${limit}`).toEqual(both.units.engine);
  }
});

test('every condition that the contact center writes is one that the engine in memory knows', () => {
  const files = ['shared', 'functions'].flatMap((dir) =>
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${dir}/${file}`),
  );
  const texts = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bif: (?:'([^']+)'|`([^`$]+)`)/g)].map((found) => found[1] ?? found[2] ?? ''),
  );
  expect(texts.length).toBeGreaterThan(20);
  for (const text of texts) expect(() => compiled(text), text).not.toThrow();
});

test('what the service would refuse to look at, the engine in memory does not take either', async () => {
  const both = new Both();
  const at = { pk: 'A', sk: 'X' };
  const wrong: Write[][] = [
    [
      { put: at, table: 'routing' },
      { delete: at, table: 'routing' },
    ],
    [{ update: at, table: 'routing', set: { sk: 'Y' } }],
    [{ update: at, table: 'routing', set: { a: undefined } }],
    [{ put: at, table: 'routing', if: '#a = :a', names: { '#a': 'a' }, values: { ':a': undefined } }],
    [{ put: at, table: 'routing', if: 'a = :a', values: { ':a': 1, ':b': 2 } }],
  ];
  for (const one of wrong) {
    await expect(both.real.write(one)).rejects.toThrow();
    await expect(both.ours.write(one)).rejects.toThrow();
  }
});

/** A write alone goes as a plain request, and its repeat is known by what stands there. */
import { expect, test } from 'vitest';
import { AwsError } from '../../local/contract.ts';
import { createEngine, inProcessClient } from '../../local/services/dynamodb/dynamodb.ts';
import { openDatabase, type Write } from '../../shared/database/database.ts';
import { defineTables, physical } from '../routing/center.ts';

const at = { pk: 'A', sk: 'X' };

/** A database that loses the answer of the first write; `between` happens before the client repeats it. */
function losing(between: (quick: ReturnType<typeof openDatabase>) => Promise<unknown> = () => Promise.resolve()) {
  const engine = createEngine(() => 0);
  defineTables(engine, 0);
  const asked: string[] = [];
  const quick = openDatabase(inProcessClient(engine), physical);
  const after = async ({ name }: { name: string }) => {
    asked.push(name);
    if (asked.length > 1) return;
    await between(quick);
    throw new AwsError('InternalServerError', 'lost', 500);
  };
  return { db: openDatabase(inProcessClient(engine, { after }, 2), physical), quick, asked };
}

const claims: Write = { table: 'contacts', put: { ...at, claimant: 'me' }, if: 'attribute_not_exists(pk)' };

test('a repeat of a write whose answer was lost has succeeded', async () => {
  const { db, asked } = losing();
  expect(await db.write([claims])).toEqual({ outcome: 'written' });
  expect(asked[0]).toBe('PutItem');
});

test('a repeat of a write that somebody else has overtaken is refused, with what stands there', async () => {
  const { db } = losing((quick) => quick.write([{ table: 'contacts', update: at, set: { claimant: 'you' } }]));
  expect(await db.write([claims])).toEqual({ outcome: 'refused', index: 0, item: { ...at, claimant: 'you' } });
});

test('a repeat of an update is known by what it sets and removes', async () => {
  const { db, quick } = losing();
  await quick.write([{ table: 'contacts', put: { ...at, version: 1, old: true } }]);
  const next: Write = { table: 'contacts', update: at, set: { version: 2 }, remove: ['old'], if: 'version = :v', values: { ':v': 1 } };
  expect(await db.write([next])).toEqual({ outcome: 'written' });
  expect(await quick.get('contacts', at)).toEqual({ ...at, version: 2 });
});

/** What a call asks of the tables before its queue: each request of the receiver and of the flow, with its units. */
import { flow } from '../../../functions/flows/main.ts';
import { memory } from '../../../functions/kit/memory.ts';
import type { Database, TableName, Write } from '../../../shared/database/database.ts';
import { openCentre, PhoneCall } from '../../flows/centre.ts';

/** Requests by what they do to what: `write contacts STEP`; and how many items they write. */
export type Asked = Map<string, { requests: number; items: number }>;

const kindOf = (sk: string): string => sk.split('#')[0] ?? '';
const keyOf = (write: Write) =>
  'put' in write ? write.put : 'update' in write ? write.update : 'delete' in write ? write.delete : write.check;

/** The same database, with what is asked of it written down. */
function told(db: Database, tell: (what: string, items: number) => void): Database {
  const read = (table: TableName, what: string) => tell(`read ${table} ${kindOf(what)}`, 1);
  return {
    get: (table, key, eventual) => {
      read(table, table === 'settings' ? key.pk : key.sk);
      return db.get(table, key, eventual);
    },
    query: (query) => {
      read(query.table, query.prefix ?? query.pk);
      return db.query(query);
    },
    write: (writes, token) => {
      tell(`write ${[...new Set(writes.map((one) => `${one.table} ${kindOf(keyOf(one).sk)}`))].join(', ')}`, writes.length);
      return db.write(writes, token);
    },
  };
}

/** A call of somebody unknown to the flow `main`, to its menu and, by a key, to its queue: as warm functions answer it. */
export async function requestsOfACall(): Promise<{ toFirstWord: Asked; toQueue: Asked }> {
  const centre = await openCentre([flow]);
  let asked: Asked = new Map();
  const tell = (what: string, items: number): void => {
    const known = asked.get(what) ?? { requests: 0, items: 0 };
    asked.set(what, { requests: known.requests + 1, items: known.items + items });
  };
  centre.world.db = told(centre.world.db, tell);
  centre.world.recall = memory(() => centre.clock.nowMs);
  // By then the functions remember their settings.
  await new PhoneCall(centre, '+12025550177').flow();
  asked = new Map();
  const call = new PhoneCall(centre, '+12025550178');
  await call.flow();
  const toFirstWord = asked;
  asked = new Map();
  await call.presses('2');
  return { toFirstWord, toQueue: asked };
}

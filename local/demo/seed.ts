/** Fills an empty contact center with the demo: settings, customers with a past, people who may sign in. Once per state folder. */
import type { Database } from '../../shared/database/database.ts';
import { settingWrites } from '../../shared/queues/write-settings.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { customers } from './customers.ts';
import { customerWrites } from './history.ts';
import { people, type Person } from './people.ts';
import { demoSettings } from './settings.ts';

const mark = { pk: 'DEMO', sk: 'DEMO' };

/** Returns whether it had to. `makePerson` makes a user with a lasting password in its groups. */
export async function seedDemo(db: Database, makePerson: (person: Person) => Promise<void>, now: number): Promise<boolean> {
  if ((await db.get('settings', mark)) !== undefined) return false;
  for (const person of people) await makePerson(person);
  for (const write of settingWrites(demoSettings)) await db.write([write]);
  // The demo has a queue for each answer; the starter's only one would stand empty beside them.
  await db.write([{ table: 'settings', delete: settingKeys.queue('service') }]);
  for (const customer of customers) for (const writes of customerWrites(customer, now)) await db.write(writes);
  await db.write([{ table: 'settings', put: { ...mark, schemaVersion: 1 } }]);
  return true;
}

/** Reads of what calls that go out need to know. */
import type { Database } from '../database/database.ts';
import { Application, Calling, callingDefaults } from './calling.ts';
import { settingKeys } from './queue.ts';

/** What may be dialled, and as whom. What the row does not say is as the defaults have it. */
export async function readCalling(db: Database): Promise<Calling> {
  const item = await db.get('settings', settingKeys.calling);
  return Calling.parse({ ...callingDefaults, ...item });
}

/** The application that dials. Undefined where telephony is not deployed: then nobody can be called. */
export async function readApplicationId(db: Database): Promise<string | undefined> {
  const item = await db.get('settings', settingKeys.application);
  return item === undefined ? undefined : Application.parse(item).applicationId;
}

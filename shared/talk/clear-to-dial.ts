import type { Contact } from '../contacts/contact.ts';
import type { Database } from '../database/database.ts';
import { instant, PhoneNumber } from '../ids.ts';
import type { Problem } from '../problem.ts';
import type { Calling } from '../queues/calling.ts';
import { settingKeys } from '../queues/queue.ts';
import { readApplicationId, readCalling } from '../queues/read-calling.ts';
import { readQueue } from '../queues/settings.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { mayDial } from './may-dial.ts';

/** For which queue somebody is called, and which of our numbers the customer knows. */
export type ForWhom = Partial<Pick<Contact, 'queueId' | 'dialledNumber'>>;

export interface Clearance {
  number: PhoneNumber;
  /** What the called party sees. */
  callerId: PhoneNumber;
  applicationId: string;
}

const noTelephony: Problem = {
  code: 'no-telephony',
  sentence: 'This contact center can’t call out: it has no telephony, or no number of its own.',
  remedy: 'Ask an administrator to adopt a number.',
  status: 503,
};
const capReached: Problem = {
  code: 'hourly-cap',
  sentence: 'The company’s limit of calls for this hour is reached.',
  remedy: 'Try again in the next hour, or ask an administrator to raise it.',
  status: 429,
};

/** Hours are counted for two days. */
const keptSeconds = 48 * 60 * 60;

/** The queue's number, else the company's, else the one that the customer dialled. */
export async function callerIdFor(db: Database, { queueId, dialledNumber }: ForWhom, calling?: Calling): Promise<PhoneNumber | undefined> {
  const [queue, { callerId }] = await Promise.all([queueId === undefined ? undefined : readQueue(db, queueId), calling ?? readCalling(db)]);
  const dialled = PhoneNumber.safeParse(dialledNumber);
  return queue?.callerId ?? callerId ?? (dialled.success ? dialled.data : undefined);
}

/** Counts a call of this hour, unless there were too many already. */
async function countCall(world: World, { hourlyCap }: Calling): Promise<boolean> {
  return settle<boolean>(world, async () => {
    const now = world.now();
    const key = settingKeys.dialled(instant(now).slice(0, 13));
    const calls = Number((await world.db.get('settings', key))?.['calls'] ?? 0);
    if (calls >= hourlyCap) return { stop: false };
    const put = { ...key, schemaVersion: 1, calls: calls + 1, expiresAt: Math.floor(now / 1000) + keptSeconds };
    const asRead = { if: 'attribute_not_exists(pk) OR #calls = :calls', names: { '#calls': 'calls' }, values: { ':calls': calls } };
    return { write: [{ table: 'settings', put, ...asRead }], then: true };
  });
}

/** May this number, as somebody typed it, be called now? Counted against the hour: asked once for each call. */
export async function clearToDial(world: World, typed: string, whom: ForWhom): Promise<Clearance | { refused: Problem }> {
  const [calling, applicationId] = await Promise.all([readCalling(world.db), readApplicationId(world.db)]);
  const judged = mayDial(calling, typed);
  if ('refused' in judged) return judged;
  const callerId = await callerIdFor(world.db, whom, calling);
  if (applicationId === undefined || callerId === undefined) return { refused: noTelephony };
  return (await countCall(world, calling)) ? { number: judged.number, callerId, applicationId } : { refused: capReached };
}

import { routingKeys } from '../agents/agent.ts';
import { type Contact, contactKeys } from '../contacts/contact.ts';
import type { Database } from '../database/database.ts';
import { epochMs } from '../ids.ts';
import type { World } from '../world.ts';
import { announce, type Announcement } from './decide/announce.ts';
import { estimateMs } from './decide/estimate.ts';
import { readPace } from './pace.ts';
import { countStaff, readEntries } from './read-places.ts';
import { routingSettings } from './routing-settings.ts';

/** Further back nobody is told their place exactly: as far as numbers are read out. */
const farthest = 100;

/**
 * The contact's place in its queue: how many would be offered before it, and one. A contact that is being offered is the first. Those who
 * overflow into the list count: the queue's agents may get them first. At most one more than `farthest`.
 */
export async function positionOf(db: Database, contact: Contact): Promise<number> {
  const { contactId, queueId, priority, arrivedAt, state } = contact;
  if (state !== 'waiting' || queueId === undefined || priority === undefined) return 1;
  const own = routingKeys.entry(queueId, priority, arrivedAt, contactId).sk;
  const entries = await readEntries(db, queueId, farthest);
  return 1 + entries.filter((entry) => routingKeys.entry(queueId, entry.priority, entry.arrivedAt, entry.contactId).sk < own).length;
}

/** Writes down what is said, unless the contact has moved on. It decides nothing, so the contact's version stays. */
async function writeDown({ db }: World, { contactId, queuedAt }: Contact, announced: Announcement['announced']): Promise<void> {
  await db.write([
    {
      table: 'contacts',
      update: contactKeys.contact(contactId),
      set: { announced },
      if: '#state = :waiting AND #queuedAt = :queuedAt',
      names: { '#state': 'state', '#queuedAt': 'queuedAt' },
      values: { ':waiting': 'waiting', ':queuedAt': queuedAt },
    },
  ]);
}

/** What a waiting caller is told now of their place and their wait, written down so that later words agree with it. */
export async function announcePlace(world: World, contact: Contact): Promise<Pick<Announcement, 'position' | 'minutes'>> {
  const { queueId, queuedAt, arrivedAt } = contact;
  if (queueId === undefined) return { position: 1 };
  const { profiles } = await routingSettings(world);
  const [position, staffed, pace] = await Promise.all([
    positionOf(world.db, contact),
    countStaff(world.db, [queueId], profiles),
    readPace(world, queueId),
  ]);
  const now = world.now();
  // Whoever waits has found nobody free who may serve them.
  const fresh = { position, staffed, estimateMs: estimateMs({ position, staffed, free: 0, pace }) };
  const { announced, ...said } = announce(contact.announced, fresh, now - epochMs(queuedAt ?? arrivedAt), now);
  if (announced !== contact.announced) await writeDown(world, contact, announced);
  return said;
}

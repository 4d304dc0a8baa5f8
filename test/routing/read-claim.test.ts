import { expect, test } from 'vitest';
import { contactKeys } from '../../shared/contacts/contact.ts';
import { readClaim } from '../../shared/contacts/read-claim.ts';
import { readContact, readInteraction, readOffer } from '../../shared/contacts/read-contact.ts';
import { readMeeting } from '../../shared/contacts/meeting.ts';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { QueueId } from '../../shared/ids.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { endOffer } from '../../shared/routing/end-offer.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { arriveAgent, arriveCall, openCenter, profile, queue } from './center.ts';

test('a contact and its latest claim are one read; what an earlier offer left is found as well', async () => {
  const center = await openCenter({ queues: [queue('technical')], profiles: [profile('everyone', [['technical', 1]])] });
  const { world } = center;
  const [anna, bela] = [await arriveAgent(center, 'anna'), await arriveAgent(center, 'bela')];
  await changeStatus(world, anna, { status: 'available' });
  const contactId = await arriveCall(center, 'c1');
  await enqueue(world, contactId, { queueId: QueueId.parse('technical') });
  await changeStatus(world, bela, { status: 'available' });
  await endOffer(world, contactId, 1, { kind: 'declined' });
  await acceptOffer(world, bela, contactId, 2);

  const reads: string[] = [];
  const db: typeof world.db = {
    ...world.db,
    get: (table, key, eventual) => (reads.push(key.sk), world.db.get(table, key, eventual)),
    query: (query) => (reads.push(query.prefix ?? ''), world.db.query(query)),
  };
  const all = ['interaction', 'offer', 'meeting'] as const;
  const byThemselves = async (n: number) => ({
    contact: await readContact(world.db, contactId),
    interaction: await readInteraction(world.db, contactId, n),
    offer: await readOffer(world.db, contactId, n),
    meeting: await readMeeting(world.db, contactId, n),
  });
  expect(await readClaim(db, contactId, all)).toEqual(await byThemselves(2));
  expect(reads).toEqual(['C']);
  reads.length = 0;
  expect(await readClaim(db, contactId, all, 1)).toEqual(await byThemselves(1));
  // The first offer was declined: its share is missing, which the query does not tell.
  expect(reads).toEqual(
    ['C', 'interaction', 'word', 'offer', 'meeting'].map((name) => (name === 'C' ? name : contactKeys[name as 'offer'](contactId, 1).sk)),
  );
});

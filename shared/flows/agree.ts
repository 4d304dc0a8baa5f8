/**
 * What looks have found, the same for each repeat of an event. Looks that do nothing, or what may be done twice, need no claim beforehand:
 * whoever writes down first what they found is right, and a repeat takes that for its own. One write for all that follow each other.
 */
import { contactKeys } from '../contacts/contact.ts';
import type { World } from '../world.ts';
import { keptSeconds, type Place } from './claim.ts';
import { FlowRecord } from './record.ts';

/** The results of the looks from `place` on: these, or those that a repeat of the event has written before. */
export async function agreed(world: World, { transactionId, run, step }: Place, found: FlowRecord): Promise<FlowRecord> {
  const key = contactKeys.step(transactionId, step, run);
  const put = { ...key, found: JSON.stringify(found), expiresAt: Math.floor(world.now() / 1000) + keptSeconds };
  const written = await world.db.write([{ table: 'contacts', put, if: 'attribute_not_exists(pk)' }]);
  if (written.outcome === 'written') return found;
  const item = (written.outcome === 'refused' ? written.item : undefined) ?? (await world.db.get('contacts', key));
  return FlowRecord.parse(JSON.parse(String(item?.['found'])));
}

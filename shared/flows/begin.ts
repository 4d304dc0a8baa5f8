/**
 * The beginning of a run. The doorbell and the end of a piece of music may both find that the contact is in a flow by now: only one of them may
 * begin it, or the caller would hear its first words twice.
 */
import { z } from 'zod';
import { type Contact, contactKeys } from '../contacts/contact.ts';
import type { TransactionId } from '../ids.ts';
import type { World } from '../world.ts';

const Beginning = z.object({
  /** The event whose answer begins the run: a repeat of it gives the same answer. */
  sequence: z.number(),
  claimedMs: z.number(),
  language: z.string().optional(),
});
export type Beginning = z.infer<typeof Beginning>;

/** An answer that has not shown by then was lost, or overtaken by one that knew nothing of the flow: another event may begin the run. */
const leaseMs = 4_500;
const keptSeconds = 24 * 60 * 60;

/** Lets this event begin the run that its contact is in, or answers undefined: another does. */
export async function takeBeginning(
  world: World,
  transactionId: TransactionId,
  { run = 0, language }: Contact,
  sequence: number,
): Promise<Beginning | undefined> {
  const nowMs = world.now();
  const put = (beginning: Beginning) => ({
    table: 'contacts' as const,
    put: { ...contactKeys.beginning(transactionId, run), ...beginning, expiresAt: Math.floor(nowMs / 1000) + keptSeconds },
  });
  const mine: Beginning = { sequence, claimedMs: nowMs, ...(language === undefined ? {} : { language }) };
  const taken = await world.db.write([{ ...put(mine), if: 'attribute_not_exists(pk)' }]);
  if (taken.outcome === 'written') return mine;
  const item = await world.db.get('contacts', contactKeys.beginning(transactionId, run));
  if (item === undefined) return undefined;
  const theirs = Beginning.parse(item);
  if (theirs.sequence === sequence) return theirs;
  if (nowMs - theirs.claimedMs < leaseMs) return undefined;
  // The language of the first beginning holds: what was looked up since may have been recorded in it.
  const taking: Beginning = { ...theirs, sequence, claimedMs: nowMs };
  const asRead = { if: 'claimedMs = :then', values: { ':then': theirs.claimedMs } };
  return (await world.db.write([{ ...put(taking), ...asRead }])).outcome === 'written' ? taking : undefined;
}

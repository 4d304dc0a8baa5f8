/** The record of a run, kept when it is over: the contact's timeline and a replay are made from it. */
import { z } from 'zod';
import { type Contact, contactKeys } from '../contacts/contact.ts';
import type { World } from '../world.ts';
import { Left } from './ask.ts';
import type { CallAttributes } from './attributes.ts';

export const RunEnd = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('enqueue'), topic: z.string() }),
  z.strictObject({ kind: z.literal('flow'), flow: z.string() }),
  z.strictObject({ kind: z.literal('hang-up') }),
  z.strictObject({ kind: z.literal('lost') }),
  z.strictObject({ kind: z.literal('caller-hung-up') }),
]);
export type RunEnd = z.infer<typeof RunEnd>;

export const KeptFlow = z.object({
  flow: z.string(),
  version: z.string().optional(),
  record: z.string(),
  language: z.string().optional(),
  left: Left.optional(),
  /** How many flows the call was in before; absent: none. */
  run: z.number().int().optional(),
  /** Absent in what was kept before calls could be in several flows: the contact's own end. */
  end: RunEnd.optional(),
});
export type KeptFlow = z.infer<typeof KeptFlow>;

/** Why the caller is in a flow again, when they left a queue for it. */
export function leftOf({ attributes, queueId, topic }: Contact): Left | undefined {
  const why = attributes['left'];
  if (why === undefined) return undefined;
  return { why, ...(queueId === undefined ? {} : { queueId }), ...(topic === undefined ? {} : { topic }) };
}

/** Keeps what a flow was told in a run. Again with the same is harmless. */
export async function keepRecord(
  { db }: World,
  contact: Contact,
  { flow = contact.flow, run = 0, language, version, record }: CallAttributes,
  end: RunEnd,
): Promise<void> {
  if (record === undefined) return;
  const ofRun = run === 0 ? {} : { run, language, left: leftOf(contact) };
  const kept = { ...contactKeys.flow(contact.contactId, run), schemaVersion: 1, flow, version, record, ...ofRun, end };
  await db.write([{ table: 'contacts', put: kept }]);
}

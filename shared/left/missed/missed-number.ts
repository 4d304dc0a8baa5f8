/** The items of one number: all changes of them come after each other. */
import type { Database, Write } from '../../database/database.ts';
import { epochMs, type Instant, type PhoneNumber } from '../../ids.ts';
import { Missed, missedKeys, missedMs, MissedNumber } from './missed.ts';

/** What is known of a number, and its entry. */
interface Known {
  number?: MissedNumber;
  missed?: Missed;
}

export async function readMissed(db: Database, number: PhoneNumber): Promise<Known> {
  const item = await db.get('contacts', missedKeys.number(number));
  if (item === undefined) return {};
  const known = MissedNumber.parse(item);
  const missed = known.queueId === undefined ? undefined : await db.get('contacts', missedKeys.missed(known.queueId, number));
  return { number: known, ...(missed === undefined ? {} : { missed: Missed.parse(missed) }) };
}

export const expiry = (at: Instant): number => Math.floor((epochMs(at) + missedMs) / 1000);

/** The number's item, conditional on what was read of it: all changes of one number come after each other. */
export function numberWrite(
  number: PhoneNumber,
  known: MissedNumber | undefined,
  next: Pick<MissedNumber, 'queueId' | 'servedAt'>,
  at: Instant,
): Write {
  const item: MissedNumber = { schemaVersion: 1, version: (known?.version ?? 0) + 1, expiresAt: expiry(at), ...next };
  const put = { ...missedKeys.number(number), ...item };
  if (known === undefined) return { table: 'contacts', put, if: 'attribute_not_exists(pk)' };
  return { table: 'contacts', put, if: '#version = :version', names: { '#version': 'version' }, values: { ':version': known.version } };
}

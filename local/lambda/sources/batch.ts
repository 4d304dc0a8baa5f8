/** What a function says about a batch: done, failed as a whole, or failed from or for certain items (`ReportBatchItemFailures`). */
import { z } from 'zod';
import type { Invoked } from '../invoke.ts';

export type BatchOutcome = { kind: 'done' } | { kind: 'failed' } | { kind: 'partial'; items: string[] };

const Answer = z.looseObject({
  batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string().min(1) })).nullish(),
});

/** Reads an answer. An answer that breaks the contract fails the whole batch, as in Lambda; nothing at all is success. */
export function readBatchAnswer(invoked: Invoked, reports: boolean, known: ReadonlySet<string>): BatchOutcome {
  if (invoked.functionError !== undefined) return { kind: 'failed' };
  if (!reports) return { kind: 'done' };
  const value = JSON.parse(invoked.payload) as unknown;
  if (value === null || typeof value !== 'object') return { kind: 'done' };
  const parsed = Answer.safeParse(value);
  if (!parsed.success) return { kind: 'failed' };
  const items = (parsed.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  if (items.length === 0) return { kind: 'done' };
  return items.every((item) => known.has(item)) ? { kind: 'partial', items } : { kind: 'failed' };
}

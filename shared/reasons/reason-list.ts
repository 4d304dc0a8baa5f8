/** A list of reasons as a setting. Pure. */
import { z } from 'zod';
import type { Fault } from '../settings/checks.ts';
import { isSystemReason, type Reason, ReasonList, type ReasonListId, reasonLists } from './words.ts';

export const ReasonSetting = ReasonList.extend({ schemaVersion: z.literal(1), listId: z.enum(reasonLists) });
export type ReasonSetting = z.infer<typeof ReasonSetting>;

/** What only the reasons of one list say of themselves. */
const onlyIn: Partial<Record<keyof Reason, ReasonListId>> = {
  minutes: 'breaks',
  productive: 'breaks',
  ticketStatus: 'dispositions',
  over: 'callback-results',
};
/** Lists without which nobody could take a break, or finish a call. */
const needed: readonly ReasonListId[] = ['breaks', 'dispositions'];

const plain = (text: string) => text.trim().toLowerCase();

function checkReason(listId: ReasonListId, reasons: readonly Reason[], i: number): Fault | undefined {
  const reason = reasons[i];
  if (reason === undefined) return undefined;
  const { reasonId, name } = reason;
  const field = (path: string) => `reasons.${i}.${path}`;
  if (isSystemReason(listId, reasonId)) return { field: field('reasonId'), why: `“${reasonId}” is the system’s own` };
  if (reasons.findIndex((one) => one.reasonId === reasonId) < i) return { field: field('reasonId'), why: `“${reasonId}” comes twice` };
  if (reasons.findIndex((one) => plain(one.name) === plain(name)) < i) return { field: field('name'), why: `“${name}” comes twice` };
  const foreign = Object.entries(onlyIn).find(([path, list]) => list !== listId && reason[path as keyof Reason] !== undefined);
  return foreign === undefined ? undefined : { field: field(foreign[0]), why: 'it means nothing in this list' };
}

export function checkReasons({ listId, reasons }: ReasonSetting): Fault | undefined {
  if (reasons.length === 0 && needed.includes(listId)) return { field: 'reasons', why: 'there must be at least one' };
  return reasons.map((_, i) => checkReason(listId, reasons, i)).find((fault) => fault !== undefined);
}

/** Who goes from the list is kept by name, so that old records stay readable; who comes back is chosen again. */
export function keepFormer(before: ReasonList | undefined, after: ReasonSetting): ReasonSetting {
  const { former: _told, ...rest } = after;
  const known = new Map<string, string>();
  for (const { reasonId, name } of [...(after.former ?? []), ...(before?.former ?? []), ...(before?.reasons ?? [])])
    known.set(reasonId, name);
  for (const { reasonId } of after.reasons) known.delete(reasonId);
  const former = [...known].map(([reasonId, name]) => ({ reasonId, name })).sort((a, b) => (a.reasonId < b.reasonId ? -1 : 1));
  return former.length === 0 ? rest : { ...rest, former };
}

import { z } from 'zod';
import type { Step } from '../ask.ts';

/** By the wall clock of the hours' time zone: `2026-12-28`, `09:00`. */
const Opening = z.strictObject({ date: z.string(), time: z.string() });
export type Opening = z.infer<typeof Opening>;

/** When these hours (without an id: those of the dialled number) open next. */
export function* opensAt(hoursId?: string): Step<Opening | undefined> {
  const look = { kind: 'opens-at' as const, ...(hoursId === undefined ? {} : { hoursId }) };
  const found = Opening.nullable().parse(yield { do: 'look', label: `opens at ${hoursId ?? ''}`.trim(), look });
  return found ?? undefined;
}

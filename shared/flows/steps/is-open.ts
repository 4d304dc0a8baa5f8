import type { Step } from '../ask.ts';

/** Are these hours (without an id: those of the dialled number) open at this moment of the call? */
export function* isOpen(hoursId?: string): Step<boolean> {
  const look = { kind: 'is-open' as const, ...(hoursId === undefined ? {} : { hoursId }) };
  return (yield { do: 'look', label: `is open ${hoursId ?? ''}`.trim(), look }) === true;
}

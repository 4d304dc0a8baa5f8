/** Pure: how good what callers were told of their wait was: the first word that each was given, against how long they waited. */
export interface Promised {
  /** The whole wait, as it was said first. */
  estimatedMs: number;
  waitedMs: number;
}
export interface Accuracy {
  /** So many were told a wait and have been answered since. */
  told: number;
  /** Half of them waited this much more or less than they were told, or less off. */
  medianOffMs: number;
  /** Of a hundred, how many were told right to within a minute: what is said is minutes. */
  withinMinute: number;
  /** The mean of waited less told: above zero, callers waited longer than they were told. */
  meanLateMs: number;
}

/** Fewer say too little. */
export const fewestTold = 5;
const minuteMs = 60_000;

export function accuracyOf(promised: readonly Promised[]): Accuracy | undefined {
  if (promised.length < fewestTold) return undefined;
  const late = promised.map(({ estimatedMs, waitedMs }) => waitedMs - estimatedMs);
  const off = late.map(Math.abs).sort((a, b) => a - b);
  return {
    told: promised.length,
    medianOffMs: Math.round(off[Math.floor((off.length - 1) / 2)] ?? 0),
    withinMinute: Math.round((100 * off.filter((ms) => ms <= minuteMs).length) / off.length),
    meanLateMs: Math.round(late.reduce((sum, ms) => sum + ms, 0) / late.length),
  };
}

/** One measured value. `against` is the other side of the same run; `ratio` is value / against. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  against?: number;
  ratio?: number;
}

/** What the command line may say. */
export interface BenchOptions {
  /** A SIP peer that answers and plays, HOST:PORT, measured in the same run. */
  peer?: string;
}

/** A bench measures one thing and returns its figures. */
export type Bench = (options: BenchOptions) => Promise<Figure[]>;

/** The value below which a share of the values lies (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Medians of runs, and of the runs of the other side that were made in turn with them, where there are any. */
export function compared(name: string, unit: string, ours: readonly number[], theirs: readonly number[] = []): Figure {
  const figure = { name, value: rounded(median(ours)), unit };
  if (theirs.length === 0) return figure;
  const against = rounded(median(theirs));
  return { ...figure, against, ratio: rounded(figure.value / against) };
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

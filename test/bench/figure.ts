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

export const median = (values: readonly number[]): number => percentile(values, 0.5);

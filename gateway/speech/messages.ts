/** What the main thread and the recogniser's say to each other. */
export interface ToRecogniser {
  number: number;
  phrases: readonly string[];
  /** 8 kHz. */
  samples: Int16Array;
}
export type FromRecogniser =
  /** `unknown`: words of the phrases that it can't hear; told once. */
  { kind: 'heard'; number: number; phrase?: string; unknown: string[] } | { kind: 'failed'; number: number; why: string };

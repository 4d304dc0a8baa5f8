import type { Circumstances, Step } from '../ask.ts';

/** From here on the caller is spoken to in this language: in this flow, in the queue and in later flows. */
export function* speakIn(circumstances: Circumstances, language: string): Step<void> {
  yield { do: 'look', label: `speak ${language}`, look: { kind: 'language', language } };
  circumstances.language = language;
}

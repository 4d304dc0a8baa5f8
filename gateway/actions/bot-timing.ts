/** How long a bot waits, and for how many keys: session attributes of Lex V2 (`x-amz-lex:…`), with the service's defaults. */
import type { Failure } from './contract.ts';
import { invalidParameter, numberWithin } from './parameters.ts';

export interface BotTiming {
  /** Whether words and keys count while the bot speaks. */
  mayInterrupt: boolean;
  /** How long the first word, or key, may take after the prompt. */
  startMs: number;
  /** The silence that ends an utterance, and how long it may be at most. */
  endMs: number;
  mostMs: number;
  mostKeys: number;
  keyGapMs: number;
  endKey: string;
  deletionKey: string;
}

/** Before an intent is known only what is said for all of them counts. */
const anyIntent = ':*:*';

/** Reads the attributes; a value that is none is refused, since a bot would wait for something else than was meant. */
export function readTiming(attributes: Readonly<Record<string, string>>): BotTiming | Failure {
  const said = (name: string): string | undefined => attributes[`x-amz-lex:${name}${anyIntent}`];
  const number = (name: string, max: number, absent: number): number => numberWithin(said(name), { min: 1, max, absent }) ?? NaN;
  const timing: BotTiming = {
    mayInterrupt: said('allow-interrupt') !== 'false',
    startMs: number('audio:start-timeout-ms', 60_000, 4_000),
    endMs: number('audio:end-timeout-ms', 60_000, 600),
    mostMs: number('audio:max-length-ms', 55_000, 13_000),
    mostKeys: number('dtmf:max-length', 1024, 1024),
    keyGapMs: number('dtmf:end-timeout-ms', 60_000, 5_000),
    endKey: said('dtmf:end-character') ?? '#',
    deletionKey: said('dtmf:deletion-character') ?? '*',
  };
  const wrong = Object.values(timing).some(Number.isNaN);
  return wrong ? invalidParameter('SessionAttributes parameter value is invalid.') : timing;
}

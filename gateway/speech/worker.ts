import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { sampleRate } from '../media/frames.ts';
import { decoys } from './decoys.ts';
import { grammarOf, phraseIn } from './grammar.ts';
import type { FromRecogniser, ToRecogniser } from './messages.ts';

/** The thread that understands speech: SoundSwallower in WebAssembly, with the English model of its package. */
const port = parentPort;
if (!port) throw new Error('the recogniser runs as a worker thread only');
const tell = (message: FromRecogniser): void => port.postMessage(message);

/** The model's settings for the band that a telephone carries. */
const telephone = { samprate: sampleRate, nfft: 256, lowerf: 130, upperf: 3500, loglevel: 'FATAL' };

/** The part of the package used here; its own types need those of a browser. */
interface Decoder {
  initialize(): Promise<void>;
  start(): void;
  stop(): void;
  process_audio(samples: Float32Array, noSearch: boolean, whole: boolean): number;
  get_text(): string;
  lookup_word(word: string): string | null;
  set_grammar(jsgf: string): void;
}
interface Package {
  default: (this: void, given: { modelBase: string }) => Promise<{ Decoder: new (settings: object) => Decoder }>;
}

async function load(): Promise<Decoder> {
  const file = createRequire(import.meta.url).resolve('soundswallower');
  const { default: create } = (await import(pathToFileURL(file).href)) as Package;
  const { Decoder } = await create({ modelBase: `${path.join(path.dirname(file), 'model')}${path.sep}` });
  const decoder = new Decoder(telephone);
  await decoder.initialize();
  return decoder;
}

/** Listens by phrases. The grammar of the last ones is kept: callers of one menu come one after the other. */
class Listener {
  readonly #decoder: Decoder;
  #last: { key: string; phrases: string[] } | undefined;

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
  }

  hear(phrases: readonly string[], samples: Int16Array): { phrase?: string; unknown: string[] } {
    const unknown = this.#listenBy(phrases);
    if (this.#last === undefined) return { unknown };
    this.#decoder.start();
    this.#decoder.process_audio(
      Float32Array.from(samples, (sample) => sample / 32768),
      false,
      true,
    );
    this.#decoder.stop();
    const phrase = phraseIn(this.#decoder.get_text(), this.#last.phrases);
    return { unknown, ...(phrase === undefined ? {} : { phrase }) };
  }

  #listenBy(phrases: readonly string[]): string[] {
    const key = JSON.stringify(phrases);
    if (this.#last?.key === key) return [];
    const grammar = grammarOf(phrases, decoys, (word) => this.#soundsOf(word));
    this.#last = 'jsgf' in grammar ? { key, phrases: grammar.phrases } : undefined;
    if ('jsgf' in grammar) this.#decoder.set_grammar(grammar.jsgf);
    return grammar.unknown;
  }

  #soundsOf(word: string): string[] | undefined {
    return this.#decoder.lookup_word(word)?.split(' ');
  }
}

const listening = load().then((decoder) => new Listener(decoder));

port.on('message', ({ number, phrases, samples }: ToRecogniser) => {
  listening
    .then((listener) => tell({ kind: 'heard', number, ...listener.hear(phrases, samples) }))
    .catch((fault: unknown) => tell({ kind: 'failed', number, why: fault instanceof Error ? fault.message : String(fault) }));
});

import type { Voice } from '../voices.ts';

/** Why nothing was spoken. */
export type Mute = 'busy' | 'silent';

/** The bucket of the prompts, and the voice. `functions/kit/sounds.ts` has the real ones. */
export interface Sounds {
  read(key: string): Promise<Uint8Array | undefined>;
  write(key: string, wav: Uint8Array): Promise<void>;
  /** Throws when there is nothing at `from`. */
  copy(from: string, to: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** Key → tag that changes with the content. */
  list(prefix: string): Promise<Map<string, string>>;
  /** An address by which a browser plays it for a few minutes. */
  address(key: string): Promise<string>;
  /** Samples of 16 bit, mono, 8 kHz. `busy` when the voice is asked too often; `silent` where it isn't to be had. */
  speak(text: string, voice: Voice): Promise<Int16Array | Mute>;
}

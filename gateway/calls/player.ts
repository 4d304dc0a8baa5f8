/** What is played on the lines of one call: one thing at a time. */
import type { Media } from '../media/contract.ts';
import { ringbackWav } from '../media/ringback.ts';
import type { Effect, PlayEnd, Sound } from './effects.ts';
import type { Sounds } from './sounds.ts';

export interface PlayerSettings {
  sounds: Sounds;
  media: Pick<Media, 'play' | 'stop'>;
  /** The line of a leg, as long as it has one. */
  lineOf: (on: 'LEG-A' | 'LEG-B') => string | undefined;
  /** It cannot be played. */
  failed: (playId: string, end: PlayEnd) => void;
  log: (line: string, details?: Record<string, unknown>) => void;
}

export class Player {
  readonly #settings: PlayerSettings;
  #wanted: { playId: string; lineId: string | undefined } | undefined;

  constructor(settings: PlayerSettings) {
    this.#settings = settings;
  }

  /** Fetches a sound and plays it, if it is still wanted then. */
  async play({ playId, on, sound, repeat, terminators }: Effect & { kind: 'play' }): Promise<void> {
    const { media, lineOf, failed } = this.#settings;
    const lineId = lineOf(on);
    this.#wanted = { playId, lineId };
    const wav = await this.#fetch(sound);
    if (this.#wanted?.playId !== playId || lineId === undefined) return;
    if (wav instanceof Uint8Array) media.play(lineId, { playId, wav, repeat, terminators });
    else failed(playId, wav);
  }

  stop(playId: string): void {
    if (this.#wanted?.playId !== playId) return;
    const { lineId } = this.#wanted;
    this.#wanted = undefined;
    if (lineId !== undefined) this.#settings.media.stop(lineId, playId);
  }

  /** Nothing is wanted any more; the lines are closing. */
  close(): void {
    this.#wanted = undefined;
  }

  async #fetch(sound: Sound): Promise<Uint8Array | PlayEnd> {
    const { sounds, log } = this.#settings;
    if (sound.kind === 'ringback') return ringbackWav;
    try {
      if (sound.kind === 'object') return (await sounds.read(sound.bucket, sound.key)) ?? 'invalid';
      return (await sounds.speak({ text: sound.text, voiceId: sound.voiceId, ssml: sound.ssml })) ?? 'unspoken';
    } catch (fault) {
      log(sound.kind === 'object' ? `cannot read s3://${sound.bucket}/${sound.key}` : 'cannot speak', {
        why: fault instanceof Error ? fault.message : String(fault),
      });
      return sound.kind === 'object' ? 'unreadable' : 'unspoken';
    }
  }
}

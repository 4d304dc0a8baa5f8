/**
 * What calls play. Audio objects are asked for at each playback, since they may have changed, but carried over only when they have; what is
 * spoken is spoken once.
 */
import type { Neighbours } from '../contract.ts';
import { sharedBytes } from '../media/recordings.ts';

/** The service's limit for one audio object. */
const largestObject = 50 * 1024 * 1024;
/** What is kept of objects that were read: an hour of telephone audio. */
const mostBytes = 64 * 1024 * 1024;

type Speech = Parameters<NonNullable<Neighbours['speak']>>[0];
/** How many sentences are kept: the menus of a company, more than once. */
const mostSentences = 200;

export interface Sounds {
  /** The bytes of an object as it is now; undefined when it is too large. Throws when it can't be read. */
  read(bucket: string, key: string): Promise<Uint8Array | undefined>;
  /** Speech as WAV; undefined where no voice is at hand. Throws when it fails. */
  speak(speech: Speech): Promise<Uint8Array | undefined>;
}

/** Remembers what was spoken; callers who come at the same time wait for the same voice. The one that was not wanted for longest goes first. */
function speaker(neighbours: Pick<Neighbours, 'speak'>): Sounds['speak'] {
  const spoken = new Map<string, Promise<Uint8Array>>();
  return async (speech) => {
    const name = JSON.stringify([speech.voiceId, speech.ssml, speech.text]);
    const speaking = spoken.get(name) ?? neighbours.speak?.(speech);
    if (speaking === undefined) return undefined;
    spoken.delete(name);
    spoken.set(name, speaking);
    for (const oldest of [...spoken.keys()].slice(0, spoken.size - mostSentences)) spoken.delete(oldest);
    speaking.catch(() => spoken.delete(name));
    return speaking;
  };
}

/** Keeps what has a tag, in memory that the media worker shares; of too much, what was read longest ago goes. */
export function openSounds(neighbours: Pick<Neighbours, 'readObject' | 'speak'>, limitBytes = mostBytes): Sounds {
  const held = new Map<string, { tag: string; bytes: Uint8Array }>();
  let heldBytes = 0;

  const forget = (name: string): void => {
    heldBytes -= held.get(name)?.bytes.byteLength ?? 0;
    held.delete(name);
  };
  const keep = (name: string, one: { tag: string; bytes: Uint8Array }): void => {
    forget(name);
    held.set(name, one);
    heldBytes += one.bytes.byteLength;
    for (const oldest of held.keys()) {
      if (heldBytes <= limitBytes) return;
      forget(oldest);
    }
  };
  return {
    speak: speaker(neighbours),
    async read(bucket, key) {
      const name = JSON.stringify([bucket, key]);
      const known = held.get(name);
      const answer = await neighbours.readObject(bucket, key, known?.tag);
      if (answer instanceof Uint8Array) return answer.byteLength > largestObject ? undefined : answer;
      if (answer.bytes === undefined) {
        if (known?.tag !== answer.tag) throw new Error(`${key} came without its bytes`);
        keep(name, known);
        return known.bytes;
      }
      if (answer.bytes.byteLength > largestObject) return undefined;
      const one = { tag: answer.tag, bytes: sharedBytes(answer.bytes) };
      keep(name, one);
      return one.bytes;
    },
  };
}

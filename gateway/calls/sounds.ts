/** Audio objects as calls read them: asked for at each playback, since they may have changed, but carried over only when they have. */
import type { Neighbours } from '../contract.ts';
import { sharedBytes } from '../media/recordings.ts';

/** The service's limit for one audio object. */
const largestObject = 50 * 1024 * 1024;
/** What is kept of objects that were read: an hour of telephone audio. */
const mostBytes = 64 * 1024 * 1024;

export interface Sounds {
  /** The bytes of an object as it is now; undefined when it is too large. Throws when it can't be read. */
  read(bucket: string, key: string): Promise<Uint8Array | undefined>;
}

/** Keeps what has a tag, in memory that the media worker shares; of too much, what was read longest ago goes. */
export function openSounds(readObject: Neighbours['readObject'], limitBytes = mostBytes): Sounds {
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
    async read(bucket, key) {
      const name = JSON.stringify([bucket, key]);
      const known = held.get(name);
      const answer = await readObject(bucket, key, known?.tag);
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

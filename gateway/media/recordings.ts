import { createHash } from 'node:crypto';

/** The same bytes in memory that threads can share; as they are when they are so already. */
export function sharedBytes(bytes: Uint8Array): Uint8Array<SharedArrayBuffer> {
  if (bytes.buffer instanceof SharedArrayBuffer && bytes.byteLength === bytes.buffer.byteLength) {
    return bytes as Uint8Array<SharedArrayBuffer>;
  }
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  shared.set(bytes);
  return shared;
}

/**
 * The bytes of what is played, in memory that main thread and worker share: nothing is copied for each listener, and the same
 * bytes read twice are held once, as long as somebody plays them.
 */
export class Recordings {
  #held = new Map<string, WeakRef<SharedArrayBuffer>>();
  #ids = new WeakMap<Uint8Array, string>();

  take(wav: Uint8Array): { recordingId: string; wav: SharedArrayBuffer } {
    const recordingId = this.#idOf(wav);
    const held = this.#held.get(recordingId)?.deref();
    if (held) return { recordingId, wav: held };
    const shared = sharedBytes(wav).buffer;
    this.#forgetUnused();
    this.#held.set(recordingId, new WeakRef(shared));
    return { recordingId, wav: shared };
  }

  #idOf(wav: Uint8Array): string {
    let id = this.#ids.get(wav);
    if (id === undefined) this.#ids.set(wav, (id = createHash('sha256').update(wav).digest('base64url')));
    return id;
  }

  #forgetUnused(): void {
    for (const [id, held] of this.#held) if (!held.deref()) this.#held.delete(id);
  }
}

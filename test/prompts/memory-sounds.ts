/** The prompts' bucket in memory, and a voice that says every text as a tone, as long as the text. */
import { createHash } from 'node:crypto';
import type { Sounds } from '../../shared/prompts/edits/sounds.ts';
import { writeWav } from '../../shared/prompts/sound/wav.ts';

/** A tone of so many hertz, as WAV. */
export function toneWav(hertz: number, seconds: number, { rate = 8000, loudness = 0.5 } = {}): Uint8Array {
  return writeWav(
    Float64Array.from({ length: rate * seconds }, (_, i) => loudness * Math.sin((2 * Math.PI * hertz * i) / rate)),
    rate,
  );
}

export class MemorySounds implements Sounds {
  readonly objects = new Map<string, Uint8Array>();
  readonly spoken: string[] = [];
  copies = 0;

  async read(key: string) {
    return this.objects.get(key);
  }
  async write(key: string, wav: Uint8Array) {
    this.objects.set(key, wav);
  }
  async copy(from: string, to: string) {
    const bytes = this.objects.get(from);
    if (bytes === undefined) throw new Error(`There is nothing at ${from}.`);
    this.copies += 1;
    this.objects.set(to, bytes);
  }
  async remove(key: string) {
    this.objects.delete(key);
  }
  async list(prefix: string) {
    const found = [...this.objects].filter(([key]) => key.startsWith(prefix));
    return new Map(found.map(([key, bytes]) => [key, createHash('md5').update(bytes).digest('hex')]));
  }
  async address(key: string) {
    return `https://bucket/${key}`;
  }
  async speak(text: string) {
    this.spoken.push(text);
    return Int16Array.from({ length: 8000 + 80 * text.length }, (_, i) => 12_000 * Math.sin(i / 3));
  }
}

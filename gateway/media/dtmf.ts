import { sampleRate, saturate } from './frames.ts';
import { keys, type DigitPacket } from './telephone-event.ts';

/** The keypad's rows and columns, and their tones (ITU-T Q.23). */
const keypad = '123A456B789C*0#D';
const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477, 1633];
/** Of each tone; the higher one is louder by 2 dB, since lines weaken it more. */
const amplitude = { row: 5000, column: 6300 };

/** Adds a key to what a line hears that understands no named events. */
export function addKeyTone(frame: Int16Array, { payload, elapsed, sounds }: DigitPacket): void {
  const place = keypad.indexOf(keys[payload[0] ?? 0] ?? '');
  if (place < 0 || !sounds) return;
  const [row = 0, column = 0] = [rows[place >> 2], columns[place & 3]];
  for (let i = 0; i < frame.length; i++) {
    const radians = (2 * Math.PI * (elapsed + i)) / sampleRate;
    const tone = amplitude.row * Math.sin(row * radians) + amplitude.column * Math.sin(column * radians);
    frame[i] = saturate(frame[i]! + Math.round(tone));
  }
}

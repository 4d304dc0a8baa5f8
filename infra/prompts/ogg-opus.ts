/**
 * Recordings as they lie in the repository: Opus in Ogg (RFC 7845), a tenth of the room of what telephony plays. Anything that plays sound
 * plays them. One stream of one channel at 8 kHz, one packet per 60 ms.
 */
import { Buffer } from 'node:buffer';
import OpusScript from 'opusscript';
import { telephoneRate } from '../../shared/prompts/sound/shape.ts';

/** Enough for speech of a telephone's band. */
const bitsPerSecond = 14_000;
const setBitrate = 4002;
const frameSamples = (60 * telephoneRate) / 1000;
/** Ogg counts Opus in samples of 48 kHz. */
const ticks = 48_000 / telephoneRate;
/** What the encoder begins with before the sound: 6.5 ms. */
const preSkip = 312;

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});
const crc = (bytes: Buffer): number => bytes.reduce((sum, byte) => ((sum << 8) ^ (crcTable[((sum >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0, 0);

const kinds = { first: 2, last: 4 } as const;

function page(packets: readonly Buffer[], kind: number, granule: number, sequence: number): Buffer {
  const lacing = packets.flatMap(({ length }) => [...Array<number>(Math.floor(length / 255)).fill(255), length % 255]);
  const head = Buffer.alloc(27);
  head.write('OggS', 0, 'latin1');
  head[5] = kind;
  head.writeBigInt64LE(BigInt(granule), 6);
  head.writeUInt32LE(1, 14);
  head.writeUInt32LE(sequence, 18);
  head[26] = lacing.length;
  const bytes = Buffer.concat([head, Buffer.from(lacing), ...packets]);
  bytes.writeUInt32LE(crc(bytes), 22);
  return bytes;
}

function opusHead(): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head[8] = 1;
  head[9] = 1;
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(telephoneRate, 12);
  return head;
}

/** `comment` says what it is: the words that are spoken. */
function opusTags(comment: string): Buffer {
  const texts = ['linehall', `DESCRIPTION=${comment}`].map((text) => Buffer.from(text));
  const sized = texts.map((text) => Buffer.concat([Buffer.from(Uint32Array.of(text.length).buffer), text]));
  return Buffer.concat([
    Buffer.from('OpusTags'),
    sized[0] ?? Buffer.alloc(0),
    Buffer.from(Uint32Array.of(1).buffer),
    sized[1] ?? Buffer.alloc(0),
  ]);
}

/** Compresses samples of 8 kHz, from -1 to 1. */
export function writeOpus(samples: Float64Array, comment: string): Buffer {
  const encoder = new OpusScript(telephoneRate, 1, OpusScript.Application.VOIP);
  encoder.encoderCTL(setBitrate, bitsPerSecond);
  const padded = new Int16Array(Math.ceil((samples.length + preSkip / ticks) / frameSamples) * frameSamples);
  samples.forEach((value, i) => (padded[i] = Math.round(Math.max(-1, Math.min(1, value)) * 32767)));
  const packets: Buffer[] = [];
  for (let at = 0; at < padded.length; at += frameSamples)
    packets.push(Buffer.from(encoder.encode(Buffer.from(padded.buffer, 2 * at, 2 * frameSamples), frameSamples)));
  encoder.delete();
  const perPage = 100;
  const pages = [page([opusHead()], kinds.first, 0, 0), page([opusTags(comment)], 0, 0, 1)];
  for (let at = 0; at < packets.length; at += perPage) {
    const last = at + perPage >= packets.length;
    const granule = last ? preSkip + samples.length * ticks : (at + perPage) * frameSamples * ticks;
    pages.push(page(packets.slice(at, at + perPage), last ? kinds.last : 0, granule, pages.length));
  }
  return Buffer.concat(pages);
}

interface Pages {
  packets: Buffer[];
  granule: number;
}

function readPages(file: Buffer): Pages {
  const packets: Buffer[] = [];
  let granule = 0;
  const open: Buffer[] = [];
  for (let at = 0; at < file.length;) {
    if (file.toString('latin1', at, at + 4) !== 'OggS') throw new Error('Not an Ogg file.');
    granule = Number(file.readBigInt64LE(at + 6));
    const count = file[at + 26] ?? 0;
    let data = at + 27 + count;
    for (const size of file.subarray(at + 27, at + 27 + count)) {
      open.push(file.subarray(data, data + size));
      data += size;
      if (size < 255) packets.push(Buffer.concat(open.splice(0)));
    }
    at = data;
  }
  return { packets, granule };
}

function commentIn(tags: Buffer): string {
  // After the magic: length and vendor, the number of comments (one), length and comment.
  const at = 12 + tags.readUInt32LE(8) + 4;
  return tags.toString('utf8', at + 4, at + 4 + tags.readUInt32LE(at));
}

/** The samples of a recording of ours, from -1 to 1, and its comment; `comment` leaves the samples out. Throws for another kind of file. */
export function readOpus(file: Buffer, what: 'all' | 'comment' = 'all'): { samples: Float64Array; comment: string } {
  const { packets, granule } = readPages(file);
  const [head, tags, ...sound] = packets;
  if (head?.toString('latin1', 0, 8) !== 'OpusHead' || tags === undefined) throw new Error('Not an Opus recording.');
  const comment = commentIn(tags).replace(/^DESCRIPTION=/, '');
  if (what === 'comment') return { samples: new Float64Array(0), comment };
  const decoder = new OpusScript(telephoneRate, 1);
  const heard = Buffer.concat(sound.map((packet) => Buffer.from(decoder.decode(packet))));
  decoder.delete();
  const skip = head.readUInt16LE(10) / ticks;
  const length = Math.min(granule / ticks - skip, heard.length / 2 - skip);
  const samples = Float64Array.from({ length }, (_, i) => heard.readInt16LE(2 * (skip + i)) / 32768);
  return { samples, comment };
}

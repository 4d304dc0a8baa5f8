/** Bodies in `aws-chunked` coding (S3 API Reference, "Transferring payload in multiple chunks"), and the checksums of uploads. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../../contract.ts';

const malformed = () => new AwsError('IncompleteBody', 'The request body terminated unexpectedly');

/** The plain content, and the trailing headers. Signatures of single chunks are not checked: the listener checked that of the request. */
export function decodeChunked(body: Buffer): { content: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, end < 0 ? at : end).split(';')[0] ?? '', 16);
    if (end < 0 || !(size >= 0)) throw malformed();
    at = end + 2;
    if (size === 0) break;
    if (at + size + 2 > body.length || body.toString('latin1', at + size, at + size + 2) !== '\r\n') throw malformed();
    chunks.push(body.subarray(at, at + size));
    at += size + 2;
  }
  const trailers: Record<string, string> = {};
  for (const line of body.toString('latin1', at).split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { content: Buffer.concat(chunks), trailers };
}

const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});
function crc32c(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (crcTableAt(crc ^ byte) ^ (crc >>> 8)) >>> 0;
  return (crc ^ 0xffffffff) >>> 0;
}
const crcTableAt = (index: number) => crc32cTable[index & 0xff] ?? 0;

function big(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const digests: Record<string, (content: Buffer) => Buffer> = {
  'x-amz-checksum-crc32': (content) => big(crc32(content)),
  'x-amz-checksum-crc32c': (content) => big(crc32c(content)),
  'x-amz-checksum-sha1': (content) => createHash('sha1').update(content).digest(),
  'x-amz-checksum-sha256': (content) => createHash('sha256').update(content).digest(),
  'content-md5': (content) => createHash('md5').update(content).digest(),
};

/** The content of an upload, decoded; throws when a checksum or length that came with it isn't right. */
export function uploadedContent(headers: Record<string, string>, body: Buffer): Buffer {
  const chunked =
    headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true || headers['content-encoding']?.includes('aws-chunked') === true;
  const { content, trailers } = chunked ? decodeChunked(body) : { content: body, trailers: {} };
  const announced = headers['x-amz-decoded-content-length'];
  if (chunked && announced !== undefined && Number(announced) !== content.length) throw malformed();
  for (const promised of (headers['x-amz-trailer'] ?? '').split(',').filter((name) => name !== '')) {
    if (!Object.hasOwn(trailers, promised.trim().toLowerCase()))
      throw new AwsError('MalformedTrailerError', 'The request contained trailing data that was not well-formed');
  }
  for (const [name, value] of Object.entries({ ...headers, ...trailers })) {
    if (name !== 'content-md5' && !/^x-amz-checksum-(?!algorithm|mode|type)/.test(name)) continue;
    const digest = digests[name];
    if (digest === undefined) throw new AwsError('NotImplemented', `The checksum ${name} is not supported by the local cloud`, 501);
    if (digest(content).toString('base64') !== value) {
      throw new AwsError(
        'BadDigest',
        `The ${name.replace('x-amz-checksum-', '').toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
  }
  return content;
}

/** RTP packets as RFC 3550 section 5.1 lays them out. */
export interface RtpView {
  payloadType: number;
  marker: boolean;
  sequence: number;
  timestamp: number;
  ssrc: number;
  payload: Uint8Array;
}

export const headerBytes = 12;

/** RTCP beside RTP on one port: packet types 192 to 223 (RFC 5761 section 4). */
export const isRtcp = (bytes: Uint8Array): boolean => bytes.length >= 2 && bytes[1]! >= 192 && bytes[1]! <= 223;

/** What a datagram carries, or undefined when it is no sound RTP packet. Contributing sources, extension and padding are left out. */
export function parseRtp(bytes: Buffer): RtpView | undefined {
  if (bytes.length < headerBytes) return undefined;
  const first = bytes[0]!;
  if (first >> 6 !== 2) return undefined;
  let start = headerBytes + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (bytes.length < start + 4) return undefined;
    start += 4 + bytes.readUInt16BE(start + 2) * 4;
  }
  let end = bytes.length;
  if (first & 0x20) {
    const padding = bytes[end - 1]!;
    if (padding === 0) return undefined;
    end -= padding;
  }
  if (end < start) return undefined;
  return {
    payloadType: bytes[1]! & 0x7f,
    marker: (bytes[1]! & 0x80) !== 0,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    payload: bytes.subarray(start, end),
  };
}

/** Writes the 12 bytes of a header without sources, extension or padding. */
export function writeRtpHeader(into: Buffer, header: Omit<RtpView, 'payload'>): void {
  into[0] = 0x80;
  into[1] = header.payloadType | (header.marker ? 0x80 : 0);
  into.writeUInt16BE(header.sequence, 2);
  into.writeUInt32BE(header.timestamp, 4);
  into.writeUInt32BE(header.ssrc, 8);
}

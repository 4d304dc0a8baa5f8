import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerDirection, readSdp, writeSdp } from '../../../gateway/sip/sdp.ts';

const session = ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0'];
const offer = (...lines: string[]): string => [...session, ...lines, ''].join('\r\n');

describe('reading a session description', () => {
  it.each([
    ['fixed payload types', ['m=audio 4000 RTP/AVP 0'], { host: '192.0.2.1', port: 4000, codec: 'PCMU', direction: 'sendrecv' }],
    ['the first of both codecs', ['m=audio 4000 RTP/AVP 18 8 0'], { host: '192.0.2.1', port: 4000, codec: 'PCMA', direction: 'sendrecv' }],
    [
      'digits as the offer maps them, and an address of the media line',
      ['m=audio 4000 RTP/AVP 0 96', 'c=IN IP4 192.0.2.7', 'a=rtpmap:96 telephone-event/8000', 'a=sendonly'],
      { host: '192.0.2.7', port: 4000, codec: 'PCMU', digitsPayloadType: 96, direction: 'sendonly' },
    ],
    [
      'no digits at another rate or outside of the list',
      ['m=audio 4000 RTP/AVP 0 100', 'a=rtpmap:100 telephone-event/48000', 'a=rtpmap:101 telephone-event/8000'],
      { host: '192.0.2.1', port: 4000, codec: 'PCMU', direction: 'sendrecv' },
    ],
    [
      'hold by the address of nobody',
      ['m=audio 4000 RTP/AVP 0', 'c=IN IP4 0.0.0.0'],
      { host: '0.0.0.0', port: 4000, codec: 'PCMU', direction: 'sendonly' },
    ],
    [
      'the direction of the session',
      ['a=inactive', 'm=audio 4000 RTP/AVP 0'],
      { host: '192.0.2.1', port: 4000, codec: 'PCMU', direction: 'inactive' },
    ],
    ['video alone', ['m=video 4000 RTP/AVP 0'], undefined],
    ['a refused line', ['m=audio 0 RTP/AVP 0'], undefined],
    ['encrypted audio', ['m=audio 4000 RTP/SAVP 0'], undefined],
    ['no G.711', ['m=audio 4000 RTP/AVP 18'], undefined],
  ])('knows %s', (_what, lines, expected) => {
    expect(readSdp(offer(...lines))).toEqual(expected);
  });
});

describe('writing a session description', () => {
  const base = { host: '10.0.0.1', port: 5000, direction: 'sendrecv', sessionId: 7, version: 2 } as const;

  it('an offer has both codecs and digits as 101', () => {
    expect(writeSdp(base)).toBe(
      'v=0\r\no=- 7 2 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 5000 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\n' +
        'a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n',
    );
  });

  it('an answer has the chosen codec alone, and refuses the other media lines in their places', () => {
    const given = offer('m=video 4002 RTP/AVP 96 97', 'm=audio 4000 RTP/AVP 8 96', 'a=rtpmap:96 telephone-event/8000');
    const answer = writeSdp({ ...base, codec: 'PCMA', digitsPayloadType: 96, offer: given });
    expect(answer.match(/^m=.*$/gm)).toEqual(['m=video 0 RTP/AVP 96 97', 'm=audio 5000 RTP/AVP 8 96']);
  });

  it('an answer to an offer without digits has none', () => {
    expect(writeSdp({ ...base, codec: 'PCMU', offer: offer('m=audio 4000 RTP/AVP 0') })).not.toContain('telephone-event');
  });

  it('what is written is read again', () => {
    const written = fc.record({
      host: fc.oneof(fc.ipV4().filter((host) => host !== '0.0.0.0'), fc.ipV6().filter((host) => !host.includes('.'))),
      port: fc.integer({ min: 1, max: 65_535 }),
      codec: fc.constantFrom('PCMU', 'PCMA'),
      digitsPayloadType: fc.integer({ min: 96, max: 127 }),
      direction: fc.constantFrom('sendrecv', 'sendonly', 'recvonly', 'inactive'),
    }); // prettier-ignore
    fc.assert(fc.property(written, (sdp) => void expect(readSdp(writeSdp({ ...sdp, sessionId: 1, version: 1 }))).toEqual(sdp)));
  });

  it.each([
    ['sendonly', 'recvonly'],
    ['recvonly', 'sendonly'],
    ['sendrecv', 'sendrecv'],
    ['inactive', 'inactive'],
  ] as const)('the answer to %s is %s', (offered, answered) => expect(answerDirection(offered)).toBe(answered));
});

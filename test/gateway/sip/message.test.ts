import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Headers, readAddress, readVia, writeAddress, writeVia } from '../../../gateway/sip/headers.ts';
import { readMessage, writeMessage, type Read, type ReceivedRequest } from '../../../gateway/sip/message.ts';
import { readSdp } from '../../../gateway/sip/sdp.ts';
import { readUri, writeUri } from '../../../gateway/sip/uri.ts';
import { Network, RawPeer, request, sdp } from './virtual.ts';

const read = (text: string): Read => readMessage(Buffer.from(text.replace(/\r?\n/g, '\r\n')));
const requestIn = (text: string): ReceivedRequest => {
  const outcome = read(text);
  if (outcome.kind !== 'message' || outcome.message.kind !== 'request') throw new Error(`not a request: ${JSON.stringify(outcome)}`);
  return outcome.message;
};

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/);
const parameters = fc.uniqueArray(fc.tuple(word, word), { selector: ([name]) => name, maxLength: 4 }).map((pairs) => new Map(pairs));
const host = fc.oneof(word, fc.ipV4(), fc.constant('[2001:db8::1]'));
const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });
const user = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => text.isWellFormed());
const header = fc.tuple(
  fc.stringMatching(/^X-[A-Za-z0-9]{1,8}$/),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim()),
);

describe('what was written is read again', () => {
  it('a URI', () => {
    fc.assert(
      fc.property(user, host, port, parameters, (user, host, port, parameters) => {
        const uri = { scheme: 'sip' as const, user, host, ...(port === undefined ? {} : { port }), parameters };
        expect(readUri(writeUri(uri))).toEqual(uri);
      }),
    );
  });

  it('an address with any name', () => {
    fc.assert(
      fc.property(user.map((name) => name.trim()).filter((name) => name !== ''), host, parameters, (name, host, parameters) => {
        const address = { name, uri: `sip:a@${host}`, parameters };
        expect(readAddress(writeAddress(address))).toEqual(address);
      }),
    ); // prettier-ignore
  });

  it('a Via', () => {
    fc.assert(
      fc.property(host, port, parameters, (host, port, parameters) => {
        const via = { transport: 'UDP', host, ...(port === undefined ? {} : { port }), parameters };
        expect(readVia(writeVia(via))).toEqual(via);
      }),
    );
  });

  it('a message with any headers and body', () => {
    fc.assert(
      fc.property(fc.array(header, { maxLength: 5 }), fc.string({ unit: 'grapheme' }), (extra, body) => {
        const headers = new Headers()
          .add('Via', 'SIP/2.0/UDP h;branch=z9hG4bKx')
          .add('From', '<sip:a@h>;tag=1')
          .add('To', '<sip:b@h>')
          .add('Call-ID', 'c')
          .add('CSeq', '1 INFO');
        for (const [name, value] of extra) headers.add(name, value);
        const message = { kind: 'request', method: 'INFO', uri: 'sip:b@h', headers, body: body.toWellFormed() } as const;
        const outcome = readMessage(writeMessage(message));
        if (outcome.kind !== 'message') throw new Error(outcome.kind);
        expect(outcome.message.body).toBe(message.body);
        expect([...outcome.message.headers].slice(0, -1)).toEqual([...headers]);
      }),
    );
  });
});

describe('reading never throws', () => {
  it('whatever the bytes are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void readMessage(Buffer.from(bytes))));
  });
  it('whatever stands in URI, address, Via and SDP', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        readUri(`sip:${text}`);
        readAddress(text);
        readVia(`SIP/2.0/UDP ${text}`);
        readSdp(`${sdp}${text}`);
      }),
    );
  });
});

/** In the spirit of RFC 4475, section 3.1. */
const tortuous = `INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
TO :
 sip:vivekg@chair-dnrc.example.com
from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
  ;
  tag = 98asjd8
MaX-fOrWaRdS: 0068
Call-ID: wsinv.ndaksdj@192.0.2.1
Content-Length   : 150
cseq: 0009
  INVITE
Via  : SIP  /   2.0
 /UDP
    192.0.2.2;branch=z9hG4bK390skdjuw
s :
NewFangledHeader:   newfangled value
 continued newfangled value
UnknownHeaderWithUnusualValue: ;;,,;;,;
Content-Type: application/sdp
Route:
 <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
v:  SIP  / 2.0  / TCP     spindle.example.com   ;
  branch  =   z9hG4bK9ikj8  ,
 SIP  /    2.0   / UDP  192.168.255.111   ; branch=
 z9hG4bK30239
m:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =
      newvalue ;
  secondparam ; q = 0.33

${'v=0\n'.repeat(30)}`;

describe('messages as they come', () => {
  it('a tortuous but valid INVITE is read', () => {
    const { essentials, headers } = requestIn(tortuous);
    expect(essentials.from).toEqual({ name: 'J Rosenberg \\"', uri: 'sip:jdrosen@example.com', parameters: new Map([['tag', '98asjd8']]) });
    expect(essentials.cseq).toEqual({ number: 9, method: 'INVITE' });
    expect(headers.all('via').map((via) => readVia(via)?.host)).toEqual(['192.0.2.2', 'spindle.example.com', '192.168.255.111']);
    expect(readAddress(headers.get('contact') ?? '')?.parameters.get('newparam')).toBe('newvalue');
    expect(headers.get('newfangledheader')).toBe('newfangled value continued newfangled value');
  });

  it('compact names, a method of odd letters and escaped nulls are read', () => {
    const odd = "!interesting-Method0123456789_*+`.%indeed'~";
    const text = `${odd} sip:null-%00-null@example.com SIP/2.0
v: SIP/2.0/UDP h.example.com;branch=z9hG4bK-x
f: <sip:a@h>;tag=1
t: sip:b@h;tag=2
i: c
CSeq: 1 ${odd}
l: 0

`;
    const { essentials, method } = requestIn(text);
    expect([method, essentials.to.parameters.get('tag'), essentials.callId]).toEqual([odd, '2', 'c']);
  });

  it('what follows the Content-Length is left out, line ends before the message are skipped', () => {
    expect(requestIn(`\r\n\r\n${request('INFO', { body: 'abc' })}rubbish`).body).toBe('abc');
    expect(readMessage(Buffer.from('\r\n\r\n')).kind).toBe('nothing');
  });

  it.each([
    ['another version', (text: string) => text.replace('SIP/2.0\r', 'SIP/7.0\r'), 505],
    ['no From', (text: string) => text.replace(/From:.*\r\n/, 'X-From: a\r\n'), undefined],
    ['two Call-IDs', (text: string) => text.replace('CSeq', 'Call-ID: other\r\nCSeq'), 400],
    ['a number that is too large', (text: string) => text.replace('CSeq: 1', 'CSeq: 36893488147419103232'), 400],
    ['a negative length', (text: string) => text.replace('Content-Length: 0', 'Content-Length: -999'), 400],
    ['a length past the end', (text: string) => text.replace('Content-Length: 0', 'Content-Length: 9999'), 400],
    ['brackets around the Request-URI', (text: string) => text.replace('sip:100@10.0.0.1 ', '<sip:100@10.0.0.1> '), 400],
    ['spaces in the Request-URI', (text: string) => text.replace('sip:100@10.0.0.1 ', 'sip:100@10.0.0.1; lr '), 400],
    ['a broken Via', (text: string) => text.replace('SIP/2.0/UDP', 'SIP/UDP'), undefined],
    ['an unclosed From', (text: string) => text.replace('10.0.0.9>;tag', '10.0.0.9;tag'), 400],
    ['Max-Forwards of 300', (text: string) => text.replace('Max-Forwards: 70', 'Max-Forwards: 300'), 400],
  ])('a request with %s is malformed', (_what, spoil, status) => {
    const outcome = read(spoil(request('OPTIONS')));
    expect(outcome).toMatchObject({ kind: 'malformed' });
    expect(outcome.kind === 'malformed' ? outcome.status : 0).toBe(status);
  });

  it('nothing that a header holds can begin a header of ours', () => {
    const headers = new Headers().add('X-Note', 'a\r\nX-Other: b\n\u0000c');
    expect([...headers]).toEqual([{ name: 'X-Note', value: 'a X-Other: b c' }]);
  });
});

describe('a running server', () => {
  it('takes calls after thousands of spoiled messages, and none of them made it fault', async () => {
    const network = new Network();
    const { agent, faults } = network.agent('10.0.0.1');
    const far = new RawPeer(network, '10.0.0.9', agent.address);
    agent.onCall = (call) => call.answer(sdp);
    const bodies = ['INVITE', 'ACK', 'BYE', 'CANCEL', 'OPTIONS', 'UPDATE', 'INFO'].map((method) =>
      Buffer.from(request(method, { body: sdp })),
    );
    const spoiled = fc.tuple(
      fc.constantFrom(...bodies),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      fc.nat(400),
    );
    for (const [body, changes, cut] of fc.sample(spoiled, { numRuns: 5000, seed: 3 })) {
      const bytes = Buffer.from(body);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      far.send(cut < 100 ? bytes.subarray(0, cut * 5) : bytes);
    }
    await network.clock.pass(100);
    far.received.length = 0;
    far.send(request('INVITE', { callId: 'after', branch: 'z9hG4bKafter', body: sdp }));
    await network.clock.pass(100);
    expect(far.responses('INVITE').filter(({ essentials }) => essentials.callId === 'after').map(({ status }) => status)).toEqual([100, 200]); // prettier-ignore
    expect(faults).toEqual([]);
    await network.clock.pass(150_000);
    expect(agent.counts()).toEqual({ calls: 0, transactions: 0 });
  });
});

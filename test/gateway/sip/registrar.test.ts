import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SipAccount, SipCall } from '../../../gateway/sip/contract.ts';
import { answerTo, secretOf, type Algorithm } from '../../../gateway/sip/digest.ts';
import { nonceLifeMs } from '../../../gateway/sip/nonces.ts';
import { longestSeconds } from '../../../gateway/sip/registrar.ts';
import { UserAgent } from '../../../gateway/sip/user-agent.ts';
import { Network, RawPeer, request, sdp } from './virtual.ts';

const anna: SipAccount = { user: 'anna', password: 'secret', number: '+12025550171' };
const secretsOf = (user: string): Record<Algorithm, string> => ({
  MD5: secretOf('MD5', user, 'linehall', 'hashed'),
  'SHA-256': secretOf('SHA-256', user, 'linehall', 'hashed'),
});
const bela: SipAccount = { user: 'bela', secrets: secretsOf('bela'), number: '+12025550172' };

let network: Network;
let agent: UserAgent;
let far: RawPeer;
let taken: SipCall[];
let lines: string[];
let sent: number;
const pass = (ms = 100): Promise<void> => network.clock.pass(ms);

beforeEach(() => {
  network = new Network();
  [taken, lines, sent] = [[], [], 0];
  agent = new UserAgent({
    transport: network.node('10.0.0.1'),
    timers: network.clock,
    now: () => network.clock.nowMs,
    host: '10.0.0.1',
    name: 'test',
    log: (line, details) => void lines.push(`${line} ${JSON.stringify(details ?? {})}`),
    accounts: [anna, bela],
  });
  agent.onCall = (call) => void taken.push(call);
  far = new RawPeer(network, '10.0.0.9', { host: '10.0.0.1', port: 5060 });
});

interface Given {
  user?: string;
  contact?: string;
  headers?: string[];
  proof?: string;
  callId?: string;
  number?: number;
  from?: RawPeer;
}

/** A REGISTER of a telephone; what was answered. */
async function register({ user = 'anna', contact = '<sip:anna@10.0.0.9>', headers = [], proof, ...given }: Given = {}) {
  const number = given.number ?? ++sent;
  const text = request('REGISTER', {
    number,
    branch: `z9hG4bK-register-${++sent}`,
    uri: 'sip:10.0.0.1',
    callId: given.callId ?? 'registration',
    headers: [...headers, ...(proof === undefined ? [] : [`Authorization: ${proof}`])],
  })
    .replace(/^To: .*$/m, `To: <sip:${user}@10.0.0.1>`)
    .replace(/^From: .*$/m, `From: <sip:${user}@10.0.0.1>;tag=t${sent}`)
    .replace(/^Contact: .*\r\n/m, contact === '' ? '' : `Contact: ${contact}\r\n`);
  const peer = given.from ?? far;
  peer.send(text);
  await pass();
  const answer = peer.responses('REGISTER').at(-1);
  if (!answer) throw new Error('no answer');
  return answer;
}

const toRegistrar = { method: 'REGISTER', uri: 'sip:10.0.0.1' };
const proving = (challenges: string[], password = 'secret', user = 'anna', of = toRegistrar): string =>
  answerTo(challenges, { user, password }, of, 'mine') ?? '';

/** Registers as a telephone does: is asked, and proves. */
async function registered(given: Given = {}, password = 'secret') {
  const { headers } = await register(given);
  return register({ ...given, proof: proving(headers.all('www-authenticate'), password, given.user) });
}
const uris = (user = 'anna'): string[] => agent.contacts(user).map(({ uri }) => uri);

describe('a telephone that registers', () => {
  it('is asked by SHA-256 and MD5, and is reached after either', async () => {
    const asked = await register();
    expect(asked.status).toBe(401);
    const challenges = asked.headers.all('www-authenticate');
    expect(challenges.map((one) => /algorithm=([^,]+)/.exec(one)?.[1])).toEqual(['SHA-256', 'MD5']);
    expect(uris()).toEqual([]);
    for (const challenge of [...challenges].reverse()) {
      const { headers } = await register();
      const same = headers.all('www-authenticate').find((one) => one.includes(/algorithm=[^,]+/.exec(challenge)?.[0] ?? '-')) ?? '';
      const answer = await register({ proof: proving([same]) });
      expect(answer.status).toBe(200);
      expect(answer.headers.all('contact')).toEqual([`<sip:anna@10.0.0.9>;expires=${longestSeconds}`]);
    }
    expect(uris()).toEqual(['sip:anna@10.0.0.9']);
  });

  it('may be known by hashes instead of a password', async () => {
    expect((await registered({ user: 'bela' }, 'hashed')).status).toBe(200);
    expect((await registered({ user: 'bela' }, 'wrong')).status).toBe(403);
  });

  it('is refused with a wrong password, as an account that nobody has, and for an account of somebody else', async () => {
    expect((await registered({}, 'wrong')).status).toBe(403);
    expect((await registered({ user: 'nobody' })).status).toBe(403);
    const { headers } = await register({ user: 'bela' });
    expect((await register({ user: 'bela', proof: proving(headers.all('www-authenticate')) })).status).toBe(403);
    expect([...uris(), ...uris('bela')]).toEqual([]);
    expect(lines.join()).not.toMatch(/anna|bela|secret|wrong"|\d{7}/);
  });

  it('can not repeat a proof, and is told that only its nonce is stale', async () => {
    const { headers } = await register();
    const proof = proving(headers.all('www-authenticate'));
    expect((await register({ proof })).status).toBe(200);
    const again = await register({ proof, contact: '<sip:thief@10.0.0.9>' });
    expect(again.status).toBe(401);
    expect(again.headers.get('www-authenticate')).toContain('stale=true');
    expect(uris()).toEqual(['sip:anna@10.0.0.9']);
    expect((await register({ proof: proving(again.headers.all('www-authenticate')) })).status).toBe(200);
  });

  it('with a nonce that grew old is asked again, without its owner', async () => {
    const { headers } = await register();
    await pass(nonceLifeMs + 1);
    const late = await register({ proof: proving(headers.all('www-authenticate')) });
    expect([late.status, late.headers.get('www-authenticate')?.includes('stale=true')]).toEqual([401, true]);
  });

  it('can not use a proof that was made for another address', async () => {
    const { headers } = await register();
    const proof = proving(headers.all('www-authenticate'), 'secret', 'anna', { method: 'REGISTER', uri: 'sip:10.0.0.2' });
    expect((await register({ proof })).status).toBe(403);
  });

  it('is gone when its time is over, stays when it renews it, and leaves when it says so', async () => {
    await registered();
    await pass((longestSeconds - 10) * 1000);
    await registered();
    await pass((longestSeconds - 10) * 1000);
    expect(uris()).toHaveLength(1);
    await pass(11_000);
    expect(uris()).toEqual([]);
    await registered();
    const left = await registered({ headers: ['Expires: 0'] });
    expect([left.status, left.headers.all('contact')]).toEqual([200, []]);
    expect(uris()).toEqual([]);
  });

  it('is asked for more than an instant, and told how much', async () => {
    const short = await registered({ contact: '<sip:anna@10.0.0.9>;expires=5' });
    expect([short.status, short.headers.get('min-expires')]).toEqual([423, '30']);
    expect((await registered({ contact: '<sip:anna@10.0.0.9>;expires=60;q=0.1' })).headers.get('contact')).toContain('expires=60');
  });

  it('stands beside another one of the same account, and both leave at once with a star', async () => {
    const other = new RawPeer(network, '10.0.0.8', { host: '10.0.0.1', port: 5060 });
    await registered();
    const both = await registered({ contact: '<sip:anna@10.0.0.8>', from: other, callId: 'another' });
    expect(both.headers.all('contact')).toHaveLength(2);
    expect((await registered({ contact: '*' })).status).toBe(400);
    expect(uris()).toHaveLength(2);
    expect((await registered({ contact: '*', headers: ['Expires: 0'] })).status).toBe(200);
    expect(uris()).toEqual([]);
  });

  it('that began anew under another name is one telephone and no second one', async () => {
    await registered({ contact: '<sip:anna-1@10.0.0.9>' });
    await registered({ contact: '<sip:anna-2@10.0.0.9>', callId: 'another' });
    expect(uris()).toEqual(['sip:anna-2@10.0.0.9']);
  });

  it('behind a translation of addresses is reached where its packets come from', async () => {
    await registered({ contact: '<sip:anna@192.168.1.20:5070>' });
    expect(agent.contacts('anna')).toEqual([{ uri: 'sip:anna@192.168.1.20:5070', peer: { host: '10.0.0.9', port: 5060 } }]);
    agent.dial({ ...agent.contacts('anna')[0]!, from: '100', sdp, listener: {} });
    await pass();
    expect(far.requests('INVITE')[0]?.uri).toBe('sip:anna@192.168.1.20:5070');
  });

  it('can ask who is there without a contact, and an old message that comes late changes nothing', async () => {
    await registered();
    expect((await registered({ contact: '' })).headers.all('contact')).toHaveLength(1);
    const { headers } = await register();
    const late = await register({ number: 1, proof: proving(headers.all('www-authenticate')), headers: ['Expires: 0'] });
    expect(late.status).toBe(500);
    expect(uris()).toHaveLength(1);
  });

  it('never makes the gateway fault, whatever it sends', async () => {
    const { headers } = await register();
    const challenge = headers.get('www-authenticate') ?? '';
    const nonsense = fc.oneof(
      fc.string(),
      fc.string().map((text) => `Digest ${text}`),
      fc.string().map((text) => `${proving([challenge])}, ${text}`),
      fc.tuple(fc.nat(), fc.string()).map(([at, text]) => proving([challenge]).slice(0, at % 300) + text),
    );
    const oneLine = (text: string): string => text.replace(/[\r\n]/g, ' ');
    await fc.assert(
      fc.asyncProperty(nonsense, fc.string(), fc.string(), async (proof, contact, expires) => {
        const answer = await register({ proof: oneLine(proof), contact: oneLine(contact), headers: [`Expires: ${oneLine(expires)}`] });
        expect(answer.status).toBeGreaterThanOrEqual(200);
      }),
      { numRuns: 300 },
    );
    expect(lines.filter((line) => line.includes('could not be handled'))).toEqual([]);
    expect((await registered()).status).toBe(200);
  });
});

describe('who calls', () => {
  const invite = (from: string, number: number, proof?: string): void =>
    far.send(
      request('INVITE', {
        number,
        body: sdp,
        callId: `call-${number}`,
        headers: proof === undefined ? [] : [`Authorization: ${proof}`],
      }).replace(/^From: .*$/m, `From: <sip:${from}@10.0.0.1>;tag=far`),
    );
  const last = (): number | undefined => far.statuses('INVITE').at(-1);

  it.each(['anna', '+12025550171', '12025550171'])('as %s proves it, and then has the number of the account', async (from) => {
    invite(from, 1);
    await pass();
    expect([last(), taken.length]).toEqual([401, 0]);
    const challenges = far.responses('INVITE').at(-1)?.headers.all('www-authenticate') ?? [];
    invite(from, 2, proving(challenges, 'secret', 'anna', { method: 'INVITE', uri: 'sip:100@10.0.0.1' }));
    await pass();
    expect(taken.map((call) => call.from)).toEqual(['+12025550171']);
  });

  it('without an account is asked for nothing', async () => {
    invite('+12025550111', 1);
    invite('anonymous', 2);
    await pass();
    expect(taken.map((call) => call.from)).toEqual(['+12025550111', undefined]);
  });

  it('with the proof of a REGISTER is refused', async () => {
    const { headers } = await register();
    invite('anna', 1, proving(headers.all('www-authenticate')));
    await pass();
    expect([last(), taken.length]).toEqual([403, 0]);
  });
});

it('a gateway without accounts takes no registration', async () => {
  const other = new RawPeer(network, '10.0.0.7', network.agent('10.0.0.6').agent.address);
  other.send(request('REGISTER', { uri: 'sip:10.0.0.6' }));
  await pass();
  expect(other.statuses('REGISTER')).toEqual([405]);
});

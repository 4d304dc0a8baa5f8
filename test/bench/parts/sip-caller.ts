/**
 * A SIP caller in a process of its own: INVITEs at a steady rate, each answered with ACK and, a moment later, BYE. It keeps no
 * transactions beyond a repeat of the INVITE, so that what is measured is the far side.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { onOrder } from './process.ts';

export interface CallerOrder {
  host: string;
  port: number;
  /** User part that is dialled. */
  user: string;
  callsPerSecond: number;
  seconds: number;
  holdMs: number;
}
export interface CallerResult {
  /** INVITE → 200 of each call that was answered, in milliseconds. */
  latenciesMs: number[];
  failures: number;
}

interface Attempt {
  sentAt: number;
  invite: string;
  branch: string;
  answered: boolean;
  over: boolean;
}

const patienceMs = 4000;

async function run(order: CallerOrder): Promise<CallerResult> {
  const signalling = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 });
  const sound = createSocket('udp4');
  signalling.bind(0, '127.0.0.1');
  sound.bind(0, '127.0.0.1');
  await Promise.all([once(signalling, 'listening'), once(sound, 'listening')]);
  const contact = `127.0.0.1:${signalling.address().port}`;
  const attempts = new Map<string, Attempt>();
  const result: CallerResult = { latenciesMs: [], failures: 0 };
  const send = (text: string): void => signalling.send(text, order.port, order.host);

  signalling.on('message', (bytes) => {
    const text = bytes.toString('latin1');
    const id = /^Call-ID: *(.+?)\r$/im.exec(text)?.[1] ?? '';
    const attempt = attempts.get(id);
    const status = Number(/^SIP\/2\.0 (\d{3})/.exec(text)?.[1]);
    if (!attempt || !(status >= 200) || !/^CSeq: *1 INVITE/im.test(text)) return;
    const to = /^To: *(.+?)\r$/im.exec(text)?.[1] ?? '';
    send(within('ACK', id, to, 1, status < 300 ? `${attempt.branch}ack` : attempt.branch));
    if (attempt.answered || attempt.over) return;
    if (status >= 300) return fail(attempt);
    attempt.answered = true;
    result.latenciesMs.push(performance.now() - attempt.sentAt);
    setTimeout(() => send(within('BYE', id, to, 2, `${attempt.branch}bye`)), order.holdMs);
  });

  const fail = (attempt: Attempt): void => {
    attempt.over = true;
    result.failures += 1;
  };
  const within = (method: string, id: string, to: string, number: number, branch: string): string =>
    head(`${method} sip:${order.user}@${order.host}:${order.port}`, branch, id, to, `${number} ${method}`) + 'Content-Length: 0\r\n\r\n';
  const head = (line: string, branch: string, id: string, to: string, cseq: string): string =>
    `${line} SIP/2.0\r\nVia: SIP/2.0/UDP ${contact};branch=z9hG4bK${branch};rport\r\nMax-Forwards: 70\r\n` +
    `From: <sip:+15550000001@${contact}>;tag=${id}\r\nTo: ${to}\r\nCall-ID: ${id}\r\nCSeq: ${cseq}\r\nContact: <sip:bench@${contact}>\r\n`;
  const sdp = `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${sound.address().port} RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n`;

  const place = (index: number): void => {
    const id = `bench-${process.pid}-${signalling.address().port}-${index}`;
    const to = `<sip:${order.user}@${order.host}:${order.port}>`;
    const line = `INVITE sip:${order.user}@${order.host}:${order.port}`;
    const invite = `${head(line, id, id, to, '1 INVITE')}Content-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`;
    const attempt: Attempt = { sentAt: performance.now(), invite, branch: id, answered: false, over: false };
    attempts.set(id, attempt);
    send(invite);
    for (const afterMs of [500, 1500]) setTimeout(() => void (!attempt.answered && !attempt.over && send(invite)), afterMs);
    setTimeout(() => void (!attempt.answered && !attempt.over && fail(attempt)), patienceMs);
  };

  await atRate(order.callsPerSecond, order.seconds, place);
  await new Promise((resolve) => setTimeout(resolve, patienceMs + order.holdMs + 100));
  signalling.close();
  sound.close();
  return result;
}

/** Calls `place` so often, paced by the clock and not by the timer. */
async function atRate(perSecond: number, seconds: number, place: (index: number) => void): Promise<void> {
  const total = Math.round(perSecond * seconds);
  const startedAt = performance.now();
  let placed = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * perSecond) + 1);
      for (; placed < due; placed++) place(placed);
      if (placed < total) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
}

onOrder(run);

/** A process of its own: calls a SIP server many times at once, listens to what it plays, and tells how evenly packets came. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { startSip } from '../../../gateway/sip/server.ts';
import { readSdp, writeSdp } from '../../../gateway/sip/sdp.ts';
import { frameSamples } from '../../../gateway/media/frames.ts';
import { g711 } from '../../../shared/telephony/g711.ts';
import { headerBytes, writeRtpHeader } from '../../../gateway/media/rtp.ts';
import { onOrder } from './process.ts';
import { percentile } from '../figure.ts';

export interface PlayingOrder {
  host: string;
  port: number;
  user: string;
  calls: number;
  seconds: number;
  /** Says a tone of 400 Hz, and not silence. */
  speaks?: boolean;
}
export interface PlayingResult {
  /** Calls that were answered; the others failed. */
  answered: number;
  /** Distance of the interval between two packets of one call from 20 ms. */
  spacingErrorP50Ms: number;
  spacingErrorP99Ms: number;
  /** Share of the packets that should have come and did not. */
  missing: number;
}

const host = '127.0.0.1';

interface Caller {
  socket: Socket;
  target: { host: string; port: number } | undefined;
  lastMs: number;
  packet: Buffer;
}

/** Addresses are numbers: nothing to look up, and no turn of the loop for it. */
const asIs = (name: string, _options: unknown, done: (error: null, address: string, family: number) => void): void => done(null, name, 4);

/** 20 ms of µ-law at 400 Hz: whole periods, so that the same packet again goes on with it. */
const toneFrame = Uint8Array.from(
  { length: frameSamples },
  (_, i) => g711.PCMU.compress[Math.round(8000 * Math.sin((Math.PI * i) / 10)) & 0xffff] ?? 0xff,
);

async function openCaller(speaks: boolean): Promise<Caller> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 18, lookup: asIs });
  // Without a lookup that waits, it listens before `bind` returns.
  const listening = once(socket, 'listening');
  socket.bind(0, host);
  await listening;
  const packet = Buffer.alloc(headerBytes + frameSamples, 0xff);
  if (speaks) packet.set(toneFrame, headerBytes);
  return { socket, target: undefined, lastMs: 0, packet };
}

/** Tells `begin` and `end` of the window over which is measured. */
async function listen(order: PlayingOrder, tell: (note: string) => void): Promise<PlayingResult> {
  const sip = await startSip({ host, port: 0, name: 'bench' });
  const callers: Caller[] = [];
  const hangUps: (() => void)[] = [];
  for (let n = 0; n < order.calls; n++) {
    const caller = await openCaller(order.speaks === true);
    callers.push(caller);
    const sdp = writeSdp({ host, port: caller.socket.address().port, direction: 'sendrecv', sessionId: n + 1, version: 1 });
    const answered = new Promise<void>((resolve) => {
      const call = sip.dial({
        uri: `sip:${order.user}@${order.host}:${order.port}`,
        from: '+12065550100',
        sdp,
        listener: {
          answered: (answer) => {
            caller.target = answer === undefined ? undefined : readSdp(answer);
            resolve();
          },
          ended: () => resolve(),
        },
      });
      hangUps.push(() => call.hangUp());
    });
    await answered;
  }
  const stopTalking = talk(callers);
  const result = await measure(callers, order.seconds, tell);
  stopTalking();
  for (const hangUp of hangUps) hangUp();
  await sip.close();
  for (const { socket } of callers) socket.close();
  return result;
}

/**
 * Sends a packet on all calls at 20 ms, as telephones do, each in a millisecond of its own: a burst would keep this process from hearing.
 * What a starved process missed is left out, lest catching up starve it more.
 */
function talk(callers: readonly Caller[]): () => void {
  const started = performance.now();
  let passed = 0;
  const timer = setInterval(() => {
    const due = Math.floor(performance.now() - started);
    for (passed = Math.max(passed, due - 60); passed < due; passed++) {
      const frame = Math.floor(passed / 20);
      for (let n = passed % 20; n < callers.length; n += 20) send(callers[n], frame);
    }
  }, 1);
  return () => clearInterval(timer);
}

function send(caller: Caller | undefined, frame: number): void {
  if (!caller?.target) return;
  const { socket, target, packet } = caller;
  writeRtpHeader(packet, { payloadType: 0, marker: false, sequence: frame & 0xffff, timestamp: frame * 160, ssrc: 1 });
  socket.send(packet, target.port, target.host);
}

async function measure(callers: readonly Caller[], seconds: number, tell: (note: string) => void): Promise<PlayingResult> {
  const errors: number[] = [];
  let packets = 0;
  let measuring = false;
  for (const caller of callers) {
    caller.socket.on('message', () => {
      const now = performance.now();
      if (measuring) packets++;
      if (measuring && caller.lastMs > 0) errors.push(Math.abs(now - caller.lastMs - 20));
      caller.lastMs = measuring ? now : 0;
    });
  }
  const pause = async (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  // The last call's first packets, and the machinery warm.
  await pause(2000);
  measuring = true;
  tell('begin');
  const started = performance.now();
  await pause(seconds * 1000);
  const tookMs = performance.now() - started;
  measuring = false;
  tell('end');
  const answered = callers.filter((caller) => caller.target).length;
  const missing = 1 - packets / ((answered * tookMs) / 20);
  return {
    answered,
    spacingErrorP50Ms: percentile(errors, 0.5),
    spacingErrorP99Ms: percentile(errors, 0.99),
    missing: Math.max(0, missing),
  };
}

onOrder(listen);

/** A process of its own: calls a SIP server many times at once, listens to what it plays, and tells how evenly packets came. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { startSip } from '../../../gateway/sip/server.ts';
import { readSdp, writeSdp } from '../../../gateway/sip/sdp.ts';
import { writeRtpHeader } from '../../../gateway/media/rtp.ts';
import { percentile } from '../figure.ts';

export interface PlayingOrder {
  host: string;
  port: number;
  user: string;
  calls: number;
  seconds: number;
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
/** What the callers say while they work: the window over which is measured begins and ends. */
export type PlayingNote = { note: 'begin' } | { note: 'end' } | { note: 'result'; result: PlayingResult };

const host = '127.0.0.1';
const tell = (note: PlayingNote): void => void process.send?.(note);

interface Caller {
  socket: Socket;
  target: { host: string; port: number } | undefined;
  lastMs: number;
  packet: Buffer;
}

async function openCaller(): Promise<Caller> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 18 });
  socket.bind(0, host);
  await once(socket, 'listening');
  return { socket, target: undefined, lastMs: 0, packet: Buffer.alloc(172, 0xff) };
}

async function listen(order: PlayingOrder): Promise<PlayingResult> {
  const sip = await startSip({ host, port: 0, name: 'bench' });
  const callers: Caller[] = [];
  const hangUps: (() => void)[] = [];
  for (let n = 0; n < order.calls; n++) {
    const caller = await openCaller();
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
  const result = await measure(callers, order.seconds);
  stopTalking();
  for (const hangUp of hangUps) hangUp();
  await sip.close();
  return result;
}

/** Sends silence on all calls at 20 ms, as telephones do. What a starved process missed is left out, lest catching up starve it more. */
function talk(callers: readonly Caller[]): () => void {
  const started = performance.now();
  let frames = 0;
  const timer = setInterval(() => {
    const due = Math.floor((performance.now() - started) / 20);
    for (frames = Math.max(frames, due - 3); frames < due; frames++) {
      for (const { socket, target, packet } of callers) {
        if (!target) continue;
        writeRtpHeader(packet, { payloadType: 0, marker: false, sequence: frames & 0xffff, timestamp: frames * 160, ssrc: 1 });
        socket.send(packet, target.port, target.host);
      }
    }
  }, 5);
  return () => clearInterval(timer);
}

async function measure(callers: readonly Caller[], seconds: number): Promise<PlayingResult> {
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
  tell({ note: 'begin' });
  const started = performance.now();
  await pause(seconds * 1000);
  const tookMs = performance.now() - started;
  measuring = false;
  tell({ note: 'end' });
  const answered = callers.filter((caller) => caller.target).length;
  const missing = 1 - packets / ((answered * tookMs) / 20);
  return {
    answered,
    spacingErrorP50Ms: percentile(errors, 0.5),
    spacingErrorP99Ms: percentile(errors, 0.99),
    missing: Math.max(0, missing),
  };
}

process.once('message', (order: PlayingOrder) => {
  listen(order).then(
    (result) => {
      tell({ note: 'result', result });
      process.disconnect();
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

/**
 * Callers with sipp who are led, each by itself: pressed keys and hanging up are told to a call by an INFO with its Call-ID. Nobody presses
 * before they are answered, and what an INFO says is told until sipp has taken it.
 */
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { followSipp, runSipp, type SippResult } from './sipp.ts';

export interface LedCaller {
  press(keys: string): void;
  /** Resolves when sipp has heard of it, or the call is over. */
  hangUp(): Promise<void>;
}
interface Led {
  callers: LedCaller[];
  /** When all calls are over. */
  over: Promise<SippResult>;
}

/** A port of UDP that is free at this moment. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject).bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });

const info = (callId: string, cseq: number, keys: string): string =>
  [
    'INFO sip:caller@127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-${callId}-${cseq}`,
    'From: <sip:test@127.0.0.1>;tag=test',
    'To: <sip:caller@127.0.0.1>',
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} INFO`,
    `Keys: ${keys}`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

/** An INFO that nobody has taken in this time was lost. sipp knows one that comes twice by itself. */
const againMs = 1000;

/** Calls all numbers, some a second; a call stays until its caller hangs up, or is hung up on. */
export async function ledCallers(
  sip: string,
  calls: readonly { number: string; from: string }[],
  { withinMs, callsPerSecond = 5 }: { withinMs: number; callsPerSecond?: number },
): Promise<Led> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'linehall-led-'));
  const lines = path.join(dir, 'callers.csv');
  writeFileSync(lines, `SEQUENTIAL\n${calls.map(({ number, from }) => `${number};${from};`).join('\n')}\n`);
  const port = await freePort();
  const socket = createSocket('udp4');
  const log = followSipp(path.join(dir, 'led.log'));
  const over = runSipp({
    file: path.join(import.meta.dirname, 'sipp', 'led.xml'),
    lines,
    more: ['-p', String(port), '-cid_str', '%u-led', ...log.options],
    sip,
    number: 'led',
    calls: calls.length,
    callsPerSecond,
    withinMs,
  }).finally(() => {
    log.close();
    socket.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const tell = async (callId: string, cseq: number, keys: string): Promise<void> => {
    await log.until(`${callId} answered`);
    while (!log.ended && !log.says(`${callId} CSeq: ${cseq} INFO`)) {
      socket.send(info(callId, cseq, keys), port, '127.0.0.1');
      await log.until(`${callId} CSeq: ${cseq} INFO`, againMs);
    }
  };
  return { callers: calls.map((_, i) => callerOf(`${i + 1}-led`, tell)), over };
}

/** What they are told comes one after the other. */
function callerOf(callId: string, tell: (callId: string, cseq: number, keys: string) => Promise<void>): LedCaller {
  let [cseq, told] = [100, Promise.resolve()];
  const next = (keys: string): Promise<void> => (told = told.then(() => tell(callId, ++cseq, keys)));
  return { press: (keys) => void next(keys), hangUp: () => next('bye') };
}

/** How evenly many calls are played to: the spacing of their packets, and what a second of a call costs. */
import { fork } from 'node:child_process';
import { defaultQuotas } from '../../gateway/contract.ts';
import type { Gateway } from '../../gateway/contract.ts';
import { startGateway } from '../../gateway/gateway.ts';
import type { Bench, BenchOptions, Figure } from './figure.ts';
import type { PlayingNote, PlayingOrder, PlayingResult } from './parts/playing-callers.ts';

const number = '+18005550101';
const region = 'us-east-1';
const sizes = [100, 300];
const seconds = 10;

interface Measured extends PlayingResult {
  cpuMsPerCallSecond: number;
}

/**
 * Plays a recording to 100 and to 300 calls at once, each of which sends audio too. The callers are a process of their own, so that
 * the CPU time is the gateway's alone. With `peer` the same callers call `sip:bench@HOST:PORT`, which answers and plays; its CPU
 * time isn't known here.
 */
export async function playback(options: BenchOptions = {}): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const calls of sizes) {
    const ours = await playOurselves(calls);
    const theirs = options.peer === undefined ? undefined : await call({ ...peerOf(options.peer), user: 'bench', calls, seconds }, () => 0);
    const figure = (name: string, unit: string, value: number, against?: number): void => {
      const compared = against === undefined ? {} : { against: rounded(against), ratio: rounded(value / against) };
      figures.push({ name: `playback.${calls}.${name}`, value: rounded(value), unit, ...compared });
    };
    figure('answered', 'calls', ours.answered, theirs?.answered);
    figure('spacing-error-p50', 'ms', ours.spacingErrorP50Ms, theirs?.spacingErrorP50Ms);
    figure('spacing-error-p99', 'ms', ours.spacingErrorP99Ms, theirs?.spacingErrorP99Ms);
    figure('missing', '%', 100 * ours.missing, theirs && 100 * theirs.missing);
    figure('cpu-per-call-second', 'ms', ours.cpuMsPerCallSecond);
  }
  return figures;
}

export const bench: Bench = playback;

async function playOurselves(calls: number): Promise<Measured> {
  const gateway = await playingGateway();
  try {
    const cpuMs = (): number => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    };
    return await call({ ...gateway.sip, user: number, calls, seconds }, cpuMs);
  } finally {
    await gateway.close();
  }
}

async function call(order: PlayingOrder, cpuMs: () => number): Promise<Measured> {
  const callers = fork(new URL('./parts/playing-callers.ts', import.meta.url));
  const result = new Promise<Measured>((resolve, reject) => {
    let begun = 0;
    let spent = 0;
    callers.on('message', (note: PlayingNote) => {
      if (note.note === 'begin') begun = cpuMs();
      if (note.note === 'end') spent = cpuMs() - begun;
      if (note.note === 'result') resolve({ ...note.result, cpuMsPerCallSecond: spent / (order.calls * order.seconds) });
    });
    callers.once('exit', (code) => reject(new Error(`the callers ended with code ${code} and no result`)));
  });
  callers.send(order);
  return result;
}

function peerOf(text: string): { host: string; port: number } {
  const { hostname, port } = new URL(`sip://${text}`);
  return { host: hostname, port: Number(port || 5060) };
}

/** A gateway whose function answers every call with the same recording, again and again. */
async function playingGateway(): Promise<Gateway> {
  const AudioSource = { Type: 'S3', BucketName: 'bench', Key: 'tone.wav' };
  const play = { Type: 'PlayAudio', Parameters: { AudioSource, Repeat: 999 } };
  const tone = toneWav();
  const gateway = await startGateway(
    {
      account: '000000000000',
      region,
      sip: { host: '127.0.0.1', port: 0 },
      http: { host: '127.0.0.1', port: 0 },
      rtp: { host: '127.0.0.1', portFrom: 0, portTo: 0 },
      quotas: { ...defaultQuotas, activeCalls: 100_000 },
    },
    {
      invoke: async (_, event) => {
        const Actions = event.InvocationEventType === 'NEW_INBOUND_CALL' ? [play] : [];
        return { kind: 'answer', payload: { SchemaVersion: '1.0', Actions } };
      },
      readObject: async () => tone,
      log: () => undefined,
    },
  );
  const post = async (path: string, body: unknown): Promise<unknown> =>
    (await gateway.handle({ api: 'chime-sdk-voice', method: 'POST', path, query: {}, body })).body;
  const Endpoints = [{ LambdaArn: `arn:aws:lambda:${region}:000000000000:function:bench` }];
  const made = (await post('/sip-media-applications', { AwsRegion: region, Name: 'bench', Endpoints })) as {
    SipMediaApplication: { SipMediaApplicationId: string };
  };
  const { SipMediaApplicationId } = made.SipMediaApplication;
  const TargetApplications = [{ SipMediaApplicationId, Priority: 1, AwsRegion: region }];
  await post('/sip-rules', { Name: 'bench', TriggerType: 'ToPhoneNumber', TriggerValue: number, TargetApplications });
  return gateway;
}

/** Ten seconds of a tone at 8 kHz, 16 bit, mono. */
function toneWav(): Uint8Array {
  const samples = 80_000;
  const bytes = Buffer.alloc(44 + samples * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(8000, 24);
  bytes.writeUInt32LE(16_000, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i++) bytes.writeInt16LE(Math.round(6000 * Math.sin((2 * Math.PI * 440 * i) / 8000)), 44 + i * 2);
  return bytes;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

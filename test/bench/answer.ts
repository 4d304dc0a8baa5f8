/** How soon a call is answered: INVITE → 200, at 100 calls a second and at the highest rate that knows no failure. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { defaultQuotas } from '../../gateway/contract.ts';
import type { Gateway } from '../../gateway/contract.ts';
import { startGateway } from '../../gateway/gateway.ts';
import { percentile } from './figure.ts';
import type { Bench, BenchOptions, Figure } from './figure.ts';
import type { CallerOrder, CallerResult } from './parts/sip-caller.ts';

const number = '+18005550100';
const region = 'us-east-1';
const rates = [100, 150, 200, 250, 300, 400, 500, 600, 800, 1000];
const holdMs = 100;

/**
 * Measures the gateway alone: its function is a promise in this process. With `peer` (`host:port` of another SIP server that answers
 * at once) the same calls go there too, for comparison.
 */
export async function answer(options: BenchOptions = {}): Promise<Figure[]> {
  const gateway = await benchGateway();
  try {
    const ours = await measure(gateway.sip, number);
    const theirs = options.peer === undefined ? undefined : await measure(peerOf(options.peer), 'bench');
    const figure = (name: string, unit: string, value: number, against?: number): Figure => ({
      name: `answer.${name}`,
      value: rounded(value),
      unit,
      ...(against === undefined ? {} : { against: rounded(against), ratio: rounded(value / against) }),
    });
    return [
      figure('p50', 'ms', ours.p50, theirs?.p50),
      figure('p99', 'ms', ours.p99, theirs?.p99),
      figure('highest-rate', 'calls/s', ours.highest, theirs?.highest),
    ];
  } finally {
    await gateway.close();
  }
}

export const bench: Bench = answer;

async function measure(to: { host: string; port: number }, user: string): Promise<{ p50: number; p99: number; highest: number }> {
  await call({ ...to, user, callsPerSecond: 20, seconds: 1, holdMs });
  const steady = await call({ ...to, user, callsPerSecond: 100, seconds: 5, holdMs });
  let highest = 0;
  for (const callsPerSecond of rates) {
    const { failures } = await call({ ...to, user, callsPerSecond, seconds: 3, holdMs });
    if (failures > 0) break;
    highest = callsPerSecond;
  }
  return { p50: percentile(steady.latenciesMs, 0.5), p99: percentile(steady.latenciesMs, 0.99), highest };
}

async function call(order: CallerOrder): Promise<CallerResult> {
  const caller = new Worker(new URL('./parts/sip-caller.ts', import.meta.url), { workerData: order });
  const [result] = (await once(caller, 'message')) as [CallerResult];
  return result;
}

function peerOf(text: string): { host: string; port: number } {
  const { hostname, port } = new URL(`sip://${text}`);
  return { host: hostname, port: Number(port || 5060) };
}

/** A gateway whose function answers every call with music. */
async function benchGateway(): Promise<Gateway> {
  const play = { Type: 'PlayAudio', Parameters: { AudioSource: { Type: 'S3', BucketName: 'bench', Key: 'second-of-silence.wav' } } };
  const silence = silentWav(8000);
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
      readObject: async () => silence,
      log: () => undefined,
    },
  );
  const post = async (path: string, body: unknown): Promise<unknown> =>
    (await gateway.handle({ api: 'chime-sdk-voice', method: 'POST', path, query: {}, body })).body;
  const made = (await post('/sip-media-applications', {
    AwsRegion: region,
    Name: 'bench',
    Endpoints: [{ LambdaArn: `arn:aws:lambda:${region}:000000000000:function:bench` }],
  })) as { SipMediaApplication: { SipMediaApplicationId: string } };
  const { SipMediaApplicationId } = made.SipMediaApplication;
  const TargetApplications = [{ SipMediaApplicationId, Priority: 1, AwsRegion: region }];
  await post('/sip-rules', { Name: 'bench', TriggerType: 'ToPhoneNumber', TriggerValue: number, TargetApplications });
  return gateway;
}

/** So many samples of nothing, 8 kHz, 16 bit, mono. */
function silentWav(samples: number): Uint8Array {
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
  return bytes;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

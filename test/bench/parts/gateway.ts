/** A gateway on its own: its function is a promise in this process, which answers every call with one audio object. */
import { defaultQuotas } from '../../../gateway/contract.ts';
import type { Gateway, Neighbours } from '../../../gateway/contract.ts';
import { startGateway } from '../../../gateway/gateway.ts';

export const number = '+18005550100';
const region = 'us-east-1';

/** Plays `wav` to each call, so many times; then says nothing more. */
export function playingGateway(wav: Uint8Array, repeat: number): Promise<Gateway> {
  const AudioSource = { Type: 'S3', BucketName: 'bench', Key: 'sound.wav' };
  const play = { Type: 'PlayAudio', Parameters: { AudioSource, Repeat: repeat } };
  return answeringGateway(() => play, {
    readObject: async (_bucket, _key, knownTag) => ({ tag: 'only', ...(knownTag === undefined ? { bytes: wav } : {}) }),
  });
}

/** Answers each call to our number with one action. */
export async function answeringGateway(action: () => object, neighbours: Partial<Neighbours> = {}): Promise<Gateway> {
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
        const Actions = event.InvocationEventType === 'NEW_INBOUND_CALL' ? [action()] : [];
        return { kind: 'answer', payload: { SchemaVersion: '1.0', Actions } };
      },
      readObject: async () => Promise.reject(new Error('no object')),
      log: () => undefined,
      ...neighbours,
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

/** `host:port` of a SIP server; port 5060 when it has none. */
export function peerOf(text: string): { host: string; port: number } {
  const { hostname, port } = new URL(`sip://${text.replace(/^sips?:/, '')}`);
  return { host: hostname, port: Number(port || 5060) };
}

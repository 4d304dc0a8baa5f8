import { PollyClient, SynthesizeSpeechCommand, type LanguageCode, type VoiceId } from '@aws-sdk/client-polly';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Sounds } from '../../shared/prompts/edits/sounds.ts';
import { variables } from './definition.ts';
import { variable } from './environment.ts';

let storage: S3Client | undefined;
const s3 = (): S3Client => (storage ??= new S3Client({ maxAttempts: 5 }));
let voices: PollyClient | undefined;
/** Single sentences: by HTTP/1.1, as all else; the client's own choice would be HTTP/2, for streams of text that we don't have. */
const polly = (): PollyClient => (voices ??= new PollyClient({ maxAttempts: 5, requestHandler: new NodeHttpHandler() }));

const bucket = (): string => variable(variables.prompts);
const contentType = 'audio/wav';
const playableSeconds = 600;

async function listAll(prefix: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let ContinuationToken: string | undefined;
  do {
    const page = await s3().send(
      new ListObjectsV2Command({ Bucket: bucket(), Prefix: prefix, ...(ContinuationToken === undefined ? {} : { ContinuationToken }) }),
    );
    for (const { Key, ETag } of page.Contents ?? []) if (Key !== undefined) found.set(Key, ETag ?? '');
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return found;
}

/** The prompts' bucket, and Polly. */
export const sounds: Sounds = {
  async read(key) {
    try {
      return await (await s3().send(new GetObjectCommand({ Bucket: bucket(), Key: key }))).Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  },
  async write(key, wav) {
    await s3().send(new PutObjectCommand({ Bucket: bucket(), Key: key, Body: wav, ContentType: contentType }));
  },
  async copy(from, to) {
    await s3().send(new CopyObjectCommand({ Bucket: bucket(), CopySource: `${bucket()}/${encodeURIComponent(from)}`, Key: to }));
  },
  async remove(key) {
    await s3().send(new DeleteObjectCommand({ Bucket: bucket(), Key: key }));
  },
  list: listAll,
  address: (key) => getSignedUrl(s3(), new GetObjectCommand({ Bucket: bucket(), Key: key }), { expiresIn: playableSeconds }),
  async speak(text, { voiceId, engine, languageCode }) {
    try {
      const { AudioStream } = await polly().send(
        new SynthesizeSpeechCommand({
          Text: text,
          VoiceId: voiceId as VoiceId,
          Engine: engine,
          LanguageCode: languageCode as LanguageCode,
          OutputFormat: 'pcm',
          SampleRate: '8000',
        }),
      );
      const bytes = (await AudioStream?.transformToByteArray()) ?? new Uint8Array(0);
      return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.byteLength & ~1)));
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name === 'ThrottlingException') return 'busy';
      // A Region without the voice, or a machine without one.
      if (['LanguageNotSupportedException', 'EngineNotSupportedException'].includes(name)) return 'silent';
      throw error;
    }
  },
};

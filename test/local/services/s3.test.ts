import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError, type AwsAnswer, type AwsRequest } from '../../../local/contract.ts';
import { checkPresigned, createS3, isPresigned, type S3 } from '../../../local/services/s3/s3.ts';

const dir = mkdtempSync(join(tmpdir(), 's3-test-'));
const credentials = { accessKeyId: 'KEY', secretAccessKey: 'secret' };
const Bucket = 'prompts';
let s3: S3;
let server: Server;
let client: S3Client;
let now = Date.now();
const makeBucket = (of: S3) =>
  of.service.makes?.['AWS::S3::Bucket']?.({ stack: 'data', logicalId: 'B', type: '', properties: { BucketName: Bucket } });

/** Serves the engine as the listener of the local cloud does, signatures of headers aside. */
async function answer(incoming: IncomingMessage): Promise<AwsAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = new URL(incoming.url ?? '/', 'http://local');
  const request: AwsRequest = {
    service: 's3',
    method: incoming.method ?? 'GET',
    path: (incoming.url ?? '/').split('?')[0] ?? '/',
    query: url.searchParams,
    headers: incoming.headers as Record<string, string>,
    body: Buffer.concat(chunks),
    caller: { kind: 'root' },
  };
  try {
    if (isPresigned(request.query)) checkPresigned(request, (key) => (key === 'KEY' ? 'secret' : undefined), now);
    return await s3.service.handle(request);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { status: error.status, body: `<Error><Code>${error.code}</Code><Message>${error.message}</Message></Error>` };
  }
}

beforeAll(async () => {
  s3 = createS3({ dir });
  await makeBucket(s3);
  server = createServer((incoming, response) => {
    void answer(incoming).then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  client = new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await s3.close();
  rmSync(dir, { recursive: true });
});
const text = async (Key: string, rest: object = {}) =>
  (await client.send(new GetObjectCommand({ Bucket, Key, ...rest }))).Body?.transformToString();
const put = (Key: string, Body: string | Readable, rest: object = {}) => client.send(new PutObjectCommand({ Bucket, Key, Body, ...rest }));

describe('objects', () => {
  it('come back with their type and metadata, whatever their key', async () => {
    await put('a/b c+ü.txt', 'hello', { ContentType: 'text/plain', Metadata: { who: 'me' } });
    const found = await client.send(new GetObjectCommand({ Bucket, Key: 'a/b c+ü.txt' }));
    expect(await found.Body?.transformToString()).toBe('hello');
    expect(found).toMatchObject({ ContentType: 'text/plain', Metadata: { who: 'me' }, ETag: '"5d41402abc4b2a76b9719d911017c592"' });
  });
  it('streamed in chunks with a trailing checksum arrive whole', async () => {
    await put('stream', Readable.from([Buffer.from('abc'), Buffer.from('def')]), { ContentLength: 6 });
    expect(await text('stream')).toBe('abcdef');
    expect(await text('stream', { Range: 'bytes=2-3' })).toBe('cd');
    expect(await text('stream', { Range: 'bytes=-2' })).toBe('ef');
  });
  it('with a checksum that is wrong are refused', async () => {
    await expect(put('wrong', 'x', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(text('wrong')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
  it('are not overwritten by who wants them new', async () => {
    await put('once', '1', { IfNoneMatch: '*' });
    await expect(put('once', '2', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await text('once')).toBe('1');
  });
  it('are listed in pages and by folder, copied and deleted', async () => {
    for (const key of ['list/a', 'list/b/1', 'list/b/2', 'list/c']) await put(key, key);
    await client.send(new CopyObjectCommand({ Bucket, Key: 'list/d', CopySource: `${Bucket}/list/a` }));
    expect(await text('list/d')).toBe('list/a');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'list/a' }));
    const found: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const rest = token === undefined ? {} : { ContinuationToken: token };
      const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', Delimiter: '/', MaxKeys: 1, ...rest }));
      found.push(...(page.Contents ?? []).map(({ Key }) => Key), ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(found).toEqual(['list/b/', 'list/c', 'list/d']);
  });
  it('are still there after a restart', async () => {
    await put('kept', 'still');
    await s3.close();
    s3 = createS3({ dir });
    await makeBucket(s3);
    expect(await text('kept')).toBe('still');
  });
  it('that are missing are not told apart from forbidden ones for who may not list', async () => {
    const strict = createS3({ mayList: () => false });
    await makeBucket(strict);
    const request = {
      service: 's3',
      method: 'GET',
      path: `/${Bucket}/none`,
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
      caller: { kind: 'root' } as const,
    };
    await expect(strict.service.handle(request)).rejects.toMatchObject({ code: 'AccessDenied', status: 403 });
    await strict.close();
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({ name: 'NotFound' });
  });
});

describe('presigned addresses', () => {
  it('work until they expire, and only as they were signed', async () => {
    await put('signed one', 'secret text');
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'signed one' }), { expiresIn: 60 });
    expect(await (await fetch(url)).text()).toBe('secret text');
    expect(await (await fetch(url.replace('Expires=60', 'Expires=61'))).text()).toContain('SignatureDoesNotMatch');
    expect(await (await fetch(url.replace('signed%20one', 'kept'))).text()).toContain('SignatureDoesNotMatch');
    now += 61_000;
    expect(await (await fetch(url)).text()).toContain('Request has expired');
    now -= 61_000;
  });
});

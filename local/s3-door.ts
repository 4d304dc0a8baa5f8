/** S3 from inside the local cloud, through the service's own door: what the edge, the telephony and bucket deployments read and write. */
import { AwsError, type AwsAnswer, type AwsRequest, type Caller, type Needed, type Service } from './contract.ts';
import type { Judge } from './iam/judge.ts';
import type { S3 } from './services/s3/s3.ts';
import type { BucketDoor } from './template/bucket-deployment.ts';

const encodeKey = (key: string) => key.split('/').map(encodeURIComponent).join('/');

/** Reads an object as somebody; the caller's rights are judged first, `context` with them. Throws AwsError. */
export async function readAs(
  s3: Service,
  judge: Judge,
  caller: Caller,
  bucket: string,
  key: string,
  context: Needed['context'],
  headers: Record<string, string> = {},
): Promise<AwsAnswer> {
  const request: AwsRequest = {
    service: 's3',
    method: 'GET',
    path: `/${bucket}/${encodeKey(key)}`,
    query: new URLSearchParams(),
    headers: { host: '127.0.0.1', ...headers },
    body: Buffer.alloc(0),
    caller,
  };
  const needs = [{ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}`, ...(context === undefined ? {} : { context }) }];
  if (needs.some((needed) => !judge.allows(caller, needed))) throw new AwsError('AccessDenied', 'Access Denied', 403);
  return s3.handle(request);
}

/** What writes need: the pages of the service's recordings name both. */
const writing = ['s3:PutObject', 's3:PutObjectAcl'];

/** Writes an object as somebody; the caller's rights are judged first, `context` with them. Throws AwsError. */
export async function writeAs(
  s3: Pick<S3, 'putObject'>,
  judge: Judge,
  caller: Caller,
  object: { bucket: string; key: string; bytes: Uint8Array; contentType: string },
  context: Needed['context'],
): Promise<void> {
  const { bucket, key, bytes, contentType } = object;
  const resource = `arn:aws:s3:::${bucket}/${key}`;
  judge.demand(
    caller,
    writing.map((action) => ({ action, resource, ...(context === undefined ? {} : { context }) })),
  );
  await s3.putObject(bucket, key, bytes, { 'content-type': contentType });
}

/** The operator's hand in buckets. */
export function bucketDoor(s3: S3): BucketDoor {
  return {
    put: (bucket, key, body, contentType, cacheControl) =>
      s3.putObject(bucket, key, body, {
        'content-type': contentType,
        ...(cacheControl === undefined ? {} : { 'cache-control': cacheControl }),
      }),
    list: (bucket, prefix) => s3.listKeys(bucket, prefix),
    remove: (bucket, key) => s3.deleteObject(bucket, key),
  };
}

/** S3 from inside the local cloud, through the service's own door: what the edge, the telephony and bucket deployments read and write. */
import { AwsError, type AwsAnswer, type AwsRequest, type Caller, type Needed, type Service } from './contract.ts';
import type { Judge } from './iam/judge.ts';
import type { BucketDoor } from './template/bucket-deployment.ts';

const encodeKey = (key: string) => key.split('/').map(encodeURIComponent).join('/');

function requestOf(method: string, bucket: string, key: string, caller: Caller, rest: Partial<AwsRequest> = {}): AwsRequest {
  const path = `/${bucket}${key === '' ? '' : `/${encodeKey(key)}`}`;
  return { service: 's3', method, path, query: new URLSearchParams(), headers: { host: '127.0.0.1' }, body: Buffer.alloc(0), caller, ...rest };
}

/** Reads an object as somebody; the caller's rights are judged first, `context` with them. Throws AwsError. */
export async function readAs(s3: Service, judge: Judge, caller: Caller, bucket: string, key: string, context: Needed['context'], headers: Record<string, string> = {}): Promise<AwsAnswer> {
  const request = requestOf('GET', bucket, key, caller, { headers: { host: '127.0.0.1', ...headers } });
  const needs = [{ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}`, ...(context === undefined ? {} : { context }) }];
  if (needs.some((needed) => !judge.allows(caller, needed))) throw new AwsError('AccessDenied', 'Access Denied', 403);
  return s3.handle(request);
}

const unescapeXml = (text: string) =>
  text.replace(/&(lt|gt|quot|apos|amp|#(\d+));/g, (_, name: string, code?: string) =>
    code === undefined ? ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }[name] ?? '') : String.fromCodePoint(Number(code)),
  );

/** The operator's hand in buckets. */
export function bucketDoor(s3: () => Service): BucketDoor {
  const root: Caller = { kind: 'root' };
  const must = (answer: AwsAnswer, what: string) => {
    if (answer.status >= 300) throw new Error(`${what} failed with ${answer.status}`);
    return answer;
  };
  return {
    async put(bucket, key, body, contentType, cacheControl) {
      const headers = { host: '127.0.0.1', 'content-type': contentType, 'content-length': String(body.length), ...(cacheControl === undefined ? {} : { 'cache-control': cacheControl }) };
      must(await s3().handle(requestOf('PUT', bucket, key, root, { headers, body: Buffer.from(body) })), `Putting ${key}`);
    },
    async list(bucket, prefix) {
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const query = new URLSearchParams({ 'list-type': '2', prefix, ...(token === undefined ? {} : { 'continuation-token': token }) });
        const text = Buffer.from(must(await s3().handle(requestOf('GET', bucket, '', root, { query })), `Listing ${bucket}`).body ?? '').toString('utf8');
        keys.push(...[...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => unescapeXml(match[1] ?? '')));
        token = /<NextContinuationToken>([^<]*)</.exec(text)?.[1];
      } while (token !== undefined);
      return keys;
    },
    async remove(bucket, key) {
      must(await s3().handle(requestOf('DELETE', bucket, key, root)), `Deleting ${key}`);
    },
  };
}

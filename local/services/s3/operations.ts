/** The operations of S3 on objects, and the list of a bucket. */
import { AwsError, type AwsAnswer, type AwsRequest } from '../../contract.ts';
import { noSuchKey, type Buckets, type ObjectEntry } from './buckets.ts';
import { uploadedContent } from './chunked.ts';

export interface Target {
  bucket: string;
  /** Empty for the bucket itself. */
  key: string;
}

const decode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
};

/** Path style: `/bucket/key`. */
export function targetOf(path: string): Target {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return { bucket: decode(bucket), key: decode(key) };
}

const kept = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];
function keptHeaders(headers: Record<string, string>): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => kept.includes(name) || name.startsWith('x-amz-meta-'));
  const encoding = (headers['content-encoding'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one !== 'aws-chunked');
  return {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries(own),
    ...(encoding.length > 0 ? { 'content-encoding': encoding.join(',') } : {}),
  };
}

const headersOf = (entry: ObjectEntry): Record<string, string> => ({
  ...entry.headers,
  etag: entry.etag,
  'last-modified': new Date(entry.modifiedAt).toUTCString(),
  'accept-ranges': 'bytes',
});

const sameTag = (header: string, etag: string) =>
  header === '*' || header.split(',').some((one) => one.trim().replace(/^"?|"?$/g, '"') === etag);

/** 304 or 412 when the request's conditions say so (RFC 9110, section 13). */
function condition(headers: Record<string, string>, entry: ObjectEntry): AwsAnswer | undefined {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch, 'if-modified-since': since, 'if-unmodified-since': unmodified } = headers;
  const seconds = Math.floor(entry.modifiedAt / 1000) * 1000;
  const failed = () => new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
  if (ifMatch !== undefined ? !sameTag(ifMatch, entry.etag) : unmodified !== undefined && seconds > Date.parse(unmodified)) throw failed();
  const notModified = ifNoneMatch !== undefined ? sameTag(ifNoneMatch, entry.etag) : since !== undefined && seconds <= Date.parse(since);
  return notModified ? { status: 304, headers: { etag: entry.etag } } : undefined;
}

/** First and last byte; undefined when the header asks for nothing that is understood, which RFC 9110 wants ignored. */
function range(header: string | undefined, size: number): [number, number] | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  const first = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const last = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (first >= size || first > last) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return [first, last];
}

function responseOverrides(query: URLSearchParams): Record<string, string> {
  const names = ['content-type', 'cache-control', 'content-disposition', 'content-encoding', 'content-language', 'expires'];
  return Object.fromEntries(names.flatMap((name) => (query.has(`response-${name}`) ? [[name, query.get(`response-${name}`) ?? '']] : [])));
}

export function readObject(buckets: Buckets, request: AwsRequest, { bucket, key }: Target): AwsAnswer {
  const entry = buckets.find(bucket, key);
  if (entry === undefined) throw noSuchKey();
  const stopped = condition(request.headers, entry);
  if (stopped !== undefined) return stopped;
  const part = range(request.headers['range'], entry.size);
  const head = request.method === 'HEAD';
  const headers = { ...headersOf(entry), ...responseOverrides(request.query) };
  if (part === undefined) {
    return { status: 200, headers: { ...headers, 'content-length': String(entry.size) }, ...(head ? {} : { body: buckets.read(entry) }) };
  }
  const [first, last] = part;
  const length = { 'content-length': String(last - first + 1), 'content-range': `bytes ${first}-${last}/${entry.size}` };
  return { status: 206, headers: { ...headers, ...length }, ...(head ? {} : { body: buckets.read(entry).subarray(first, last + 1) }) };
}

function checkWrite(headers: Record<string, string>, existing: ObjectEntry | undefined): void {
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined && noneMatch !== '*')
    throw new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', 501);
  if (noneMatch === '*' && existing !== undefined)
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
  const match = headers['if-match'];
  if (match === undefined) return;
  if (existing === undefined) throw noSuchKey();
  if (!sameTag(match, existing.etag))
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
}

export function putObject(buckets: Buckets, request: AwsRequest, { bucket, key }: Target): AwsAnswer {
  if (Buffer.byteLength(key) > 1024) throw new AwsError('KeyTooLongError', 'Your key is too long');
  const content = uploadedContent(request.headers, request.body);
  checkWrite(request.headers, buckets.find(bucket, key));
  const entry = buckets.put(bucket, key, content, keptHeaders(request.headers));
  return { status: 200, headers: { etag: entry.etag } };
}

/** Where a copy comes from: the header is URL-encoded, with or without a slash before it. */
export function copySource(headers: Record<string, string>): Target | undefined {
  const source = headers['x-amz-copy-source'];
  return source === undefined ? undefined : targetOf(source.startsWith('/') ? source : `/${source}`);
}

export function copyObject(buckets: Buckets, request: AwsRequest, { bucket, key }: Target, from: Target): AwsAnswer {
  const source = buckets.find(from.bucket, from.key);
  if (source === undefined) throw noSuchKey();
  const replace = request.headers['x-amz-metadata-directive'] === 'REPLACE';
  if (!replace && bucket === from.bucket && key === from.key) {
    throw new AwsError(
      'InvalidRequest',
      'This copy request is illegal because it is trying to copy an object to itself without changing the object’s metadata.',
    );
  }
  const entry = buckets.put(bucket, key, buckets.read(source), replace ? keptHeaders(request.headers) : source.headers);
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<CopyObjectResult><LastModified>${new Date(entry.modifiedAt).toISOString()}</LastModified><ETag>${xml(entry.etag)}</ETag></CopyObjectResult>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

const xml = (text: string) => text.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** ListObjectsV2. The continuation token is the last key of the page before. */
export function listObjects(buckets: Buckets, query: URLSearchParams, bucket: string): AwsAnswer {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const most = Math.min(Number(query.get('max-keys') ?? 1000), 1000);
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString('utf8');
  const show = query.get('encoding-type') === 'url' ? encodeURIComponent : xml;
  const keys = [...buckets.objects(bucket).keys()].filter((key) => key.startsWith(prefix) && byBytes(key, after) > 0).sort(byBytes);
  const parts: string[] = [];
  const folders = new Set<string>();
  let last = '';
  let truncated = false;
  for (const key of keys) {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const folder = end < 0 ? undefined : key.slice(0, end + delimiter.length);
    if (folder !== undefined && (folders.has(folder) || after.startsWith(folder))) {
      last = key;
      continue;
    }
    if (parts.length >= most) {
      truncated = true;
      break;
    }
    last = key;
    if (folder !== undefined) {
      folders.add(folder);
      parts.push(`<CommonPrefixes><Prefix>${show(folder)}</Prefix></CommonPrefixes>`);
    } else parts.push(contents(buckets.find(bucket, key) as ObjectEntry, show));
  }
  const next = truncated ? `<NextContinuationToken>${Buffer.from(last).toString('base64url')}</NextContinuationToken>` : '';
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><Prefix>${show(prefix)}</Prefix><KeyCount>${parts.length}</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${truncated}</IsTruncated>${next}${parts.join('')}</ListBucketResult>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function contents(entry: ObjectEntry, show: (text: string) => string): string {
  const modified = new Date(entry.modifiedAt).toISOString();
  return `<Contents><Key>${show(entry.key)}</Key><LastModified>${modified}</LastModified><ETag>${xml(entry.etag)}</ETag><Size>${entry.size}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
}

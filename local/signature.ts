/** Signature Version 4 (AWS General Reference): who signed a request, and whether it is what was signed. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface Credential {
  accessKey: string;
  date: string;
  region: string;
  service: string;
}
export interface SignedRequest {
  method: string;
  /** As received. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
}
export interface Authorization extends Credential {
  signedHeaders: string[];
  signature: string;
}

/** Reads `Authorization: AWS4-HMAC-SHA256 Credential=…`; undefined when the request is not signed so. */
export function readAuthorization(header: string | undefined): Authorization | undefined {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header ?? '',
    );
  if (match === null) return undefined;
  const [, accessKey = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] = match;
  return { accessKey, date, region, service, signedHeaders: signedHeaders.split(';'), signature };
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
/** RFC 3986: everything but unreserved characters. */
const encode = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalQuery(query: URLSearchParams): string {
  const pairs = [...query].filter(([name]) => name !== 'X-Amz-Signature').map(([name, value]) => [encode(name), encode(value)] as const);
  return pairs
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** S3 signs the path as it is; the others encode each segment once more. */
const canonicalPath = (path: string, service: string) => (service === 's3' ? path : path.split('/').map(encode).join('/'));

/** The signature that the holder of the secret would give. */
export function signatureOf(
  request: SignedRequest,
  credential: Credential,
  signedHeaders: readonly string[],
  payloadHash: string,
  at: string,
  secret: string,
): string {
  const headers = signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`).join('');
  const canonical = [
    request.method,
    canonicalPath(request.path, credential.service),
    canonicalQuery(request.query),
    headers,
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const scope = `${credential.date}/${credential.region}/${credential.service}/aws4_request`;
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, credential.date), credential.region), credential.service), 'aws4_request');
  return hmac(key, `AWS4-HMAC-SHA256\n${at}\n${scope}\n${sha256(canonical)}`).toString('hex');
}

/** Whether two signatures are the same, in constant time. */
export function sameSignature(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** What is wrong with a signed request, as AWS names it; undefined when all is well. Clocks may differ by 15 minutes. */
export function signatureProblem(request: SignedRequest, authorization: Authorization, secret: string, now: number): string | undefined {
  const at = request.headers['x-amz-date'] ?? '';
  const instant = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(now - instant) <= 15 * 60_000)) return 'Signature expired or not yet current';
  const announced = request.headers['x-amz-content-sha256'];
  const actual = sha256(request.body);
  const unsigned = announced?.startsWith('STREAMING-') === true || announced === 'UNSIGNED-PAYLOAD';
  if (announced !== undefined && !unsigned && announced !== actual)
    return 'The provided x-amz-content-sha256 header does not match what was computed';
  const wanted = signatureOf(request, authorization, authorization.signedHeaders, announced ?? actual, at, secret);
  return sameSignature(wanted, authorization.signature)
    ? undefined
    : 'The request signature we calculated does not match the signature you provided';
}

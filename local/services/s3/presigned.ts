/** Presigned addresses (Signature Version 4 in the query): the listener asks here before it serves one. */
import { AwsError } from '../../contract.ts';
import { sameSignature, signatureOf, type SignedRequest } from '../../signature.ts';

const denied = (message: string) => new AwsError('AccessDenied', message, 403);
const malformed = (message: string) => new AwsError('AuthorizationQueryParametersError', message);

export const isPresigned = (query: URLSearchParams): boolean => query.has('X-Amz-Signature') || query.has('X-Amz-Algorithm');

/**
 * Checks signature and expiry; gives the access key that signed and the service it was signed for. Throws the error that S3 answers with.
 * `secretOf` knows the secrets of access keys.
 */
export function checkPresigned(
  request: SignedRequest,
  secretOf: (accessKey: string) => string | undefined,
  now: number,
): { accessKey: string; service: string } {
  const { query } = request;
  const need = (name: string) => {
    const value = query.get(name);
    if (value === null)
      throw malformed(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      );
    return value;
  };
  if (need('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') throw malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  const [accessKey = '', date = '', region = '', service = '', end] = need('X-Amz-Credential').split('/');
  if (end !== 'aws4_request') throw malformed('Error parsing the X-Amz-Credential parameter; the Credential is mal-formed');
  const at = need('X-Amz-Date');
  const expiresSeconds = Number(need('X-Amz-Expires'));
  if (!(expiresSeconds >= 1 && expiresSeconds <= 604_800)) throw malformed('X-Amz-Expires must be between 1 and 604800 seconds');
  const signedAt = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(signedAt <= now + 15 * 60_000)) throw denied('Request is not yet valid');
  if (now > signedAt + expiresSeconds * 1000) throw denied('Request has expired');
  const signedHeaders = need('X-Amz-SignedHeaders').split(';');
  if (!signedHeaders.includes('host')) throw denied('The host header has to be signed');
  const secret = secretOf(accessKey);
  if (secret === undefined)
    throw new AwsError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403);
  const payload = request.headers['x-amz-content-sha256'] ?? query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
  const wanted = signatureOf(request, { accessKey, date, region, service }, signedHeaders, payload, at, secret);
  if (sameSignature(wanted, need('X-Amz-Signature'))) return { accessKey, service };
  throw new AwsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
  );
}

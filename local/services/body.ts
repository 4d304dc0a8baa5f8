/** Bodies of the JSON protocols. */
import { AwsError, type AwsAnswer, type AwsRequest } from '../contract.ts';

/** The request's JSON object; throws SerializationException. */
export function jsonBody(request: AwsRequest): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(request.body.length === 0 ? '{}' : request.body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new AwsError('SerializationException', 'The request is not a JSON object');
}

export const jsonAnswer = (value: object, version: '1.0' | '1.1' = '1.0'): AwsAnswer => ({
  status: 200,
  headers: { 'content-type': `application/x-amz-json-${version}` },
  body: JSON.stringify(value),
});

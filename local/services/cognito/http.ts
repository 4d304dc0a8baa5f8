/** What the sign-in endpoints need of HTTP. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../../contract.ts';

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  query: URLSearchParams;
}

const largestForm = 64 * 1024;

/** The form that was sent. Throws AwsError when it is too large. */
export async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestForm) throw new AwsError('RequestEntityTooLarge', 'Request Too Long', 413);
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

export function cookies(request: IncomingMessage): Map<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((part) => part.trim().split('='));
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
}

/** Cookies of one session, out of reach of scripts. */
export const cookie = (name: string, value: string, maxAgeSeconds?: number): string =>
  `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`}`;

export function redirect({ response }: Exchange, to: string, setCookies: string[] = []): void {
  response.writeHead(302, { location: to, 'cache-control': 'no-store', ...(setCookies.length > 0 ? { 'set-cookie': setCookies } : {}) });
  response.end();
}

/** A page; `formTarget` is where its form's answer may lead to, which browsers count as part of sending it. */
export function html({ response }: Exchange, status: number, content: string, setCookies: string[] = [], formTarget = ''): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${formTarget}; frame-ancestors 'none'; base-uri 'none'`,
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(setCookies.length > 0 ? { 'set-cookie': setCookies } : {}),
  });
  response.end(content);
}

/** JSON that pages of every origin may read: there are no cookies in play. */
export function json({ response }: Exchange, status: number, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    'content-type': 'application/json;charset=UTF-8',
    'access-control-allow-origin': '*',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(value === undefined ? '' : JSON.stringify(value));
}

/** JWT authorizers of HTTP APIs: issuer, audience (or `client_id`), scopes; keys from the issuer's own address, as API Gateway does. */
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Jwt } from './payload.ts';

export const AuthorizerProperties = z.strictObject({
  ApiId: z.string(),
  Name: z.string(),
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.array(z.string()).default(['$request.header.Authorization']),
  JwtConfiguration: z.strictObject({ Issuer: z.url(), Audience: z.array(z.string()).default([]) }),
});
export type Authorizer = z.infer<typeof AuthorizerProperties>;

export type Authorized = { outcome: 'authorized'; jwt: Jwt } | { outcome: 'unauthorized'; why: string } | { outcome: 'forbidden' };

const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();
function keysOf(issuer: string) {
  let keys = keySets.get(issuer);
  if (keys === undefined) keySets.set(issuer, (keys = createRemoteJWKSet(new URL(`${issuer.replace(/\/$/, '')}/.well-known/jwks.json`))));
  return keys;
}

function tokenOf(authorizer: Authorizer, headers: Record<string, string>, query: URLSearchParams): string | undefined {
  for (const source of authorizer.IdentitySource) {
    const [, kind, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
    const value = kind === 'header' ? headers[name.toLowerCase()] : kind === 'querystring' ? query.get(name) : undefined;
    if (value !== undefined && value !== null && value !== '') return value.replace(/^Bearer /i, '');
  }
  return undefined;
}

const audienceOf = (claims: Record<string, unknown>): unknown[] => [claims['aud'] ?? claims['client_id'] ?? []].flat();
const scopesOf = (claims: Record<string, unknown>): string[] | null =>
  typeof claims['scope'] === 'string' ? claims['scope'].split(' ').filter((scope) => scope !== '') : null;

/** Judges a request. Everything but a missing scope is 401. */
export async function authorize(
  authorizer: Authorizer,
  scopes: readonly string[],
  headers: Record<string, string>,
  query: URLSearchParams,
): Promise<Authorized> {
  const token = tokenOf(authorizer, headers, query);
  if (token === undefined) return { outcome: 'unauthorized', why: '' };
  const { Issuer, Audience } = authorizer.JwtConfiguration;
  let claims: Record<string, unknown>;
  try {
    claims = (await jwtVerify(token, keysOf(Issuer), { issuer: Issuer, algorithms: ['RS256', 'RS384', 'RS512'], requiredClaims: ['exp'] }))
      .payload;
  } catch (error) {
    return { outcome: 'unauthorized', why: error instanceof Error ? error.message.replaceAll('"', "'") : 'the token is not valid' };
  }
  if (!audienceOf(claims).some((audience) => Audience.includes(String(audience))))
    return { outcome: 'unauthorized', why: 'invalid audience' };
  const own = scopesOf(claims);
  if (scopes.length > 0 && !scopes.some((scope) => own?.includes(scope) === true)) return { outcome: 'forbidden' };
  return { outcome: 'authorized', jwt: { claims, scopes: scopes.length > 0 ? own : null } };
}

/** Tokens in Cognito's shape (Developer Guide, "Understanding user pool JSON web tokens"). */
import { randomBytes, randomUUID } from 'node:crypto';
import { createLocalJWKSet, importJWK, jwtVerify, SignJWT, type JWK, type JWTPayload } from 'jose';
import { tokenHash, type Client, type Grant, type Pool, type Pools, type User } from './pools.ts';

export interface TokenAnswer {
  access_token: string;
  id_token?: string;
  refresh_token?: string;
  token_type: 'Bearer';
  expires_in: number;
}

export const issuerOf = (origin: string, pool: Pool): string => `${origin}/${pool.id}`;

/** The public half, as `jwks.json` has it. */
export async function publicKeys(pools: Pools, pool: Pool): Promise<{ keys: JWK[] }> {
  const { kty, n, e, kid, alg, use } = await pools.key(pool);
  return { keys: [{ kty, n, e, kid, alg, use } as JWK] };
}

async function sign(pools: Pools, pool: Pool, claims: JWTPayload): Promise<string> {
  const key = await pools.key(pool);
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.kid ?? '' }).sign(await importJWK(key, 'RS256'));
}

/** Attributes that the scopes open; `openid` alone opens all. */
function attributeClaims(user: User, scopes: string[]): JWTPayload {
  const all = !scopes.includes('email') && !scopes.includes('profile');
  const { email, name } = user.attributes;
  return {
    ...(email !== undefined && (all || scopes.includes('email'))
      ? { email, email_verified: user.attributes['email_verified'] === 'true' }
      : {}),
    ...(name !== undefined && (all || scopes.includes('profile')) ? { name } : {}),
  };
}

/** Access and id token for a grant. */
export async function issue(
  pools: Pools,
  origin: string,
  pool: Pool,
  client: Client,
  user: User,
  grant: Grant,
  nonce?: string,
): Promise<TokenAnswer> {
  const iat = Math.floor(pools.now() / 1000);
  const groups = user.groups.length > 0 ? { 'cognito:groups': user.groups } : {};
  const common = {
    sub: user.sub,
    ...groups,
    iss: issuerOf(origin, pool),
    origin_jti: grant.originId,
    auth_time: Math.floor(grant.authenticatedAt / 1000),
    iat,
  };
  const access = {
    ...common,
    version: 2,
    client_id: client.id,
    token_use: 'access',
    scope: grant.scopes.join(' '),
    exp: iat + client.accessSeconds,
    jti: randomUUID(),
    username: user.username,
  };
  const id = {
    ...common,
    ...attributeClaims(user, grant.scopes),
    'cognito:username': user.username,
    aud: client.id,
    ...(nonce === undefined ? {} : { nonce }),
    token_use: 'id',
    exp: iat + client.idSeconds,
    jti: randomUUID(),
  };
  return {
    ...(grant.scopes.includes('openid') ? { id_token: await sign(pools, pool, id) } : {}),
    access_token: await sign(pools, pool, access),
    expires_in: client.accessSeconds,
    token_type: 'Bearer',
  };
}

/** A new grant and its refresh token. */
export function newGrant(
  pools: Pools,
  pool: Pool,
  client: Client,
  user: User,
  scopes: string[],
  authenticatedAt: number,
): { grant: Grant; token: string } {
  const token = randomBytes(48).toString('base64url');
  const expiresAt = pools.now() + client.refreshSeconds * 1000;
  const grant: Grant = { username: user.username, clientId: client.id, scopes, authenticatedAt, expiresAt, originId: randomUUID() };
  pools.keepGrant(pool, token, grant);
  return { grant, token };
}

/** The grant behind a refresh token, while it and its person last. */
export function grantOf(pools: Pools, pool: Pool, token: string): { grant: Grant; user: User } | undefined {
  const grant = pool.grants.get(tokenHash(token));
  const user = grant === undefined ? undefined : pool.users.get(grant.username);
  return grant !== undefined && grant.expiresAt > pools.now() && user?.enabled === true ? { grant, user } : undefined;
}

/** Who an access token speaks for; undefined when it is not ours, has run out, or its grant was revoked. */
export async function verifyAccess(pools: Pools, origin: string, token: string): Promise<{ user: User; scopes: string[] } | undefined> {
  for (const pool of pools.all.values()) {
    try {
      const keys = createLocalJWKSet(await publicKeys(pools, pool));
      const { payload } = await jwtVerify(token, keys, { issuer: issuerOf(origin, pool), currentDate: new Date(pools.now()) });
      const live = [...pool.grants.values()].some(({ originId }) => originId === payload['origin_jti']);
      const user = typeof payload['username'] === 'string' ? pool.users.get(payload['username']) : undefined;
      if (payload['token_use'] === 'access' && live && user?.enabled === true) return { user, scopes: String(payload['scope']).split(' ') };
    } catch {
      // Another pool's, or nobody's.
    }
  }
  return undefined;
}

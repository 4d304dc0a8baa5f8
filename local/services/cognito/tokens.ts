/** Tokens in the shape of Cognito's (Developer Guide, "Using tokens with user pools"). */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { importJWK, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { findUser, type Client, type Pool, type User } from './pools.ts';

export interface Grant {
  pool: Pool;
  client: Client;
  user: User;
  scopes: string[];
  nonce?: string;
  signedInAt: number;
}
export interface TokenAnswer {
  access_token: string;
  id_token?: string;
  refresh_token?: string;
  token_type: 'Bearer';
  expires_in: number;
}

const hash = (token: string): string => createHash('sha256').update(token).digest('base64url');

async function sign(pool: Pool, issuer: string, claims: JWTPayload, expiresIn: number, now: number): Promise<string> {
  const key = await importJWK(pool.key.privateKey, 'RS256');
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: pool.key.publicKey.kid ?? '' })
    .setIssuer(issuer)
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(Math.floor(now / 1000) + expiresIn)
    .setJti(randomUUID())
    .sign(key);
}

/** Access token, ID token where `openid` was asked, and with a code also a refresh token. */
export async function issue(grant: Grant, issuer: string, now: number, withRefresh: boolean): Promise<TokenAnswer> {
  const { pool, client, user, scopes } = grant;
  const common = {
    sub: user.username,
    ...(user.groups.length > 0 ? { 'cognito:groups': user.groups } : {}),
    auth_time: Math.floor(grant.signedInAt / 1000),
  };
  const access = {
    ...common,
    client_id: client.clientId,
    token_use: 'access',
    scope: scopes.join(' '),
    username: user.username,
    version: 2,
  };
  const { email, name } = user.attributes;
  const id = {
    ...common,
    aud: client.clientId,
    token_use: 'id',
    'cognito:username': user.username,
    ...(email === undefined ? {} : { email, email_verified: true }),
    ...(name === undefined ? {} : { name }),
    ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
  };
  const refresh = withRefresh ? keepRefreshToken(grant, now) : undefined;
  return {
    access_token: await sign(pool, issuer, access, client.accessSeconds, now),
    ...(scopes.includes('openid') ? { id_token: await sign(pool, issuer, id, client.accessSeconds, now) } : {}),
    ...(refresh === undefined ? {} : { refresh_token: refresh }),
    token_type: 'Bearer',
    expires_in: client.accessSeconds,
  };
}

function keepRefreshToken({ pool, client, user, scopes, signedInAt }: Grant, now: number): string {
  const token = randomBytes(48).toString('base64url');
  pool.refreshTokens = pool.refreshTokens.filter(({ expiresAt }) => expiresAt > now);
  const expiresAt = now + client.refreshSeconds * 1000;
  pool.refreshTokens.push({ hash: hash(token), username: user.username, clientId: client.clientId, scopes, signedInAt, expiresAt });
  return token;
}

/** What a refresh token still stands for; undefined when it is unknown, revoked, expired, or its user is gone. */
export function refreshed(pool: Pool, client: Client, token: string, now: number): Grant | undefined {
  const kept = pool.refreshTokens.find((one) => one.hash === hash(token) && one.clientId === client.clientId && one.expiresAt > now);
  const user = kept === undefined ? undefined : findUser(pool, kept.username);
  if (kept === undefined || user?.enabled !== true) return undefined;
  return { pool, client, user, scopes: kept.scopes, signedInAt: kept.signedInAt };
}

export function revoke(pool: Pool, token: string): void {
  pool.refreshTokens = pool.refreshTokens.filter((one) => one.hash !== hash(token));
}

/** The user of an access token; undefined when it isn't one of ours or is over. */
export async function userOfAccessToken(pool: Pool, issuer: string, token: string): Promise<User | undefined> {
  try {
    const { payload } = await jwtVerify(token, await importJWK(pool.key.publicKey, 'RS256'), { issuer });
    return payload['token_use'] === 'access' && payload.sub !== undefined ? findUser(pool, payload.sub) : undefined;
  } catch {
    return undefined;
  }
}

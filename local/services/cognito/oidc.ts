/** The addresses of the OpenID provider: discovery, keys, authorization, tokens, who somebody is, signing out. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../../contract.ts';
import { authorize, login, sessionCookie, showLogin, type SignInState } from './authorize.ts';
import { cookie, cookies, formOf, html, json, redirect, type Exchange } from './http.ts';
import { errorPage } from './login-page.ts';
import type { Client, Pool } from './pools.ts';
import { grantOf, issue, issuerOf, newGrant, publicKeys, verifyAccess } from './tokens.ts';

/** Answers what is addressed to the provider; false: not mine. */
export type Oidc = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

const discovery = (origin: string, pool: Pool) => ({
  issuer: issuerOf(origin, pool),
  authorization_endpoint: `${origin}/oauth2/authorize`,
  token_endpoint: `${origin}/oauth2/token`,
  userinfo_endpoint: `${origin}/oauth2/userInfo`,
  revocation_endpoint: `${origin}/oauth2/revoke`,
  end_session_endpoint: `${origin}/logout`,
  jwks_uri: `${issuerOf(origin, pool)}/.well-known/jwks.json`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  scopes_supported: ['openid', 'email', 'phone', 'profile'],
  token_endpoint_auth_methods_supported: ['none'],
  code_challenge_methods_supported: ['S256'],
});

type Settings = SignInState & { origin: () => string };

async function exchangeCode(state: Settings, form: URLSearchParams, client: Client): Promise<object | undefined> {
  const id = form.get('code') ?? '';
  const code = state.codes.get(id);
  // Once, whatever comes of it.
  state.codes.delete(id);
  if (code === undefined || code.expiresAt < state.pools.now() || code.client.id !== client.id) return undefined;
  const verifier = form.get('code_verifier') ?? '';
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier) || createHash('sha256').update(verifier).digest('base64url') !== code.challenge)
    return undefined;
  const user = code.pool.users.get(code.username);
  if (form.get('redirect_uri') !== code.redirectUri || user?.enabled !== true) return undefined;
  const { grant, token } = newGrant(state.pools, code.pool, client, user, code.scopes, code.authenticatedAt);
  return { ...(await issue(state.pools, state.origin(), code.pool, client, user, grant, code.nonce)), refresh_token: token };
}

async function token(state: Settings, exchange: Exchange): Promise<void> {
  const form = await formOf(exchange.request);
  const found = state.pools.client(form.get('client_id') ?? '');
  if (found === undefined) return json(exchange, 400, { error: 'invalid_client' });
  const { pool, client } = found;
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const answer = await exchangeCode(state, form, client);
      return json(exchange, answer === undefined ? 400 : 200, answer ?? { error: 'invalid_grant' });
    }
    case 'refresh_token': {
      const known = grantOf(state.pools, pool, form.get('refresh_token') ?? '');
      if (known === undefined || known.grant.clientId !== client.id) return json(exchange, 400, { error: 'invalid_grant' });
      return json(exchange, 200, await issue(state.pools, state.origin(), pool, client, known.user, known.grant));
    }
    default:
      return json(exchange, 400, { error: 'unsupported_grant_type' });
  }
}

async function revoke(state: Settings, exchange: Exchange): Promise<void> {
  const form = await formOf(exchange.request);
  const found = state.pools.client(form.get('client_id') ?? '');
  if (found === undefined) return json(exchange, 400, { error: 'invalid_client' });
  const known = grantOf(state.pools, found.pool, form.get('token') ?? '');
  if (known !== undefined && known.grant.clientId === found.client.id) state.pools.keepGrant(found.pool, form.get('token') ?? '', null);
  json(exchange, 200, undefined);
}

async function userInfo(state: Settings, exchange: Exchange): Promise<void> {
  const bearer = /^Bearer (.+)$/i.exec(exchange.request.headers.authorization ?? '')?.[1];
  const known = bearer === undefined ? undefined : await verifyAccess(state.pools, state.origin(), bearer);
  if (known?.scopes.includes('openid') !== true)
    return json(exchange, 401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
  const { user } = known;
  json(exchange, 200, { sub: user.sub, ...user.attributes, username: user.username });
}

function logout(state: Settings, exchange: Exchange): void {
  const client = state.pools.client(exchange.query.get('client_id') ?? '')?.client;
  const to = exchange.query.get('logout_uri') ?? '';
  if (client?.logoutUrls.includes(to) !== true)
    return html(exchange, 400, errorPage('You cannot be sent back there after signing out: the address is not registered.'));
  state.sessions.delete(cookies(exchange.request).get(sessionCookie) ?? '');
  redirect(exchange, to, [cookie(sessionCookie, '', 0)]);
}

async function wellKnown(state: Settings, exchange: Exchange): Promise<boolean> {
  const [, poolId = '', file = ''] = /^\/([\w-]+)\/\.well-known\/([\w.-]+)$/.exec(exchange.path) ?? [];
  const pool = state.pools.all.get(poolId);
  if (pool === undefined) return false;
  if (file === 'jwks.json') json(exchange, 200, await publicKeys(state.pools, pool), { 'cache-control': 'public, max-age=300' });
  else if (file === 'openid-configuration') json(exchange, 200, discovery(state.origin(), pool));
  else return false;
  return true;
}

const routes: Record<string, (state: Settings, exchange: Exchange) => void | Promise<void>> = {
  'GET /oauth2/authorize': authorize,
  'GET /login': showLogin,
  'POST /login': login,
  'POST /oauth2/token': token,
  'POST /oauth2/revoke': revoke,
  'GET /oauth2/userInfo': userInfo,
  'POST /oauth2/userInfo': userInfo,
  'GET /logout': logout,
};
const forScripts = ['/oauth2/token', '/oauth2/revoke', '/oauth2/userInfo'];

function preflight(exchange: Exchange): void {
  const headers = {
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-max-age': '600',
  };
  json(exchange, 204, undefined, headers);
}

export function createOidc(settings: Settings): Oidc {
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://local');
    const exchange: Exchange = { request, response, path: url.pathname, query: url.searchParams };
    const scripted = forScripts.includes(url.pathname) || url.pathname.includes('/.well-known/');
    if (request.method === 'OPTIONS' && scripted) {
      preflight(exchange);
      return true;
    }
    if (request.method === 'GET' && (await wellKnown(settings, exchange))) return true;
    const route = routes[`${request.method} ${url.pathname}`];
    if (route === undefined) return false;
    try {
      await route(settings, exchange);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      json(exchange, error.status, { error: 'invalid_request' });
    }
    return true;
  };
}

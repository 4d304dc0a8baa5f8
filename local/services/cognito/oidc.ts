/** The hosted side of a user pool: discovery, authorization code with PKCE, tokens, sign-out (Cognito Developer Guide, "Authorization server"). */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { findUser, passwordFits, setPassword, type Client, type Pool, type Pools, type User } from './pools.ts';
import { refusalPage, signInPage } from './sign-in-page.ts';
import { issue, refreshed, revoke, userOfAccessToken, type Grant } from './tokens.ts';

export interface OidcSettings {
  pools: Pools;
  /** Where browsers find us: `http://localhost:4401`. Issuers are `<base>/<poolId>`. */
  base: () => string;
  /** Lets a cookie `linehall-as=<name>` sign a demo person in without a form. */
  shortcuts: boolean;
  now: () => number;
}
interface Code extends Grant {
  redirectUri: string;
  challenge: string;
  expiresAt: number;
}
interface Exchange {
  settings: OidcSettings;
  url: URL;
  request: IncomingMessage;
  response: ServerResponse;
  form: URLSearchParams;
  codes: Map<string, Code>;
  failures: Map<string, { count: number; until: number }>;
}

const Authorize = z.object({
  client_id: z.string(),
  redirect_uri: z.string(),
  response_type: z.literal('code'),
  code_challenge: z.string().min(43),
  code_challenge_method: z.literal('S256'),
  scope: z.string().default('openid'),
  state: z.string().default(''),
  nonce: z.string().optional(),
});
type Authorize = z.infer<typeof Authorize>;

const cookie = (request: IncomingMessage, name: string): string | undefined =>
  new RegExp(`(?:^|;\\s*)${name}=([^;]*)`).exec(request.headers.cookie ?? '')?.[1];
const html = (response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void => {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; form-action *; base-uri 'none'";
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      ...headers,
    })
    .end(body);
};
function json({ request, response }: Exchange, status: number, body: unknown): void {
  const origin = request.headers.origin ?? '*';
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'access-control-allow-origin': origin,
    vary: 'origin',
  });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

function discovery(base: string, poolId: string) {
  return {
    issuer: `${base}/${poolId}`,
    authorization_endpoint: `${base}/oauth2/authorize`,
    token_endpoint: `${base}/oauth2/token`,
    userinfo_endpoint: `${base}/oauth2/userInfo`,
    revocation_endpoint: `${base}/oauth2/revoke`,
    end_session_endpoint: `${base}/logout`,
    jwks_uri: `${base}/${poolId}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}

/** The client that may ask in this way; or the sentence that says why not, for a page: nothing is sent to an address that isn't the client's. */
function authorizing({ settings, url }: Exchange): { ask: Authorize; pool: Pool; client: Client } | string {
  const ask = Authorize.safeParse(Object.fromEntries(url.searchParams));
  if (!ask.success) return `The request for a sign-in is incomplete: ${ask.error.issues.map((issue) => issue.path.join('.')).join(', ')}.`;
  const found = settings.pools.ofClient(ask.data.client_id);
  if (found === undefined) return 'The client that asks for a sign-in is not known.';
  if (!found.client.callbackUrls.includes(ask.data.redirect_uri)) return 'The address to go back to is not one of the client.';
  return { ask: ask.data, ...found };
}

function grantCode(
  exchange: Exchange,
  { ask, pool, client }: { ask: Authorize; pool: Pool; client: Client },
  user: User,
  headers: Record<string, string | string[]> = {},
): void {
  const now = exchange.settings.now();
  const code = randomBytes(24).toString('base64url');
  const scopes = ask.scope.split(' ').filter((scope) => client.scopes.includes(scope));
  exchange.codes.set(code, {
    pool,
    client,
    user,
    scopes,
    ...(ask.nonce === undefined ? {} : { nonce: ask.nonce }),
    signedInAt: now,
    redirectUri: ask.redirect_uri,
    challenge: ask.code_challenge,
    expiresAt: now + 5 * 60_000,
  });
  const target = new URL(ask.redirect_uri);
  target.searchParams.set('code', code);
  if (ask.state !== '') target.searchParams.set('state', ask.state);
  exchange.response.writeHead(302, { location: target.href, 'cache-control': 'no-store', ...headers }).end();
}

function authorize(exchange: Exchange): void {
  const { settings, request, response, url } = exchange;
  const asked = authorizing(exchange);
  if (typeof asked === 'string') return html(response, 400, refusalPage(asked));
  const as = settings.shortcuts ? cookie(request, 'linehall-as') : undefined;
  const person = as === undefined ? undefined : demoUser(asked.pool, decodeURIComponent(as));
  if (person !== undefined) return grantCode(exchange, asked, person, { 'set-cookie': 'linehall-as=; Path=/; Max-Age=0; SameSite=Lax' });
  const csrf = randomBytes(16).toString('base64url');
  html(response, 200, signInPage({ action: `/login${url.search}`, csrf, name: '' }), {
    'set-cookie': `linehall-csrf=${csrf}; Path=/login; HttpOnly; SameSite=Lax`,
  });
}

/** `anna` stands for the address that begins so. */
const demoUser = (pool: Pool, as: string): User | undefined =>
  findUser(pool, as) ??
  pool.users.find((user) => user.status === 'CONFIRMED' && user.attributes['email']?.split('@')[0] === as.toLowerCase());

const tries = 5;
function login(exchange: Exchange): void {
  const { settings, request, response, url, form, failures } = exchange;
  const asked = authorizing(exchange);
  if (typeof asked === 'string') return html(response, 400, refusalPage(asked));
  const name = form.get('name') ?? '';
  const csrf = cookie(request, 'linehall-csrf') ?? '';
  const again = (problem: string, status = 200, newPassword = false): void =>
    html(response, status, signInPage({ action: `/login${url.search}`, csrf, name, problem, newPassword }));
  if (csrf === '' || csrf !== form.get('csrf'))
    return html(response, 403, refusalPage('The form is too old. Go back to the client and sign in again.'));
  const now = settings.now();
  const key = name.toLowerCase();
  const failed = failures.get(key);
  if (failed !== undefined && failed.count >= tries && failed.until > now)
    return again('Too many wrong passwords. Wait five minutes, then try again.', 429);
  const user = findUser(asked.pool, name);
  if (!passwordFits(user, form.get('password') ?? '') || user === undefined) {
    failures.set(key, { count: (failed !== undefined && failed.until > now ? failed.count : 0) + 1, until: now + 5 * 60_000 });
    return again('E-mail or password is not right.');
  }
  failures.delete(key);
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    const fresh = form.get('newPassword') ?? '';
    if (fresh.length < 12) return again('The invitation is good for one sign-in. Choose a password of at least 12 characters.', 200, true);
    setPassword(user, fresh);
    user.status = 'CONFIRMED';
    settings.pools.save();
  }
  grantCode(exchange, asked, user);
}

async function token(exchange: Exchange): Promise<void> {
  const { settings, form, codes } = exchange;
  const refuse = (error: string): void => json(exchange, 400, { error });
  const found = settings.pools.ofClient(form.get('client_id') ?? '');
  if (found === undefined) return refuse('invalid_client');
  const { pool, client } = found;
  const now = settings.now();
  const issuer = `${settings.base()}/${pool.poolId}`;
  if (form.get('grant_type') === 'refresh_token') {
    const grant = refreshed(pool, client, form.get('refresh_token') ?? '', now);
    return grant === undefined ? refuse('invalid_grant') : json(exchange, 200, await issue(grant, issuer, now, false));
  }
  if (form.get('grant_type') !== 'authorization_code') return refuse('unsupported_grant_type');
  const code = codes.get(form.get('code') ?? '');
  codes.delete(form.get('code') ?? '');
  const proof = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  const fits =
    code !== undefined &&
    code.client.clientId === client.clientId &&
    code.redirectUri === form.get('redirect_uri') &&
    code.challenge === proof;
  if (!fits || code.expiresAt < now) return refuse('invalid_grant');
  const answer = await issue(code, issuer, now, true);
  settings.pools.save();
  json(exchange, 200, answer);
}

async function userInfo(exchange: Exchange): Promise<void> {
  const given = /^Bearer (.+)$/i.exec(exchange.request.headers.authorization ?? '')?.[1] ?? '';
  for (const pool of exchange.settings.pools.all()) {
    const user = await userOfAccessToken(pool, `${exchange.settings.base()}/${pool.poolId}`, given);
    if (user !== undefined) return json(exchange, 200, { sub: user.username, username: user.username, ...user.attributes });
  }
  json(exchange, 401, { error: 'invalid_token' });
}

function logout({ settings, url, response }: Exchange): void {
  const found = settings.pools.ofClient(url.searchParams.get('client_id') ?? '');
  const target = url.searchParams.get('logout_uri') ?? url.searchParams.get('post_logout_redirect_uri') ?? '';
  if (found?.client.logoutUrls.includes(target) !== true)
    return html(response, 400, refusalPage('The address to go to after signing out is not one of the client.'));
  response.writeHead(302, { location: target, 'set-cookie': 'linehall-as=; Path=/; Max-Age=0; SameSite=Lax' }).end();
}

const endpoints: Record<string, (exchange: Exchange) => void | Promise<void>> = {
  'GET /oauth2/authorize': authorize,
  'POST /login': login,
  'POST /oauth2/token': token,
  'GET /oauth2/userInfo': userInfo,
  'POST /oauth2/revoke': (exchange) => {
    const found = exchange.settings.pools.ofClient(exchange.form.get('client_id') ?? '');
    if (found !== undefined) revoke(found.pool, exchange.form.get('token') ?? '');
    exchange.settings.pools.save();
    json(exchange, 200, undefined);
  },
  'GET /logout': logout,
};

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8');
    if (text.length > 64 * 1024) throw new Error('The form is too large');
  }
  return new URLSearchParams(text);
}

/** Answers what belongs to a user pool's hosted side; false: not mine. */
export function createOidc(settings: OidcSettings): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const codes = new Map<string, Code>();
  const failures: Exchange['failures'] = new Map();
  return async (request, response) => {
    const url = new URL(request.url ?? '/', settings.base());
    const [, poolId = '', file] = /^\/([a-z0-9-]+_[A-Za-z0-9]+)\/\.well-known\/(openid-configuration|jwks\.json)$/.exec(url.pathname) ?? [];
    const pool = settings.pools.get(poolId);
    const exchange: Exchange = { settings, url, request, response, form: new URLSearchParams(), codes, failures };
    if (pool !== undefined && request.method === 'GET') {
      json(exchange, 200, file === 'jwks.json' ? { keys: [pool.key.publicKey] } : discovery(settings.base(), poolId));
      return true;
    }
    const path = url.pathname;
    if (request.method === 'OPTIONS' && (path.startsWith('/oauth2/') || file !== undefined)) {
      const allowed = { 'access-control-allow-headers': 'authorization, content-type', 'access-control-allow-methods': 'GET, POST' };
      response.writeHead(204, { 'access-control-allow-origin': request.headers.origin ?? '*', vary: 'origin', ...allowed }).end();
      return true;
    }
    const endpoint = endpoints[`${request.method ?? ''} ${path}`];
    if (endpoint === undefined) return false;
    const form = request.method === 'POST' ? await readForm(request) : exchange.form;
    await endpoint({ ...exchange, form });
    return true;
  };
}

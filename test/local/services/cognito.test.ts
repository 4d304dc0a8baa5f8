import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCognito, type Cognito } from '../../../local/services/cognito/cognito.ts';

const home = 'http://localhost:4400/';
const password = 'Linehall-Anna-1!';
let now = 0;
let dir: string;
let base = '';
let cognito: Cognito;
let server: Server;
let pool = '';
let client = '';

const make = async (type: string, logicalId: string, properties: object) =>
  (await cognito.service.makes?.[`AWS::Cognito::${type}`]?.({ stack: 'data', logicalId, type, properties: { ...properties } }))?.ref ?? '';
async function open(): Promise<void> {
  cognito = createCognito({ dir, base: () => base, shortcuts: true, now: () => now });
  pool = await make('UserPool', 'People', {
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: true } },
  });
  await make('UserPoolGroup', 'Agents', { UserPoolId: pool, GroupName: 'agents' });
  const scopes = {
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email', 'profile'],
    CallbackURLs: [home],
    LogoutURLs: [home],
  };
  client = await make('UserPoolClient', 'Client', {
    UserPoolId: pool,
    ...scopes,
    AccessTokenValidity: 60,
    TokenValidityUnits: { AccessToken: 'minutes' },
  });
}
async function admin(target: string, body: object): Promise<Record<string, unknown>> {
  const request = {
    service: 'cognito-idp',
    target,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from(JSON.stringify({ UserPoolId: pool, ...body })),
    caller: { kind: 'root' } as const,
  };
  return JSON.parse(String((await cognito.service.handle(request)).body)) as Record<string, unknown>;
}

beforeEach(async () => {
  now = Date.now();
  dir = mkdtempSync(join(tmpdir(), 'cognito-'));
  await open();
  server = createServer(
    (request, response) => void cognito.oidc(request, response).then((mine) => void (mine || response.writeHead(404).end())),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await cognito.makePerson(pool, { name: 'Anna Lindqvist', email: 'anna@linehall.test', password, groups: ['agents'] });
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await cognito.close();
  rmSync(dir, { recursive: true });
});

const verifier = randomBytes(32).toString('base64url');
const asking = (change: Record<string, string> = {}) =>
  new URLSearchParams({
    client_id: client,
    redirect_uri: home,
    response_type: 'code',
    scope: 'openid email',
    state: 'st',
    nonce: 'no',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...change,
  }).toString();
const go = (path: string, cookie = '', form?: Record<string, string>) =>
  fetch(base + path, {
    redirect: 'manual',
    headers: { cookie },
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  });
const cookieOf = (response: Response, name: string) =>
  response.headers
    .getSetCookie()
    .find((one) => one.startsWith(`${name}=`))
    ?.split(';')[0] ?? '';
async function signIn(username: string, secret: string): Promise<Response> {
  const page = await go(`/login?${asking()}`);
  const csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  return go(`/login?${asking()}`, cookieOf(page, 'linehall-csrf'), { _csrf: csrf, username, password: secret });
}
const codeOf = (response: Response) => new URL(response.headers.get('location') ?? 'http://none').searchParams.get('code') ?? '';
async function token(form: Record<string, string>): Promise<{ status: number; body: Record<string, string> }> {
  const response = await go('/oauth2/token', '', { client_id: client, ...form });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}
const exchange = (code: string, change: Record<string, string> = {}) =>
  token({ grant_type: 'authorization_code', code, redirect_uri: home, code_verifier: verifier, ...change });

describe('signing in', () => {
  it('gives tokens of Cognito’s shape that its keys verify, once for each code', async () => {
    const answer = await signIn('ANNA@linehall.test', password);
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('state')).toBe('st');
    const { body } = await exchange(codeOf(answer));
    const keys = createLocalJWKSet((await (await go(`/${pool}/.well-known/jwks.json`)).json()) as JSONWebKeySet);
    const access = (await jwtVerify(body['access_token'] ?? '', keys, { issuer: `${base}/${pool}` })).payload;
    expect(access).toMatchObject({ token_use: 'access', client_id: client, 'cognito:groups': ['agents'], scope: 'openid email' });
    const id = (await jwtVerify(body['id_token'] ?? '', keys, { audience: client })).payload;
    expect(id).toMatchObject({ email: 'anna@linehall.test', nonce: 'no', sub: access['sub'], token_use: 'id' });
    expect(await exchange(codeOf(answer))).toEqual({ status: 400, body: { error: 'invalid_grant' } });
  });
  it.each([
    ['another verifier', { code_verifier: 'x'.repeat(43) }],
    ['another way back', { redirect_uri: 'http://localhost:4400/other' }],
  ])('gives no tokens for a code with %s', async (_, change) => {
    expect((await exchange(codeOf(await signIn('anna@linehall.test', password)), change)).status).toBe(400);
  });
  it('remembers the browser for an hour', async () => {
    const session = cookieOf(await signIn('anna@linehall.test', password), 'linehall-session');
    expect(codeOf(await go(`/oauth2/authorize?${asking()}`, session))).not.toBe('');
    now += 3_600_001;
    expect((await go(`/oauth2/authorize?${asking()}`, session)).headers.get('location')).toMatch(/^\/login\?/);
  });
  it('of a demo person by shortcut needs no form, and uses the shortcut up', async () => {
    const answer = await go(`/oauth2/authorize?${asking()}`, 'linehall-as=anna');
    expect((await exchange(codeOf(answer))).status).toBe(200);
    expect(answer.headers.getSetCookie().join()).toContain('linehall-as=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
  });
  it('locks a name after wrong passwords, and says nothing of who exists', async () => {
    const known = await (await signIn('anna@linehall.test', 'wrong')).text();
    const unknown = await (await signIn('nobody@linehall.test', 'wrong')).text();
    expect(unknown.replaceAll('nobody', 'anna').replace(/_csrf" value="[^"]*"/, '')).toBe(known.replace(/_csrf" value="[^"]*"/, ''));
    for (let i = 0; i < 4; i++) await signIn('anna@linehall.test', 'wrong');
    expect((await signIn('anna@linehall.test', password)).status).toBe(429);
    now += 1001;
    expect((await signIn('anna@linehall.test', password)).status).toBe(302);
  });
  it('without the page’s own secret is refused', async () => {
    expect((await go(`/login?${asking()}`, '', { username: 'anna@linehall.test', password })).status).toBe(403);
  });
  it('with a temporary password asks for a new one', async () => {
    await admin('AdminCreateUser', { Username: 'bela@linehall.test', TemporaryPassword: 'Temporary-123!', MessageAction: 'SUPPRESS' });
    const page = await go(`/login?${asking()}`);
    const csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const cookie = cookieOf(page, 'linehall-csrf');
    const asked = await go(`/login?${asking()}`, cookie, { _csrf: csrf, username: 'bela@linehall.test', password: 'Temporary-123!' });
    const ticket = /name="ticket" value="([^"]+)"/.exec(await asked.text())?.[1] ?? '';
    const choose = (mine: string) =>
      go(`/login?${asking()}`, cookie, { _csrf: csrf, ticket, new_password: mine, new_password_again: mine });
    expect(await (await choose('short')).text()).toContain('at least 12 characters');
    expect(codeOf(await choose('Much-longer-9!'))).not.toBe('');
    expect((await signIn('bela@linehall.test', 'Much-longer-9!')).status).toBe(302);
  });
});

describe('requests for authorization', () => {
  it.each([
    ['an unknown client', { client_id: 'x' }],
    ['a way back that is not registered exactly', { redirect_uri: 'http://localhost:4400/x' }],
  ])('from %s end on a page, never elsewhere', async (_, change) => {
    const answer = await go(`/oauth2/authorize?${asking(change)}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });
  it.each([
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_scope', { scope: 'openid aws.cognito.signin.user.admin' }],
    ['unsupported_response_type', { response_type: 'token' }],
    ['login_required', { prompt: 'none' }],
  ])('are sent back with %s', async (error, change) => {
    const answer = await go(`/oauth2/authorize?${asking(change)}`);
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('error')).toBe(error);
  });
  it('show a page that cannot be framed and escapes what it is given', async () => {
    const answer = await go(`/login?${asking({ login_hint: '"><script>alert(1)</script>' })}`);
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await answer.text()).not.toContain('<script>');
  });
});

describe('afterwards', () => {
  it('a refresh token works over a restart until it is revoked', async () => {
    const { body } = await exchange(codeOf(await signIn('anna@linehall.test', password)));
    const refresh_token = body['refresh_token'] ?? '';
    await cognito.close();
    await open();
    expect((await token({ grant_type: 'refresh_token', refresh_token })).status).toBe(200);
    const bearer = { headers: { authorization: `Bearer ${body['access_token']}` } };
    expect(await (await fetch(`${base}/oauth2/userInfo`, bearer)).json()).toMatchObject({ name: 'Anna Lindqvist' });
    await go('/oauth2/revoke', '', { client_id: client, token: refresh_token });
    expect((await token({ grant_type: 'refresh_token', refresh_token })).status).toBe(400);
    expect((await fetch(`${base}/oauth2/userInfo`, bearer)).status).toBe(401);
  });
  it('signing out ends the browser’s session and leads only to registered addresses', async () => {
    const session = cookieOf(await signIn('anna@linehall.test', password), 'linehall-session');
    expect((await go(`/logout?client_id=${client}&logout_uri=${encodeURIComponent('http://evil.test/')}`, session)).status).toBe(400);
    expect((await go(`/logout?client_id=${client}&logout_uri=${encodeURIComponent(home)}`, session)).headers.get('location')).toBe(home);
    expect((await go(`/oauth2/authorize?${asking()}`, session)).headers.get('location')).toMatch(/^\/login\?/);
  });
});

describe('administration', () => {
  it('finds people by address and tells their groups', async () => {
    const found = await admin('AdminGetUser', { Username: 'anna@linehall.test' });
    expect(found).toMatchObject({ UserStatus: 'CONFIRMED', Enabled: true });
    expect(await admin('AdminListGroupsForUser', { Username: found['Username'] })).toMatchObject({ Groups: [{ GroupName: 'agents' }] });
    expect(await admin('ListUsers', { Filter: 'email ^= "anna"' })).toMatchObject({ Users: [{ Username: found['Username'] }] });
  });
  it.each([
    ['UsernameExistsException', 'AdminCreateUser', { Username: 'Anna@Linehall.test' }],
    ['UserNotFoundException', 'AdminGetUser', { Username: 'nobody@linehall.test' }],
    ['InvalidPasswordException', 'AdminSetUserPassword', { Username: 'anna@linehall.test', Password: 'short', Permanent: true }],
    ['ResourceNotFoundException', 'AdminAddUserToGroup', { Username: 'anna@linehall.test', GroupName: 'pilots' }],
    ['NotImplemented', 'AdminInitiateAuth', {}],
  ])('answers %s to a wrong %s', async (code, target, body) => {
    await expect(admin(target, body)).rejects.toMatchObject({ code });
  });
});

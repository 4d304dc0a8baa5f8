/** `/oauth2/authorize` and `/login`: who asks for a person's sign-in, and how the person gives it (RFC 6749, section 4.1; RFC 7636, S256 only). */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { cookie, cookies, formOf, html, redirect, type Exchange } from './http.ts';
import { errorPage, loginPage, newPasswordPage } from './login-page.ts';
import { hashPassword, policyProblem, verifyPassword } from './passwords.ts';
import type { Client, Pool, Pools, User } from './pools.ts';
import type { Throttle } from './throttle.ts';

/** What a code stands for until it is exchanged: once, within five minutes. */
export interface Code {
  client: Client;
  pool: Pool;
  username: string;
  redirectUri: string;
  scopes: string[];
  challenge: string;
  nonce?: string;
  authenticatedAt: number;
  expiresAt: number;
}
/** A signed-in browser: who asks again within the hour needs no password. */
interface Session {
  poolId: string;
  username: string;
  authenticatedAt: number;
  expiresAt: number;
}
export interface SignInState {
  pools: Pools;
  codes: Map<string, Code>;
  sessions: Map<string, Session>;
  /** Proofs of a right temporary password. */
  tickets: Map<string, { poolId: string; username: string; expiresAt: number }>;
  throttle: Throttle;
  /** The cookie `linehall-as` signs a demo person in. */
  shortcuts: boolean;
}

export const sessionCookie = 'linehall-session';
const csrfCookie = 'linehall-csrf';
const shortcutCookie = 'linehall-as';
const minute = 60_000;
const random = () => randomBytes(32).toString('base64url');

/** A request for authorization whose client and way back are known. */
interface Wanted {
  pool: Pool;
  client: Client;
  redirectUri: string;
  state: string | null;
  scopes: string[];
  challenge: string;
  nonce: string | null;
}

/** Where an error goes: to the person, when there is no trustworthy way back, else to the client. */
type Refused = { page: string } | { error: string; description: string; redirectUri: string; state: string | null };

function readRequest(pools: Pools, query: URLSearchParams): Wanted | Refused {
  const found = pools.client(query.get('client_id') ?? '');
  if (found === undefined) return { page: 'The application that sent you here is not known. Ask whoever runs it.' };
  const { pool, client } = found;
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!client.callbackUrls.includes(redirectUri))
    return { page: 'The application wants to send you on to an address that is not registered for it. Ask whoever runs it.' };
  const state = query.get('state');
  const refuse = (error: string, description: string): Refused => ({ error, description, redirectUri, state });
  if (query.get('response_type') !== 'code') return refuse('unsupported_response_type', 'only the response type code is supported');
  const challenge = query.get('code_challenge') ?? '';
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge) || query.get('code_challenge_method') !== 'S256')
    return refuse('invalid_request', 'code_challenge with method S256 is required');
  const asked = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (asked.some((scope) => !client.scopes.includes(scope))) return refuse('invalid_scope', 'a scope is not allowed for this client');
  return { pool, client, redirectUri, state, scopes: asked.length === 0 ? client.scopes : asked, challenge, nonce: query.get('nonce') };
}

function refuse(exchange: Exchange, refused: Refused): void {
  if ('page' in refused) return html(exchange, 400, errorPage(refused.page));
  const to = new URL(refused.redirectUri);
  to.searchParams.set('error', refused.error);
  to.searchParams.set('error_description', refused.description);
  if (refused.state !== null) to.searchParams.set('state', refused.state);
  redirect(exchange, to.href);
}

function sendCode(state: SignInState, exchange: Exchange, wanted: Wanted, user: User, authenticatedAt: number, setCookies: string[]): void {
  const code = random();
  const now = state.pools.now();
  for (const [old, { expiresAt }] of state.codes) if (expiresAt < now) state.codes.delete(old);
  const { client, pool, redirectUri, scopes, challenge, nonce } = wanted;
  const kept: Code = {
    client,
    pool,
    username: user.username,
    redirectUri,
    scopes,
    challenge,
    authenticatedAt,
    expiresAt: now + 5 * minute,
  };
  state.codes.set(code, nonce === null ? kept : { ...kept, nonce });
  const to = new URL(redirectUri);
  to.searchParams.set('code', code);
  if (wanted.state !== null) to.searchParams.set('state', wanted.state);
  redirect(exchange, to.href, setCookies);
}

/** Somebody by the first part of the e-mail address, or as everywhere. */
function demoPerson(state: SignInState, pool: Pool, name: string): User | undefined {
  const wanted = name.replace(/%40/g, '@').toLowerCase();
  return (
    state.pools.find(pool, wanted) ??
    [...pool.users.values()].find((user) => user.attributes['email']?.split('@')[0]?.toLowerCase() === wanted)
  );
}

/** `GET /oauth2/authorize`. */
export function authorize(state: SignInState, exchange: Exchange): void {
  const wanted = readRequest(state.pools, exchange.query);
  if (!('client' in wanted)) return refuse(exchange, wanted);
  const given = cookies(exchange.request);
  const shortcut = state.shortcuts ? given.get(shortcutCookie) : undefined;
  const demo = shortcut === undefined ? undefined : demoPerson(state, wanted.pool, shortcut);
  if (demo?.enabled === true) return sendCode(state, exchange, wanted, demo, state.pools.now(), [cookie(shortcutCookie, '', 0)]);
  const session = state.sessions.get(given.get(sessionCookie) ?? '');
  const user = session?.poolId === wanted.pool.id ? wanted.pool.users.get(session.username) : undefined;
  const prompt = exchange.query.get('prompt');
  if (session !== undefined && user?.enabled === true && session.expiresAt > state.pools.now() && prompt !== 'login') {
    return sendCode(state, exchange, wanted, user, session.authenticatedAt, []);
  }
  if (prompt === 'none')
    return refuse(exchange, {
      error: 'login_required',
      description: 'nobody is signed in',
      redirectUri: wanted.redirectUri,
      state: wanted.state,
    });
  redirect(exchange, `/login?${exchange.query.toString()}`);
}

/** `GET /login`. */
export function showLogin(state: SignInState, exchange: Exchange): void {
  const wanted = readRequest(state.pools, exchange.query);
  if (!('client' in wanted)) return refuse(exchange, wanted);
  const csrf = cookies(exchange.request).get(csrfCookie) ?? random();
  const username = exchange.query.get('login_hint') ?? '';
  const form = { action: `/login?${exchange.query.toString()}`, csrf, username };
  html(exchange, 200, loginPage(form), [cookie(csrfCookie, csrf)], new URL(wanted.redirectUri).origin);
}

function same(a: string, b: string): boolean {
  return a.length === b.length && a !== '' && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** `POST /login`: the password, or the new one after a temporary one. */
export async function login(state: SignInState, exchange: Exchange): Promise<void> {
  const wanted = readRequest(state.pools, exchange.query);
  if (!('client' in wanted)) return refuse(exchange, wanted);
  const form = await formOf(exchange.request);
  const csrf = cookies(exchange.request).get(csrfCookie) ?? '';
  if (!same(csrf, form.get('_csrf') ?? ''))
    return html(
      exchange,
      403,
      errorPage('This page was open for too long, or your browser refuses cookies. Go back to the application and sign in again.'),
    );
  if (form.has('ticket')) return choosePassword(state, exchange, wanted, form, csrf);
  const username = (form.get('username') ?? '').trim();
  const password = form.get('password') ?? '';
  const action = `/login?${exchange.query.toString()}`;
  const again = (status: number, problem: string) =>
    html(exchange, status, loginPage({ action, csrf, problem, username }), [], new URL(wanted.redirectUri).origin);
  const name = `${wanted.pool.id} ${username.toLowerCase()}`;
  const locked = state.throttle.lockedMs(name);
  if (locked > 0) return again(429, `Too many wrong passwords. Try again in ${Math.ceil(locked / 1000)} seconds.`);
  const user = state.pools.find(wanted.pool, username);
  const right = await verifyPassword(password, user?.password);
  const usable = user?.enabled === true && (user.passwordUntil === undefined || user.passwordUntil > state.pools.now());
  if (!right || !usable) {
    state.throttle.failed(name);
    return again(401, 'E-mail address or password is wrong. Check both and try again.');
  }
  state.throttle.succeeded(name);
  if (user.status === 'CONFIRMED') return signedIn(state, exchange, wanted, user);
  const ticket = random();
  state.tickets.set(ticket, { poolId: wanted.pool.id, username: user.username, expiresAt: state.pools.now() + 5 * minute });
  html(exchange, 200, newPasswordPage({ action, csrf }, ticket), [], new URL(wanted.redirectUri).origin);
}

async function choosePassword(state: SignInState, exchange: Exchange, wanted: Wanted, form: URLSearchParams, csrf: string): Promise<void> {
  const ticket = form.get('ticket') ?? '';
  const proof = state.tickets.get(ticket);
  const user = proof?.poolId === wanted.pool.id ? wanted.pool.users.get(proof.username) : undefined;
  if (proof === undefined || user === undefined || proof.expiresAt < state.pools.now()) {
    state.tickets.delete(ticket);
    return showLogin(state, exchange);
  }
  const password = form.get('new_password') ?? '';
  const problem =
    password === form.get('new_password_again') ? policyProblem(password, wanted.pool.passwordPolicy) : 'The two passwords differ.';
  if (problem !== undefined) {
    const action = `/login?${exchange.query.toString()}`;
    return html(exchange, 400, newPasswordPage({ action, csrf, problem }, ticket), [], new URL(wanted.redirectUri).origin);
  }
  state.tickets.delete(ticket);
  const hash = await hashPassword(password);
  const { passwordUntil: _, ...rest } = user;
  signedIn(state, exchange, wanted, state.pools.update(wanted.pool, rest, { password: hash, status: 'CONFIRMED' }));
}

function signedIn(state: SignInState, exchange: Exchange, wanted: Wanted, user: User): void {
  const now = state.pools.now();
  for (const [id, { expiresAt }] of state.sessions) if (expiresAt < now) state.sessions.delete(id);
  const session = random();
  state.sessions.set(session, { poolId: wanted.pool.id, username: user.username, authenticatedAt: now, expiresAt: now + 60 * minute });
  sendCode(state, exchange, wanted, user, now, [cookie(sessionCookie, session, 3600), cookie(csrfCookie, '', 0)]);
}

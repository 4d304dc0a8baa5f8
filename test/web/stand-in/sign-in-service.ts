/** A small OpenID provider: everybody who comes is signed in as the one agent. Enough of the code flow with PKCE to be wrong about. */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

interface Grant {
  challenge: string;
  redirectUri: string;
}

export interface SignInService {
  /** True when the request was one of the provider's. */
  handle: (request: IncomingMessage, answer: ServerResponse, origin: string, body: string) => boolean;
  isValid: (token: string | undefined) => boolean;
  tokens: Set<string>;
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function json(answer: ServerResponse, status: number, value: unknown): true {
  answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  return true;
}

export function signInService(): SignInService {
  const codes = new Map<string, Grant>();
  const tokens = new Set<string>();
  const issue = (answer: ServerResponse, issuer: string) => {
    const token = randomBytes(16).toString('hex');
    tokens.add(token);
    const seconds = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: 'client', sub: 'anna', iat: seconds, exp: seconds + 3600 };
    const idToken = `${part({ alg: 'none' })}.${part(claims)}.`;
    return json(answer, 200, { access_token: token, id_token: idToken, refresh_token: 'again', token_type: 'Bearer', expires_in: 3600 });
  };
  const authorize = (url: URL, answer: ServerResponse) => {
    const code = randomBytes(8).toString('hex');
    const redirectUri = url.searchParams.get('redirect_uri') ?? '';
    codes.set(code, { challenge: url.searchParams.get('code_challenge') ?? '', redirectUri });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', url.searchParams.get('state') ?? '');
    answer.writeHead(302, { location: back.href }).end();
    return true;
  };
  const token = (form: URLSearchParams, answer: ServerResponse, issuer: string) => {
    if (form.get('grant_type') === 'refresh_token') return issue(answer, issuer);
    const grant = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (grant?.challenge !== challenge || grant.redirectUri !== form.get('redirect_uri'))
      return json(answer, 400, { error: 'invalid_grant' });
    return issue(answer, issuer);
  };
  return {
    tokens,
    isValid: (bearer) => bearer !== undefined && tokens.has(bearer),
    handle(request, answer, origin, body) {
      const url = new URL(request.url ?? '/', origin);
      const issuer = `${origin}/pool`;
      if (url.pathname === '/pool/.well-known/openid-configuration') {
        return json(answer, 200, {
          issuer,
          authorization_endpoint: `${origin}/authorize`,
          token_endpoint: `${origin}/token`,
          jwks_uri: `${origin}/keys`,
        });
      }
      if (url.pathname === '/authorize') return authorize(url, answer);
      if (url.pathname === '/token') return token(new URLSearchParams(body), answer, issuer);
      if (url.pathname === '/logout') {
        answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Signed out</h1>');
        return true;
      }
      return false;
    },
  };
}

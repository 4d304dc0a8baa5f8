/** Signs somebody in as their browser would: the code flow with PKCE (RFC 7636), the form filled in by this machine's shortcut. */
import { createHash, randomBytes } from 'node:crypto';

export interface AgentAt {
  /** The origin of the client, `http://localhost:4400`. */
  client: string;
  /** The first part of the e-mail address, which the sign-in shortcut takes. */
  as: string;
}

/** The access token. Throws when the sign-in refuses. */
export async function signIn({ client, as }: AgentAt): Promise<string> {
  const settings = (await (await fetch(`${client}/settings.json`)).json()) as { authority: string; clientId: string };
  const discovery = (await (await fetch(`${settings.authority}/.well-known/openid-configuration`)).json()) as Record<string, string>;
  const verifier = randomBytes(48).toString('base64url');
  const redirect = `${client}/`;
  const query = new URLSearchParams({
    client_id: settings.clientId,
    redirect_uri: redirect,
    response_type: 'code',
    scope: 'openid email profile',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const answer = await fetch(`${discovery['authorization_endpoint']}?${query.toString()}`, {
    redirect: 'manual',
    headers: { cookie: `linehall-as=${as}` },
  });
  const code = new URL(answer.headers.get('location') ?? 'http://none').searchParams.get('code');
  if (code === null) throw new Error(`${as} could not sign in: ${answer.status} ${await answer.text()}`);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    client_id: settings.clientId,
    redirect_uri: redirect,
    code_verifier: verifier,
  });
  const tokens = (await (await fetch(discovery['token_endpoint'] ?? '', { method: 'POST', body })).json()) as { access_token: string };
  return tokens.access_token;
}

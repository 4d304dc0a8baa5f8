/** Sign-in by authorization code with PKCE (RFC 7636) at the stage's OpenID provider. Tokens live in this tab's session storage only. */
import { UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import type { Settings } from './settings.ts';

export interface SignIn {
  /** The signed-in person's access token, renewed when it is about to run out. Undefined: they must sign in again. */
  token: () => Promise<string | undefined>;
  /** Forgets this token and gets another by the refresh token. */
  renew: () => Promise<string | undefined>;
  /** Leaves this page for the sign-in page; the present address is found again afterwards. */
  begin: () => Promise<void>;
  /** Ends the session here and at the provider. Leaves this page. */
  end: () => Promise<void>;
}

const expiresSoonSeconds = 60;

function managerOf(settings: Settings): UserManager {
  return new UserManager({
    authority: settings.authority,
    client_id: settings.clientId,
    redirect_uri: `${location.origin}/`,
    post_logout_redirect_uri: `${location.origin}/`,
    response_type: 'code',
    scope: settings.scopes,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    automaticSilentRenew: true,
    loadUserInfo: false,
    monitorSession: false,
    revokeTokensOnSignout: false,
  });
}

/** Takes the code out of the address when this load is the way back from the sign-in page. */
async function comeBack(manager: UserManager): Promise<void> {
  const query = new URLSearchParams(location.search);
  if (!query.has('state') || !(query.has('code') || query.has('error'))) return;
  try {
    const user = await manager.signinRedirectCallback();
    const path = typeof user.state === 'string' && user.state.startsWith('/') && !user.state.startsWith('//') ? user.state : '/';
    history.replaceState(null, '', path);
  } catch (fault) {
    // A code may be used once: a reload of the way back is not an error of the person.
    history.replaceState(null, '', '/');
    if (query.has('error')) throw fault;
  }
}

export async function openSignIn(settings: Settings): Promise<SignIn> {
  const manager = managerOf(settings);
  await comeBack(manager);
  let renewing: Promise<User | null> | undefined;
  const renewOnce = () => {
    renewing ??= manager
      .signinSilent()
      .catch(() => null)
      .finally(() => (renewing = undefined));
    return renewing;
  };
  return {
    async token() {
      const user = await manager.getUser();
      if (user === null) return undefined;
      if ((user.expires_in ?? 0) > expiresSoonSeconds) return user.access_token;
      return (await renewOnce())?.access_token ?? (user.expired === true ? undefined : user.access_token);
    },
    renew: async () => (await renewOnce())?.access_token,
    begin: () => manager.signinRedirect({ state: location.pathname }),
    async end() {
      await manager.removeUser();
      location.assign(logoutAddress(settings));
    },
  };
}

function logoutAddress(settings: Settings): string {
  if (settings.logoutUrl === undefined || settings.logoutUrl === '') return '/';
  const url = new URL(settings.logoutUrl, location.origin);
  if (!url.searchParams.has('client_id')) url.searchParams.set('client_id', settings.clientId);
  if (!url.searchParams.has('logout_uri')) url.searchParams.set('logout_uri', `${location.origin}/`);
  return url.href;
}

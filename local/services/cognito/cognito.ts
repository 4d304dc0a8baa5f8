/** Cognito on one machine: user pools with an OpenID provider of their own. */
import { AwsError, defaultPlace, type AwsRequest, type Needed, type Place, type Service } from '../../contract.ts';
import { jsonAnswer, jsonBody } from '../body.ts';
import { adminOperations, type Invitation } from './admin.ts';
import { createOidc, type Oidc } from './oidc.ts';
import { Pools } from './pools.ts';
import { cognitoMakers } from './resources.ts';
import { publicKeys } from './tokens.ts';
import { createThrottle } from './throttle.ts';

export type { Invitation } from './admin.ts';

export interface CognitoSettings {
  place?: Place;
  /** The folder where people and keys are kept; without it, in memory only. */
  dir?: string;
  /** Where browsers find the sign-in, `http://localhost:4401`. A pool's issuer is this and `/<pool id>`. */
  base: () => string;
  /** Whether the cookie `linehall-as=<name>` signs a demo person in without a form. */
  shortcuts?: boolean;
  /** Is told of invitations: no mail leaves this machine. */
  invited?: (invitation: Invitation) => void;
  now?: () => number;
}
export interface Cognito {
  service: Service;
  /** Discovery, keys, `/oauth2/*`, `/login`, `/logout`; false: not addressed to it. */
  oidc: Oidc;
  /** The latest mails that did not leave this machine, newest first. */
  mails(): readonly Mail[];
  /** The public keys of a pool, for who verifies tokens in this process. */
  jwks(poolId: string): Promise<{ keys: object[] }>;
  pools(): { id: string; name: string; users: number; clients: string[] }[];
  /** Makes somebody with a lasting password and groups, unless there is such an e-mail address already. Gives the user name. */
  makePerson(poolId: string, person: { name: string; email: string; password: string; groups: readonly string[] }): Promise<string>;
  /** Removes somebody by their e-mail address, and gives the user name that they had; undefined: there was nobody. */
  removePerson(poolId: string, email: string): Promise<string | undefined>;
  close(): Promise<void>;
}

export type Mail = Invitation & { at: number };
const mailsKept = 20;

function needs(place: Place, request: AwsRequest): Needed[] | undefined {
  try {
    const pool = jsonBody(request)['UserPoolId'];
    if (typeof pool !== 'string') return undefined;
    return [
      { action: `cognito-idp:${request.target ?? ''}`, resource: `arn:aws:cognito-idp:${place.region}:${place.account}:userpool/${pool}` },
    ];
  } catch {
    return undefined;
  }
}

export function createCognito({
  place = defaultPlace,
  dir,
  base,
  shortcuts = false,
  invited = () => undefined,
  now = Date.now,
}: CognitoSettings): Cognito {
  const pools = new Pools(dir, now);
  const mails: Mail[] = [];
  const post = (mail: Invitation): void => {
    mails.unshift({ ...mail, at: now() });
    mails.length = Math.min(mails.length, mailsKept);
    invited(mail);
  };
  const admin = { pools, invited: post };
  const close = async () => pools.close();
  const run = async (operation: string, body: unknown) => {
    const found = Object.hasOwn(adminOperations, operation) ? adminOperations[operation] : undefined;
    if (found === undefined) throw new AwsError('NotImplemented', `Cognito's ${operation} is not supported by the local cloud`, 501);
    return found(admin, body);
  };
  return {
    service: {
      names: ['cognito-idp'],
      makes: cognitoMakers(admin, place),
      needs: (request) => needs(place, request),
      handle: async (request) => jsonAnswer(await run(request.target ?? '', jsonBody(request)), '1.1'),
      close,
    },
    oidc: createOidc({
      pools,
      codes: new Map(),
      sessions: new Map(),
      tickets: new Map(),
      throttle: createThrottle(now),
      shortcuts,
      origin: base,
    }),
    mails: () => mails,
    jwks: (poolId) => publicKeys(pools, pools.get(poolId)),
    pools: () =>
      [...pools.all.values()].map(({ id, name, users, clients }) => ({ id, name, users: users.size, clients: [...clients.keys()] })),
    async makePerson(poolId, { name, email, password, groups }) {
      const pool = pools.get(poolId);
      const who = { UserPoolId: poolId, Username: email };
      if (pools.find(pool, email) === undefined) {
        const UserAttributes = Object.entries({ email, email_verified: 'true', name }).map(([Name, Value]) => ({ Name, Value }));
        await run('AdminCreateUser', { ...who, TemporaryPassword: password, MessageAction: 'SUPPRESS', UserAttributes });
        await run('AdminSetUserPassword', { ...who, Password: password, Permanent: true });
      }
      for (const GroupName of groups) await run('AdminAddUserToGroup', { ...who, GroupName });
      return pools.user(pool, email).username;
    },
    async removePerson(poolId, email) {
      const found = pools.find(pools.get(poolId), email);
      if (found !== undefined) await run('AdminDeleteUser', { UserPoolId: poolId, Username: found.username });
      return found?.username;
    },
    close,
  };
}

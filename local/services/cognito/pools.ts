/** User pools on one machine: who is in them, which clients may ask, and their signing keys. Kept in one file, written whole. */
import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

export interface User {
  /** A UUID when people sign in by e-mail, as Cognito makes it; also their `sub`. */
  username: string;
  attributes: Record<string, string>;
  groups: string[];
  enabled: boolean;
  status: 'FORCE_CHANGE_PASSWORD' | 'CONFIRMED';
  password?: { salt: string; hash: string };
  createdAt: number;
}
export interface Client {
  clientId: string;
  callbackUrls: string[];
  logoutUrls: string[];
  scopes: string[];
  accessSeconds: number;
  refreshSeconds: number;
}
export interface Pool {
  poolId: string;
  /** Whether the user name is an e-mail address of theirs. */
  byEmail: boolean;
  domain?: string;
  groups: string[];
  users: User[];
  clients: Client[];
  key: { privateKey: JWK; publicKey: JWK };
  refreshTokens: { hash: string; username: string; clientId: string; scopes: string[]; signedInAt: number; expiresAt: number }[];
}

export interface Pools {
  all(): Pool[];
  get(poolId: string): Pool | undefined;
  /** The pool that a client belongs to. */
  ofClient(clientId: string): { pool: Pool; client: Client } | undefined;
  make(poolId: string, byEmail: boolean): Promise<Pool>;
  /** Writes what has been changed in the pools given out. */
  save(): void;
}

async function newKey(): Promise<Pool['key']> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = randomUUID();
  return {
    privateKey: { ...(await exportJWK(privateKey)), kid, alg: 'RS256' },
    publicKey: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' },
  };
}

/** Opens the pools kept in `dir`; without it they live in memory only. */
export function openPools(dir: string | undefined): Pools {
  const file = dir === undefined ? undefined : path.join(dir, 'cognito.json');
  const pools: Pool[] = file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Pool[]) : [];
  const save = (): void => {
    if (file === undefined) return;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(pools), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  return {
    all: () => pools,
    get: (poolId) => pools.find((pool) => pool.poolId === poolId),
    ofClient(clientId) {
      for (const pool of pools) {
        const client = pool.clients.find((one) => one.clientId === clientId);
        if (client !== undefined) return { pool, client };
      }
      return undefined;
    },
    async make(poolId, byEmail) {
      const existing = pools.find((pool) => pool.poolId === poolId);
      const pool = existing ?? { poolId, byEmail, groups: [], users: [], clients: [], key: await newKey(), refreshTokens: [] };
      pool.byEmail = byEmail;
      if (existing === undefined) pools.push(pool);
      save();
      return pool;
    },
    save,
  };
}

/** The user of this name: the user name itself, or the e-mail address where people sign in by it. */
export function findUser(pool: Pool, name: string): User | undefined {
  const wanted = name.toLowerCase();
  return pool.users.find((user) => user.username === name || (pool.byEmail && user.attributes['email']?.toLowerCase() === wanted));
}

const hashOf = (password: string, salt: string): Buffer => scryptSync(password, salt, 32);

export function setPassword(user: User, password: string): void {
  const salt = randomBytes(16).toString('hex');
  user.password = { salt, hash: hashOf(password, salt).toString('hex') };
}

/** Compares in constant time; a user without a password, or no user, costs as much as a wrong one. */
export function passwordFits(user: User | undefined, password: string): boolean {
  const kept = user?.password;
  const fits = timingSafeEqual(hashOf(password, kept?.salt ?? 'nobody'), Buffer.from(kept?.hash ?? '00'.repeat(32), 'hex'));
  return fits && kept !== undefined && user?.enabled === true;
}

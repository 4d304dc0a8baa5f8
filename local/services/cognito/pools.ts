/** User pools: their people, clients and keys, kept in a journal. */
import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { AwsError } from '../../contract.ts';
import { openJournal, type Journal } from '../journal.ts';
import type { PasswordHash, PasswordPolicy } from './passwords.ts';

export interface User {
  username: string;
  sub: string;
  attributes: Record<string, string>;
  status: 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED';
  enabled: boolean;
  password?: PasswordHash;
  /** A temporary password ends then, epoch milliseconds. */
  passwordUntil?: number;
  groups: string[];
  createdAt: number;
  modifiedAt: number;
}
export interface Client {
  id: string;
  poolId: string;
  name: string;
  callbackUrls: string[];
  logoutUrls: string[];
  scopes: string[];
  accessSeconds: number;
  idSeconds: number;
  refreshSeconds: number;
}
/** What a refresh token stands for; kept under the token's hash only. */
export interface Grant {
  username: string;
  clientId: string;
  scopes: string[];
  /** Epoch milliseconds. */
  authenticatedAt: number;
  expiresAt: number;
  originId: string;
}
export interface Pool {
  id: string;
  name: string;
  passwordPolicy: PasswordPolicy;
  temporaryDays: number;
  /** People sign in with their e-mail address; the user name is made by the pool. */
  emailIsUsername: boolean;
  caseSensitive: boolean;
  groups: Map<string, { description?: string; createdAt: number }>;
  users: Map<string, User>;
  clients: Map<string, Client>;
  grants: Map<string, Grant>;
  key?: JWK;
}
type Entry = { pool: string } & ({ user: User } | { userDeleted: string } | { key: JWK } | { grant: [hash: string, grant: Grant | null] });

export const newPool = (id: string): Pool => ({
  id,
  name: id,
  passwordPolicy: {},
  temporaryDays: 7,
  emailIsUsername: false,
  caseSensitive: false,
  groups: new Map(),
  users: new Map(),
  clients: new Map(),
  grants: new Map(),
});

export class Pools {
  readonly all = new Map<string, Pool>();
  private readonly journal: Journal<Entry> | undefined;
  readonly now: () => number;
  private readonly keys = new Map<string, Promise<JWK>>();

  constructor(dir: string | undefined, now: () => number) {
    this.now = now;
    if (dir !== undefined) this.journal = openJournal<Entry>(dir, (entry) => this.replay(entry), 2 * 1024 * 1024);
  }
  /** Throws ResourceNotFoundException. */
  get(id: string): Pool {
    const pool = this.all.get(id);
    if (pool === undefined) throw new AwsError('ResourceNotFoundException', `User pool ${id} does not exist.`);
    return pool;
  }
  open(id: string): Pool {
    let pool = this.all.get(id);
    if (pool === undefined) this.all.set(id, (pool = newPool(id)));
    return pool;
  }
  client(id: string): { pool: Pool; client: Client } | undefined {
    for (const pool of this.all.values()) {
      const client = pool.clients.get(id);
      if (client !== undefined) return { pool, client };
    }
    return undefined;
  }
  private replay(entry: Entry): void {
    const pool = this.open(entry.pool);
    if ('user' in entry) pool.users.set(entry.user.username, entry.user);
    else if ('userDeleted' in entry) pool.users.delete(entry.userDeleted);
    else if ('key' in entry) pool.key = entry.key;
    else if (entry.grant[1] === null) pool.grants.delete(entry.grant[0]);
    else pool.grants.set(entry.grant[0], entry.grant[1]);
  }
  private note(entry: Entry): void {
    this.journal?.append(entry);
    if (this.journal?.due === true) this.journal.snapshot(this.entries());
  }
  private *entries(): Generator<Entry> {
    for (const [id, { key, users, grants }] of this.all) {
      if (key !== undefined) yield { pool: id, key };
      for (const user of users.values()) yield { pool: id, user };
      for (const [hash, grant] of grants) if (grant.expiresAt > this.now()) yield { pool: id, grant: [hash, grant] };
    }
  }

  /** Somebody by user name, sub or e-mail address. */
  find(pool: Pool, name: string): User | undefined {
    const direct = pool.users.get(name);
    if (direct !== undefined) return direct;
    const folded = (text: string | undefined) => (pool.caseSensitive ? text : text?.toLowerCase());
    for (const user of pool.users.values()) {
      if (user.sub === name || folded(user.username) === folded(name)) return user;
      if (pool.emailIsUsername && folded(user.attributes['email']) === folded(name)) return user;
    }
    return undefined;
  }
  /** As `find`; throws UserNotFoundException. */
  user(pool: Pool, name: string): User {
    const user = this.find(pool, name);
    if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
    return user;
  }
  createUser(pool: Pool, name: string, attributes: Record<string, string>): User {
    if (this.find(pool, name) !== undefined) throw new AwsError('UsernameExistsException', 'User account already exists');
    const sub = randomUUID();
    const user: User = {
      username: pool.emailIsUsername ? sub : name,
      sub,
      attributes: { ...attributes, ...(pool.emailIsUsername ? { email: name } : {}) },
      status: 'FORCE_CHANGE_PASSWORD',
      enabled: true,
      groups: [],
      createdAt: this.now(),
      modifiedAt: this.now(),
    };
    pool.users.set(user.username, user);
    this.note({ pool: pool.id, user });
    return user;
  }
  update(pool: Pool, user: User, change: Partial<User>): User {
    const changed = { ...user, ...change, modifiedAt: this.now() };
    pool.users.set(user.username, changed);
    this.note({ pool: pool.id, user: changed });
    return changed;
  }
  deleteUser(pool: Pool, user: User): void {
    pool.users.delete(user.username);
    this.note({ pool: pool.id, userDeleted: user.username });
  }
  keepGrant(pool: Pool, token: string, grant: Grant | null): void {
    const hash = tokenHash(token);
    if (grant === null) pool.grants.delete(hash);
    else pool.grants.set(hash, grant);
    this.note({ pool: pool.id, grant: [hash, grant] });
  }
  /** Nobody gets a new token by an old one. */
  revokeAll(pool: Pool, username: string): void {
    for (const [hash, grant] of [...pool.grants]) {
      if (grant.username !== username) continue;
      pool.grants.delete(hash);
      this.note({ pool: pool.id, grant: [hash, null] });
    }
  }
  /** The private signing key, made when it is first needed. */
  key(pool: Pool): Promise<JWK> {
    let key = this.keys.get(pool.id);
    if (key === undefined) this.keys.set(pool.id, (key = this.loadKey(pool)));
    return key;
  }
  private async loadKey(pool: Pool): Promise<JWK> {
    if (pool.key !== undefined) return pool.key;
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    pool.key = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: 'RS256', use: 'sig' };
    this.note({ pool: pool.id, key: pool.key });
    return pool.key;
  }
  close(): void {
    this.journal?.close();
  }
}

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');

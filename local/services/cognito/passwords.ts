/** Passwords: the pool's policy, and scrypt hashes (RFC 7914) in which only they are kept. */
import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AwsError } from '../../contract.ts';

export interface PasswordPolicy {
  MinimumLength?: number | undefined;
  RequireLowercase?: boolean | undefined;
  RequireUppercase?: boolean | undefined;
  RequireNumbers?: boolean | undefined;
  RequireSymbols?: boolean | undefined;
}
export interface PasswordHash {
  salt: string;
  hash: string;
}

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);
/** 16 MB and some tens of milliseconds: an interactive sign-in's share. */
const cost = { N: 16_384, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  return { salt: salt.toString('base64'), hash: (await derive(password.normalize('NFKC'), salt, 32, cost)).toString('base64') };
}

const nobody: PasswordHash = { salt: randomBytes(16).toString('base64'), hash: randomBytes(32).toString('base64') };

/** Takes as long for nobody's password as for somebody's, so that the time doesn't tell who has an account. */
export async function verifyPassword(password: string, kept: PasswordHash | undefined): Promise<boolean> {
  const { salt, hash } = kept ?? nobody;
  const derived = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, cost);
  return timingSafeEqual(derived, Buffer.from(hash, 'base64')) && kept !== undefined;
}

const symbols = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+ -]/;

/** What the policy misses in a password, as a sentence; undefined when it may be used. */
export function policyProblem(password: string, policy: PasswordPolicy): string | undefined {
  const least = policy.MinimumLength ?? 8;
  if (password.length < least) return `Password must have at least ${least} characters`;
  if (password.length > 256) return 'Password must have at most 256 characters';
  if (policy.RequireUppercase === true && !/\p{Lu}/u.test(password)) return 'Password must have uppercase characters';
  if (policy.RequireLowercase === true && !/\p{Ll}/u.test(password)) return 'Password must have lowercase characters';
  if (policy.RequireNumbers === true && !/\d/.test(password)) return 'Password must have numeric characters';
  if (policy.RequireSymbols === true && !symbols.test(password)) return 'Password must have symbol characters';
  return undefined;
}

export function checkPolicy(password: string, policy: PasswordPolicy): void {
  const problem = policyProblem(password, policy);
  if (problem !== undefined) throw new AwsError('InvalidPasswordException', `Password did not conform with policy: ${problem}`);
}

/** A temporary password that every policy accepts. */
export function temporaryPassword(length: number): string {
  const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!#%+-_?'];
  const pick = (characters: string) => characters.charAt(randomInt(characters.length));
  const all = [...kinds.map(pick), ...Array.from({ length: Math.max(length, 12) - kinds.length }, () => pick(kinds.join('')))];
  for (let i = all.length - 1; i > 0; i--) {
    const other = randomInt(i + 1);
    [all[i], all[other]] = [all[other] as string, all[i] as string];
  }
  return all.join('');
}

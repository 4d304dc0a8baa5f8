/** SIP accounts for desk phones of the demo's agents. Passwords are made once per state folder, since telephones keep them. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { people } from './people.ts';

/** A desk phone as its owner sets it up. */
export interface DemoPhone {
  user: string;
  password: string;
  /** Rings the phone, and is who calls from it. */
  number: string;
  /** E-mail of the agent. */
  agent: string;
}

const Passwords = z.record(z.string(), z.string());
const newPassword = (): string => randomBytes(12).toString('base64url');

/** One for each demo person, +12025550171 and on. `dir` is where the passwords are kept; new ones each time when absent. */
export function demoPhones(dir: string | undefined): DemoPhone[] {
  const file = dir === undefined ? undefined : path.join(dir, 'phones.json');
  const kept = file === undefined ? {} : read(file);
  const phones = people.map(({ email }, at): DemoPhone => {
    const user = email.split('@')[0] ?? email;
    return { user, password: kept[user] ?? newPassword(), number: `+1202555017${at + 1}`, agent: email };
  });
  if (dir !== undefined && file !== undefined) {
    mkdirSync(dir, { recursive: true });
    const passwords = Object.fromEntries(phones.map(({ user, password }) => [user, password]));
    writeFileSync(file, `${JSON.stringify(passwords, undefined, 2)}\n`, { mode: 0o600 });
  }
  return phones;
}

function read(file: string): Record<string, string> {
  try {
    return Passwords.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

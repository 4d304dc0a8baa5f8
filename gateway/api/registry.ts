/** Applications and rules, kept in a file between runs. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Application, Rule } from './shapes.ts';

const Kept = z.object({ applications: z.array(Application), rules: z.array(Rule) });

export interface Registry {
  readonly applications: Map<string, Application>;
  readonly rules: Map<string, Rule>;
  /** Writes what changed; resolves when it is on disk. */
  save(): Promise<void>;
}

/**
 * Reads the registry, or begins an empty one. Without a file it lives in memory only.
 * @throws when the file is there and is no registry: nothing is ever silently forgotten.
 */
export async function openRegistry(file: string | undefined): Promise<Registry> {
  const kept = Kept.parse(file === undefined ? { applications: [], rules: [] } : await read(file));
  const applications = new Map(kept.applications.map((application) => [application.SipMediaApplicationId, application]));
  const rules = new Map(kept.rules.map((rule) => [rule.SipRuleId, rule]));
  let writing = Promise.resolve();
  const save = async (): Promise<void> => {
    if (file === undefined) return;
    const text = JSON.stringify({ applications: [...applications.values()], rules: [...rules.values()] }, undefined, 2);
    // One after another, each by renaming: a crash leaves the old file or the new one.
    const previous = writing.catch(() => undefined);
    writing = previous.then(() => write(file, text));
    await writing;
  };
  return { applications, rules, save };
}

async function read(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return { applications: [], rules: [] };
    throw fault;
  }
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

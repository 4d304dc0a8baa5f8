/** What a deployment made, kept in `.linehall/state/resources.json` so that the next one changes only what changed. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const Entry = z.object({
  type: z.string(),
  properties: z.record(z.string(), z.unknown()),
  ref: z.string(),
  attributes: z.record(z.string(), z.string()),
  retained: z.boolean(),
});
export type Entry = z.infer<typeof Entry>;
const Kept = z.record(z.string(), Entry);

export interface DeploymentState {
  get(id: string): Entry | undefined;
  set(id: string, entry: Entry): void;
  remove(id: string): void;
  ids(): string[];
  save(): void;
}

/** The state in a folder; without one it is in memory. */
export function openState(folder: string | undefined): DeploymentState {
  const file = folder === undefined ? undefined : path.join(folder, 'resources.json');
  const entries = new Map<string, Entry>();
  if (file !== undefined) {
    try {
      for (const [id, entry] of Object.entries(Kept.parse(JSON.parse(readFileSync(file, 'utf8'))))) entries.set(id, entry);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        throw new Error(`${file} cannot be read; start with --fresh to begin anew`, { cause: error });
    }
  }
  return {
    get: (id) => entries.get(id),
    set: (id, entry) => void entries.set(id, entry),
    remove: (id) => void entries.delete(id),
    ids: () => [...entries.keys()],
    save() {
      if (file === undefined) return;
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(entries)));
      renameSync(`${file}.new`, file);
    },
  };
}

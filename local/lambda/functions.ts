/** The functions of the account with their versions and aliases. Published versions keep their code and configuration, over restarts too. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Place } from '../contract.ts';
import { createPool, type Pool } from './pool.ts';

const Configuration = z.object({
  handler: z.string(),
  variables: z.record(z.string(), z.string()),
  timeoutSeconds: z.number(),
  memoryMb: z.number(),
  roleArn: z.string(),
  logGroup: z.string(),
});
export type Configuration = z.infer<typeof Configuration>;

const Published = z.object({
  number: z.number(),
  directory: z.string(),
  fingerprint: z.string(),
  publishedAt: z.number(),
  configuration: Configuration,
});
const Kept = z.record(z.string(), z.array(Published));
type Published = z.infer<typeof Published>;

export interface Version {
  /** `$LATEST` or a number. */
  name: string;
  configuration: Configuration;
  directory: string;
  fingerprint: string;
  publishedAt: number;
  pool: Pool;
}
export interface LambdaFunction {
  name: string;
  arn: string;
  reservedConcurrency: number | undefined;
  latest: Version;
  versions: Map<string, Version>;
  aliases: Map<string, string>;
}

export interface FunctionsSettings {
  place: Place;
  /** Where versions are kept; in memory, with the code left where it is, when absent. */
  dir: string | undefined;
  /** Variables that the platform sets: endpoint, keys. */
  platform: (functionName: string, version: string, configuration: Configuration) => Record<string, string>;
  log: (functionName: string, text: string) => void;
  /** Files beside the bundle that are no part of it, such as its source map. */
  besides?: (functionName: string) => string[];
  mostEnvironments?: number;
  idleMs?: number;
}
export interface Functions {
  all(): LambdaFunction[];
  get(name: string): LambdaFunction | undefined;
  /** Makes a function or changes its code and configuration: the next event finds the new one, running events keep the old. */
  put(name: string, directory: string, configuration: Configuration, reservedConcurrency: number | undefined): LambdaFunction;
  /** Publishes `$LATEST`; unchanged since the last version, that one is the answer. */
  publish(name: string): Version;
  remove(name: string): void;
  /** Forgets versions that no alias names and that are older than a day. */
  prune(now: number): void;
  close(): Promise<void>;
}

const dayMs = 86_400_000;

function contentHash(directory: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.endsWith('.map'),
  );
  const names = files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  for (const file of names) hash.update(path.relative(directory, file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 32);
}

/** Copies the code to a folder named by its content, so that nothing that is built later touches it. */
function keepCode(directory: string, hash: string, dir: string | undefined, besides: string[]): string {
  if (dir === undefined) return directory;
  const kept = path.join(dir, 'code', hash);
  if (!existsSync(kept)) {
    mkdirSync(path.dirname(kept), { recursive: true });
    cpSync(directory, `${kept}.new`, { recursive: true });
    renameSync(`${kept}.new`, kept);
  }
  for (const file of besides) if (existsSync(file)) cpSync(file, path.join(kept, path.basename(file)));
  return kept;
}

function readKept(file: string | undefined): Map<string, Published[]> {
  if (file === undefined || !existsSync(file)) return new Map();
  return new Map(Object.entries(Kept.parse(JSON.parse(readFileSync(file, 'utf8')))));
}

/** The account's functions; those published before are remembered from `dir`. */
export function createFunctions(settings: FunctionsSettings): Functions {
  const functions = new Map<string, LambdaFunction>();
  const file = settings.dir === undefined ? undefined : path.join(settings.dir, 'state', 'versions.json');
  const kept = readKept(file);

  function poolOf(name: string, version: string, directory: string, configuration: Configuration): Pool {
    return createPool({
      directory,
      handler: configuration.handler,
      variables: { ...configuration.variables, ...settings.platform(name, version, configuration) },
      memoryMb: configuration.memoryMb,
      timeoutMs: configuration.timeoutSeconds * 1000,
      mostEnvironments: settings.mostEnvironments ?? 16,
      idleMs: settings.idleMs ?? 10 * 60_000,
      log: (text) => settings.log(name, text),
    });
  }
  function makeVersion(functionName: string, name: string, published: Omit<Published, 'number'>): Version {
    const { directory, configuration, fingerprint, publishedAt } = published;
    return { name, configuration, directory, fingerprint, publishedAt, pool: poolOf(functionName, name, directory, configuration) };
  }
  function save(): void {
    if (file === undefined) return;
    mkdirSync(path.dirname(file), { recursive: true });
    const all = [...functions.values()].map((one) => [
      one.name,
      [...one.versions.values()].map(({ name, directory, fingerprint, publishedAt, configuration }) => ({
        number: Number(name),
        directory,
        fingerprint,
        publishedAt,
        configuration,
      })),
    ]);
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(all)));
    renameSync(`${file}.new`, file);
  }
  function remembered(name: string): Map<string, Version> {
    const own = (kept.get(name) ?? []).filter((published) => existsSync(published.directory));
    return new Map(own.map((published) => [String(published.number), makeVersion(name, String(published.number), published)]));
  }
  function need(name: string): LambdaFunction {
    const found = functions.get(name);
    if (found === undefined) throw new Error(`there is no function ${name}`);
    return found;
  }
  return {
    all: () => [...functions.values()],
    get: (name) => functions.get(name),
    put(name, source, configuration, reservedConcurrency) {
      const hash = contentHash(source);
      const fingerprint = createHash('sha256').update(hash).update(JSON.stringify(configuration)).digest('hex');
      const present = functions.get(name);
      if (present !== undefined) present.reservedConcurrency = reservedConcurrency;
      if (present?.latest.fingerprint === fingerprint) return present;
      const directory = keepCode(source, hash, settings.dir, settings.besides?.(name) ?? []);
      const latest = makeVersion(name, '$LATEST', { directory, configuration, fingerprint, publishedAt: Date.now() });
      if (present !== undefined) {
        present.latest.pool.retire();
        present.latest = latest;
        return present;
      }
      const arn = `arn:aws:lambda:${settings.place.region}:${settings.place.account}:function:${name}`;
      const made: LambdaFunction = { name, arn, reservedConcurrency, latest, versions: remembered(name), aliases: new Map() };
      functions.set(name, made);
      return made;
    },
    publish(name) {
      const one = need(name);
      const last = [...one.versions.values()].sort((a, b) => Number(b.name) - Number(a.name))[0];
      if (last?.fingerprint === one.latest.fingerprint) return last;
      const version = makeVersion(name, String(Number(last?.name ?? 0) + 1), { ...one.latest, publishedAt: Date.now() });
      one.versions.set(version.name, version);
      save();
      return version;
    },
    remove(name) {
      const one = functions.get(name);
      functions.delete(name);
      for (const version of [one?.latest, ...(one?.versions.values() ?? [])]) version?.pool.retire();
    },
    prune(now) {
      for (const one of functions.values()) {
        const aliased = new Set(one.aliases.values());
        for (const version of [...one.versions.values()].filter((v) => !aliased.has(v.name) && now - v.publishedAt > dayMs)) {
          version.pool.retire();
          one.versions.delete(version.name);
        }
      }
      save();
      if (settings.dir !== undefined) dropUnusedCode(settings.dir, [...functions.values()]);
    },
    close: async () => {
      const pools = [...functions.values()].flatMap((one) => [one.latest, ...one.versions.values()]).map((version) => version.pool.close());
      await Promise.all(pools);
    },
  };
}

function dropUnusedCode(dir: string, functions: readonly LambdaFunction[]): void {
  const folder = path.join(dir, 'code');
  if (!existsSync(folder)) return;
  const used = new Set(
    functions.flatMap((one) => [one.latest, ...one.versions.values()]).map((version) => path.basename(version.directory)),
  );
  for (const name of readdirSync(folder)) if (!used.has(name)) rmSync(path.join(folder, name), { recursive: true, force: true });
}

/** On save under `functions/` or `shared/`: builds the functions again and swaps those that changed; a new or newly defined one is deployed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, watch, writeFileSync, type FSWatcher } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { z } from 'zod';
import { bundlings, inputsFile, inputsOf } from '../infra/build.ts';
import { findFunctions, root } from '../infra/function-sources.ts';

export interface WatchSettings {
  /** Swaps a function's code for what a folder holds. */
  swap: (name: string, directory: string) => void;
  /** Synthesizes and deploys: a function came, went, or says something else of itself. */
  redeploy: () => Promise<void>;
  tell: (line: string) => void;
}
export interface Watcher {
  /** Resolves when the first build is done and saves are noticed. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** A save is often several events. */
const settleMs = 60;

const hashOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

/** What functions say of themselves: names and definitions; when it changes, the templates do. */
export function definitionsOf(sources: { name: string; text: string }[]): string {
  const definition = (text: string) => /export const definition\b[\s\S]*?\n(?:\}\)|\}|.*\));?\n/.exec(text)?.[0] ?? '';
  return hashOf(sources.map(({ name, text }) => `${name}\n${definition(text)}`).join('\n'));
}
const currentDefinitions = () => definitionsOf(findFunctions().map(({ name, file }) => ({ name, text: readFileSync(file, 'utf8') })));

/** Writes the outputs that changed; gives the names of their functions. */
function writeChanged(files: readonly esbuild.OutputFile[], known: Map<string, string>): Set<string> {
  const changed = new Set<string>();
  for (const file of files) {
    const hash = hashOf(file.contents);
    if (known.get(file.path) === hash) continue;
    known.set(file.path, hash);
    if (existsSync(file.path) && hashOf(readFileSync(file.path)) === hash) continue;
    mkdirSync(path.dirname(file.path), { recursive: true });
    writeFileSync(file.path, file.contents);
    if (!file.path.endsWith('.map')) changed.add(path.basename(path.dirname(file.path)));
  }
  return changed;
}

/** What each function's bundle was made of: function name → sources, relative to the root. */
type Inputs = Map<string, readonly string[]>;

/** Bundles these functions as a deploy would, and notes what each is made of. */
async function bundle(names: readonly string[], inputs: Inputs): Promise<readonly esbuild.OutputFile[]> {
  const built: esbuild.BuildResult<{ write: false; metafile: true }>[] = [];
  for (const how of bundlings(findFunctions().filter(({ name }) => names.includes(name))))
    built.push(await esbuild.build({ ...how, write: false, metafile: true }));
  for (const [name, made] of inputsOf(built.map(({ metafile }) => metafile))) inputs.set(name, made);
  return built.flatMap(({ outputFiles }) => outputFiles);
}

/** What the last build noted; nothing where there was none. */
function lastInputs(): Inputs {
  if (!existsSync(inputsFile)) return new Map();
  return new Map(Object.entries(z.record(z.string(), z.array(z.string())).parse(JSON.parse(readFileSync(inputsFile, 'utf8')))));
}

/**
 * Tells of every source that is saved below a folder. Each folder is watched for itself: watching files recursively loses those that an editor
 * replaces instead of writing into them (seen on Linux).
 */
function watchFolder(folder: string, saved: (file: string) => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  const add = (directory: string): void => {
    if (watchers.has(directory)) return;
    const watcher = watch(directory, (_event, name) => {
      if (name === null) return;
      const file = path.join(directory, name);
      if (/\.(ts|json)$/.test(name)) saved(file);
      else if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) add(file);
    });
    watcher.on('error', () => watchers.delete(directory));
    watchers.set(directory, watcher);
    for (const entry of readdirSync(directory, { withFileTypes: true })) if (entry.isDirectory()) add(path.join(directory, entry.name));
  };
  add(folder);
  return () => {
    for (const watcher of watchers.values()) watcher.close();
  };
}

/** Starts watching. */
export function watchFunctions(settings: WatchSettings): Watcher {
  const known = new Map<string, string>();
  const inputs = lastInputs();
  const saved = new Set<string>();
  let definitions = currentDefinitions();
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  /** Only what the saved files are part of, so that a change of one flow is there at once. */
  async function rebuild(): Promise<Set<string>> {
    const files = [...saved];
    saved.clear();
    const names = findFunctions().map(({ name }) => name);
    const touched = names.filter((name) => {
      const made = inputs.get(name);
      return made === undefined || files.some((file) => made.includes(path.relative(root, file).replaceAll(path.sep, '/')));
    });
    try {
      return writeChanged(await bundle(touched, inputs), known);
    } catch (error) {
      // What could not be built is tried again with the next save.
      for (const file of files) saved.add(file);
      throw error;
    }
  }
  async function onSave(): Promise<void> {
    const began = Date.now();
    try {
      const changed = await rebuild();
      const wanted = currentDefinitions();
      if (wanted !== definitions) {
        await settings.redeploy();
        definitions = wanted;
        settings.tell(`Deployed again (${((Date.now() - began) / 1000).toFixed(1)} s): what functions say of themselves has changed.`);
      } else if (changed.size > 0) {
        for (const name of changed) settings.swap(name, path.join(root, 'dist', 'functions', name));
        settings.tell(
          `Swapped ${[...changed].sort().join(', ')} (${((Date.now() - began) / 1000).toFixed(1)} s). Calls under way keep what they began with.`,
        );
      }
    } catch (error) {
      settings.tell(`Not swapped: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const noticed = (file: string) => {
    saved.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(onSave);
    }, settleMs);
  };
  const watchers = ['functions', 'shared'].map((folder) => watchFolder(path.join(root, folder), noticed));
  running = rebuild().then(
    () => undefined,
    (error: unknown) => settings.tell(`The functions can not be built: ${String(error)}`),
  );
  return {
    ready: running,
    async close() {
      clearTimeout(timer);
      for (const stop of watchers) stop();
      await running;
    },
  };
}

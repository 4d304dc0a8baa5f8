/** On save under `functions/` or `shared/`: builds the functions again and swaps those that changed; a new or newly defined one is deployed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, watch, writeFileSync, type FSWatcher } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { bundling } from '../infra/build.ts';
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

/** Starts watching. */
export function watchFunctions(settings: WatchSettings): Watcher {
  const known = new Map<string, string>();
  let context: esbuild.BuildContext | undefined;
  let names = '';
  let definitions = currentDefinitions();
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function rebuild(): Promise<Set<string>> {
    const now = findFunctions()
      .map(({ name }) => name)
      .join();
    if (now !== names) {
      await context?.dispose();
      context = await esbuild.context({ ...bundling(), write: false });
      names = now;
    }
    const result = await context?.rebuild();
    return writeChanged(result?.outputFiles ?? [], known);
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
  const noticed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(onSave);
    }, settleMs);
  };
  const watchers: FSWatcher[] = ['functions', 'shared'].map((folder) =>
    watch(path.join(root, folder), { recursive: true }, (_event, file) => {
      if (file?.endsWith('.ts') === true || file?.endsWith('.json') === true) noticed();
    }),
  );
  running = rebuild().then(
    () => undefined,
    (error: unknown) => settings.tell(`The functions can not be built: ${String(error)}`),
  );
  return {
    ready: running,
    async close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      await running;
      await context?.dispose();
    },
  };
}

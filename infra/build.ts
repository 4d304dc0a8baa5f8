/** Builds what a deploy ships, into `dist/`: function bundles (one esbuild pass), the client, the prompts. Only what has changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { readFlowNames } from './flow-names.ts';
import { findFunctions, type FunctionSource, root } from './function-sources.ts';

export const dist = path.join(root, 'dist');

/**
 * `import { z }` is one object with all of zod, its messages in forty languages included, of which nothing can be left out: 350 KB of each
 * function. The same as a namespace is cut down to what is used.
 */
const smallZod: esbuild.Plugin = {
  name: 'small-zod',
  setup(building) {
    building.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      if (file.includes('node_modules')) return undefined;
      const source = readFileSync(file, 'utf8');
      return { contents: source.replace("import { z } from 'zod';", "import * as z from 'zod';"), loader: 'ts' };
    });
  },
};

/** A caller waits until these have started. */
const isWaitedFor = ({ name }: FunctionSource): boolean => /^(calls|flows)-/.test(name);

/**
 * The passes by which functions are bundled (default: all of them); the watcher uses the same, so a swapped function is what a deploy would ship.
 * Those that a caller waits for are bundled each by itself and cut up: the clients of services that a call seldom needs lie in files beside
 * `index.mjs` and are read at their first use, which starts a function in two thirds of the time. For all, that would triple the time of a build.
 */
export function bundlings(functions: readonly FunctionSource[] = findFunctions()): esbuild.BuildOptions[] {
  const others = functions.filter((one) => !isWaitedFor(one));
  const together = { ...bundling(), entryPoints: Object.fromEntries(others.map(({ name, file }) => [`${name}/index`, file])) };
  return [...(others.length === 0 ? [] : [together]), ...functions.filter(isWaitedFor).map(bundlingAlone)];
}

const bundlingAlone = ({ name, file }: FunctionSource): esbuild.BuildOptions => ({
  ...bundling(),
  entryPoints: { index: file },
  outdir: path.join(dist, 'functions', name),
  splitting: true,
});

/** How a function is bundled. */
export function bundling(): esbuild.BuildOptions {
  return {
    absWorkingDir: root,
    outdir: path.join(dist, 'functions'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    sourcemap: 'linked',
    // The sources are at hand wherever a map is used; with them inside, maps are four times the size of the code.
    sourcesContent: false,
    minify: true,
    plugins: [smallZod],
    // Which settings flows name stands in the bundles of those that remove some.
    define: { FLOW_NAMES: JSON.stringify(readFlowNames(path.join(root, 'functions', 'flows'))) },
    // Packages in CommonJS call `require` for Node's own modules.
    banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
    logLevel: 'silent',
  };
}

function hashOf(...paths: string[]): string {
  const hash = createHash('sha256');
  const add = (file: string): void => void hash.update(path.relative(root, file)).update(readFileSync(file));
  for (const one of paths.map((p) => path.join(root, p)).filter(existsSync)) {
    if (!one.includes('.') || !/\.[a-z]+$/.test(one)) {
      const files = readdirSync(one, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      files
        .map((entry) => path.join(entry.parentPath, entry.name))
        .filter((file) => !file.includes('node_modules'))
        .sort()
        .forEach(add);
    } else add(one);
  }
  return hash.digest('hex');
}

/** Runs `make` unless the sources are those of the last time. True when it ran. */
async function once(name: string, sources: string[], make: () => Promise<unknown>): Promise<boolean> {
  const mark = path.join(dist, `.${name}`);
  const hash = hashOf(...sources, 'package-lock.json');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return false;
  await make();
  mkdirSync(dist, { recursive: true });
  writeFileSync(mark, hash);
  return true;
}

/** Where it stands what each function's bundle was made of. */
export const inputsFile = path.join(dist, 'functions', 'inputs.json');

/** What each bundle was made of: function name → sources, relative to the root. */
export function inputsOf(metafiles: readonly esbuild.Metafile[]): Map<string, string[]> {
  const made = new Map<string, string[]>();
  for (const [file, { inputs }] of metafiles.flatMap(({ outputs }) => Object.entries(outputs))) {
    const name = path.basename(path.dirname(file));
    if (!file.endsWith('.map')) made.set(name, [...(made.get(name) ?? []), ...Object.keys(inputs)]);
  }
  return made;
}

/** Bundles every function. */
export const buildFunctions = (): Promise<boolean> =>
  once('functions', ['functions', 'shared', 'infra/build.ts', 'infra/flow-names.ts'], async () => {
    rmSync(path.join(dist, 'functions'), { recursive: true, force: true });
    const metafiles: esbuild.Metafile[] = [];
    for (const how of bundlings()) metafiles.push((await esbuild.build({ ...how, metafile: true })).metafile);
    writeFileSync(inputsFile, JSON.stringify(Object.fromEntries(inputsOf(metafiles))));
  });

/** Each flow's picture among the client's files. */
async function drawFlows(folder: string): Promise<void> {
  const [{ findFlows }, { drawFlow }] = await Promise.all([import('../bin/flows/find-flows.ts'), import('../bin/flows/draw.ts')]);
  mkdirSync(folder, { recursive: true });
  for (const found of await findFlows()) writeFileSync(path.join(folder, `${found.flow.name}.svg`), drawFlow(found));
}

/** Builds the client with Vite. */
export const buildClient = (): Promise<boolean> =>
  once('web', ['web', 'shared', 'functions/flows', 'bin/flows'], async () => {
    const { build } = await import('vite');
    await build({ root: path.join(root, 'web'), configFile: path.join(root, 'web', 'vite.config.ts'), logLevel: 'warn' });
    await drawFlows(path.join(dist, 'web', 'flows'));
  });

/** Renders the prompts with the shipped voice. */
export const buildPrompts = (): Promise<boolean> =>
  once('prompts', ['shared/prompts', 'infra/prompts'], async () => {
    const { renderPrompts } = await import('./prompts/render.ts');
    await renderPrompts(path.join(dist, 'prompts'));
  });

/** The hash of all that decides the templates: unchanged means that the last `cdk.out` still holds. */
export const synthesisHash = (stageFile: string): string =>
  hashOf('bin', 'infra', 'functions', 'shared', 'web', 'cdk.json', 'package-lock.json', stageFile);

/** Builds all; tells each part that was not up to date. */
export async function build(tell: (part: string, ms: number) => void = () => {}): Promise<void> {
  for (const [part, run] of [
    ['functions', buildFunctions],
    ['client', buildClient],
    ['prompts', buildPrompts],
  ] as const) {
    const began = Date.now();
    if (await run()) tell(part, Date.now() - began);
  }
}

if (import.meta.main) await build((part, ms) => console.log(`built ${part} in ${(ms / 1000).toFixed(1)} s`));

/** How long functions take to load, beside a bare client of DynamoDB: processes of their own, in turn. */
import * as esbuild from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundling, bundlings } from '../../../infra/build.ts';
import { findFunctions, root } from '../../../infra/function-sources.ts';

const bare = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({ region: 'us-east-1' });
export const handler = () => client.send(new GetItemCommand({ TableName: 't', Key: {} }));
`;
const rounds = 9;
const bareName = 'bare';

/** The functions as a deploy ships them, and the bare client in one file, as bundlers do by default. */
async function bundle(outdir: string, names: readonly string[]): Promise<void> {
  for (const how of bundlings(findFunctions().filter(({ name }) => names.includes(name))))
    await esbuild.build({ ...how, outdir: path.join(outdir, path.basename(how.outdir ?? '')), sourcemap: false });
  const stdin = { contents: bare, resolveDir: root, loader: 'ts' } as const;
  await esbuild.build({
    ...bundling(),
    stdin,
    outdir: path.join(outdir, bareName),
    entryNames: 'index',
    sourcemap: false,
  });
}

const load = (file: string): number =>
  Number(execFileSync(process.execPath, [path.join(import.meta.dirname, 'load-bundle.ts'), file], { encoding: 'utf8' }));

/** Milliseconds by function (of those that callers wait for), and of the bare client in the same rounds. */
export async function loadTimes<Name extends string>(
  functions: Readonly<Record<Name, string>>,
): Promise<{ ours: Record<Name, number[]>; bare: number[] }> {
  const outdir = mkdtempSync(path.join(os.tmpdir(), 'linehall-load-'));
  try {
    const names = Object.keys(functions) as Name[];
    const bundles = new Map<string, string>([[bareName, bareName], ...names.map((name) => [name, functions[name]] as const)]);
    await bundle(outdir, [...bundles.values()]);
    const times = new Map<string, number[]>([...bundles.keys()].map((name) => [name, []]));
    // The first round only brings the files into memory.
    for (let round = 0; round <= rounds; round++) {
      for (const [name, taken] of times) {
        const ms = load(path.join(outdir, bundles.get(name) ?? '', 'index.mjs'));
        if (round > 0) taken.push(ms);
      }
    }
    const ours = Object.fromEntries(names.map((name) => [name, times.get(name) ?? []])) as Record<Name, number[]>;
    return { ours, bare: times.get(bareName) ?? [] };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** How long functions take to load, beside a bare client of DynamoDB that was bundled in the same way: processes of their own, in turn. */
import * as esbuild from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundling } from '../../../infra/build.ts';
import { root } from '../../../infra/function-sources.ts';

const bare = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({ region: 'us-east-1' });
export const handler = () => client.send(new GetItemCommand({ TableName: 't', Key: {} }));
`;
const rounds = 9;
const bareName = 'bare';

async function bundle(outdir: string, functions: Readonly<Record<string, string>>): Promise<void> {
  const entries = Object.entries(functions).map(([name, file]) => [`${name}/index`, path.join(root, file)]);
  await esbuild.build({ ...bundling(), entryPoints: Object.fromEntries(entries) as Record<string, string>, outdir, sourcemap: false });
  const { entryPoints: _, ...how } = bundling();
  const stdin = { contents: bare, resolveDir: root, loader: 'ts' } as const;
  await esbuild.build({ ...how, stdin, outdir: path.join(outdir, bareName), entryNames: 'index', sourcemap: false });
}

const load = (file: string): number =>
  Number(execFileSync(process.execPath, [path.join(import.meta.dirname, 'load-bundle.ts'), file], { encoding: 'utf8' }));

/** Milliseconds by function, and of the bare client in the same rounds. */
export async function loadTimes<Name extends string>(
  functions: Readonly<Record<Name, string>>,
): Promise<{ ours: Record<Name, number[]>; bare: number[] }> {
  const outdir = mkdtempSync(path.join(os.tmpdir(), 'linehall-load-'));
  try {
    await bundle(outdir, functions);
    const names = Object.keys(functions) as Name[];
    const times = new Map<string, number[]>([bareName, ...names].map((name) => [name, []]));
    // The first round only brings the files into memory.
    for (let round = 0; round <= rounds; round++) {
      for (const [name, taken] of times) {
        const ms = load(path.join(outdir, name, 'index.mjs'));
        if (round > 0) taken.push(ms);
      }
    }
    const ours = Object.fromEntries(names.map((name) => [name, times.get(name) ?? []])) as Record<Name, number[]>;
    return { ours, bare: times.get(bareName) ?? [] };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

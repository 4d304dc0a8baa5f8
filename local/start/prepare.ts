/** Builds and synthesizes what has changed since the last start. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, synthesisHash } from '../../infra/build.ts';

/** The stage that a laptop runs. */
export const stageFile = 'stages/laptop.json';

/** Synthesis failed; the message is what it said. */
export class SynthesisFailed extends Error {
  override readonly name = 'SynthesisFailed';
}

/** Synthesizes into a folder in a process of its own. Throws SynthesisFailed. */
export function synthesize(outdir: string): Promise<void> {
  const script = path.join(import.meta.dirname, '..', 'synthesize.ts');
  const child = spawn(process.execPath, [script, stageFile, outdir], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code) => (code === 0 ? done() : fail(new SynthesisFailed(said.trim()))));
  });
}

/** Brings `dist/` and the assembly up to date; tells each part that took time. */
export async function prepare(dir: string, tell: (part: string, ms: number) => void): Promise<string> {
  const outdir = path.join(dir, 'cdk.out');
  const mark = path.join(dir, 'synthesis');
  await build((part, ms) => tell(`built ${part}`, ms));
  const hash = synthesisHash(stageFile);
  const upToDate = existsSync(mark) && readFileSync(mark, 'utf8') === hash && existsSync(path.join(outdir, 'manifest.json'));
  if (upToDate) return outdir;
  const began = Date.now();
  mkdirSync(dir, { recursive: true });
  await synthesize(outdir);
  writeFileSync(mark, hash);
  tell('synthesized the app', Date.now() - began);
  return outdir;
}

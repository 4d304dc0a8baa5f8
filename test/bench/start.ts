/** How long `npm start` takes until all runs: the first time in a fresh copy, and again. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../infra/function-sources.ts';
import { compared } from './figure.ts';
import type { Bench, Figure } from './figure.ts';

const runs = 3;
const withinMs = 180_000;
const running = /Gateway and cloud are running/;

/** Packages are there already (linked): installing them is the network's business. The first start builds and synthesizes everything. */
export async function start(): Promise<Figure[]> {
  const first: number[] = [];
  const second: number[] = [];
  for (let run = 0; run < runs; run++) {
    const copy = mkdtempSync(path.join(tmpdir(), 'linehall-start-'));
    try {
      copyTo(copy);
      first.push(await startIn(copy));
      second.push(await startIn(copy));
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }
  return [compared('start.first', 'ms', first), compared('start.second', 'ms', second)];
}

export const bench: Bench = start;

/** What is under version control, as it is now. */
function copyTo(copy: string): void {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(copy, file));
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
}

/** Milliseconds from the command to the line that says that it runs; then it is ended. */
async function startIn(copy: string): Promise<number> {
  const [port, sipPort] = [await freePorts(), await freePorts()];
  const command = ['bin/linehall.mjs', 'start', '--no-open', '--port', String(port), '--sip-port', String(sipPort)];
  const began = performance.now();
  const child = spawn(process.execPath, command, { cwd: copy, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  try {
    return await new Promise<number>((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`npm start ${why}:\n${said.slice(-2000)}`));
      const timer = setTimeout(() => fail(`did not run within ${withinMs / 1000} s`), withinMs);
      const hear = (text: Buffer): void => {
        said += text.toString();
        if (!running.test(said)) return;
        clearTimeout(timer);
        resolve(performance.now() - began);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => fail('ended'));
    });
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** A port with, most likely, free ones after it. */
async function freePorts(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port - 10 : 0;
}

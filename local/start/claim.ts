/** One process at a time keeps its state in a folder: two would write over each other. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const fileIn = (dir: string) => path.join(dir, 'running.pid');

/** The process that uses the folder; undefined when there is none, or it ended without saying so. */
export function runsAlready(dir: string): number | undefined {
  try {
    const pid = Number(readFileSync(fileIn(dir), 'utf8'));
    if (pid === process.pid) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? Number(readFileSync(fileIn(dir), 'utf8')) : undefined;
  }
}

/** Claims the folder for this process until it ends. */
export function claim(dir: string): void {
  mkdirSync(dir, { recursive: true });
  writeFileSync(fileIn(dir), String(process.pid));
  process.on('exit', () => rmSync(fileIn(dir), { force: true }));
}

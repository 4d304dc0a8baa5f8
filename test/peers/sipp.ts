/** sipp as the caller: a scenario runs, and its figures are what is left. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface SippOrder {
  /** A file of `test/peers/sipp/`, without its ending. */
  scenario: string;
  /** `host:port` of the server. */
  sip: string;
  number: string;
  calls?: number;
  callsPerSecond?: number;
  /** How long a call lasts where the scenario leaves it open. */
  holdMs?: number;
  /** Per cent of the packets that sipp throws away. */
  lost?: number;
  withinMs?: number;
}
export interface SippResult {
  /** 0: every call went as the scenario says. */
  code: number | null;
  successful: number;
  failed: number;
  /** Its own words about what went wrong. */
  errors: string;
}

const option = (name: string, value: number | undefined): string[] => (value === undefined ? [] : [name, String(value)]);

/** The last line of sipp's statistics holds the totals, named by the first. */
function totals(dir: string): { successful: number; failed: number } {
  const file = readdirSync(dir).find((name) => name.endsWith('.csv'));
  const lines = file === undefined ? [] : readFileSync(path.join(dir, file), 'utf8').trim().split('\n');
  const [names = [], values = []] = [lines[0]?.split(';'), lines.at(-1)?.split(';')];
  const total = (name: string): number => Number(values[names.indexOf(name)] ?? Number.NaN);
  return { successful: total('SuccessfulCall(C)'), failed: total('FailedCall(C)') };
}

/** Runs a scenario of `test/peers/sipp/` to its end. Rejects when sipp can't be run. */
export const sipp = ({ scenario, ...order }: SippOrder): Promise<SippResult> =>
  runSipp({ ...order, file: path.join(import.meta.dirname, 'sipp', `${scenario}.xml`) });

/** The same with a scenario anywhere; `lines`: a file with what differs from caller to caller. */
export async function runSipp(order: Omit<SippOrder, 'scenario'> & { file: string; lines?: string; more?: string[] }): Promise<SippResult> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'linehall-sipp-'));
  const args = [
    order.sip,
    ...['-sf', order.file, ...(order.lines === undefined ? [] : ['-inf', order.lines])],
    ...['-s', order.number, '-i', '127.0.0.1', '-mi', '127.0.0.1', '-nostdin', '-aa', '-trace_err', '-trace_stat', '-fd', '1'],
    ...['-m', String(order.calls ?? 1), '-l', String(order.calls ?? 1), '-r', String(order.callsPerSecond ?? 10)],
    ...['-timeout', `${Math.ceil((order.withinMs ?? 60_000) / 1000)}s`, '-timeout_error'],
    ...(order.more ?? []),
    ...option('-d', order.holdMs),
    ...option('-lost', order.lost),
    ...['-error_file', path.join(dir, 'errors.log'), '-stf', path.join(dir, 'totals.csv')],
  ];
  try {
    const child = spawn('sipp', args, { cwd: dir, stdio: 'ignore' });
    const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('exit', resolve));
    const errors = readdirSync(dir).includes('errors.log') ? readFileSync(path.join(dir, 'errors.log'), 'utf8').slice(0, 4000) : '';
    return { code, ...totals(dir), errors };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Follows what the `log` actions of a scenario write. */
export function followSipp(file: string) {
  const waiting = new Set<() => void>();
  let [written, ended] = [new Set<string>(), false];
  const look = (): void => {
    if (existsSync(file)) written = new Set(readFileSync(file, 'utf8').split('\n'));
    for (const one of [...waiting]) one();
  };
  const says = (line: string): boolean => written.has(line);
  const timer = setInterval(look, 20);
  return {
    options: ['-trace_logs', '-log_file', file],
    says,
    get ended(): boolean {
      return ended;
    },
    /** When the line is there, the time over, or sipp no longer running. */
    until: (line: string, withinMs = Number.POSITIVE_INFINITY) =>
      new Promise<void>((resolve) => {
        const untilMs = performance.now() + withinMs;
        const one = (): void => {
          if (!ended && !says(line) && performance.now() < untilMs) return;
          waiting.delete(one);
          resolve();
        };
        waiting.add(one);
        one();
      }),
    close(): void {
      look();
      ended = true;
      clearInterval(timer);
      for (const one of [...waiting]) one();
    },
  };
}

/** Callers with sipp who press keys at their times and hang up: as many as there are ways, all in one run. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runSipp, type SippResult } from './sipp.ts';

export interface KeyCaller {
  number: string;
  from: string;
  /** Seconds and keys by turns: so long the caller waits, then presses. The last seconds end in hanging up. */
  way: string;
}

/** `4 1, 9 70011#, 3` → the turns, and the last wait. */
export function turnsOf(way: string): { turns: { ms: number; keys: string }[]; lastMs: number } {
  const parts = way.split(',').map((part) => part.trim().split(' '));
  const turns = parts.slice(0, -1).map(([seconds, keys = '']) => ({ ms: Number(seconds) * 1000, keys }));
  return { turns, lastMs: Number(parts.at(-1)?.[0]) * 1000 };
}

const variable = (name: string, field: number, ms: string): string => `
  <nop hide="true"><action>
    <assignstr assign_to="${name}" value="[field${field}]"/>
    <todouble assign_to="${ms}" variable="${name}"/>
  </action></nop>
  <pause variable="${ms}"/>`;

/** sipp has no loops over the fields of a caller: a scenario for the longest way, which shorter ones leave sooner. */
function scenario(most: number): string {
  const base = readFileSync(path.join(import.meta.dirname, 'sipp', 'short-call.xml'), 'utf8');
  const turns = Array.from({ length: most }, (_, i) => {
    const [wait, keys] = [2 + 2 * i, 3 + 2 * i];
    return `${variable(`wait${i}`, wait, `ms${i}`)}
  <nop hide="true"><action>
    <assignstr assign_to="keys${i}" value="[field${keys}]"/>
    <strcmp assign_to="differs${i}" variable="keys${i}" value="bye"/>
    <test assign_to="over${i}" variable="differs${i}" compare="equal" value="0"/>
  </action></nop>
  <nop hide="true" next="1" test="over${i}"/>
  <nop><action><exec play_dtmf="[field${keys}],100"/></action></nop>`;
  });
  const presses = `${turns.join('')}${variable('last', 2 + 2 * most, 'lastMs')}\n  <label id="1"/>`;
  return base.replace('<pause/>', presses).replaceAll('[service]', '[field0]').replaceAll('+130355501[call_number]', '[field1]');
}

/** One line of the injection file: what a way lacks to the longest is `bye`. */
function lineOf({ number, from, way }: KeyCaller, most: number): string {
  const { turns, lastMs } = turnsOf(way);
  const told = turns.flatMap(({ ms, keys }) => [String(ms), keys]);
  const rest =
    turns.length < most ? [String(lastMs), 'bye', ...Array<string>(2 * (most - turns.length - 1) + 1).fill('0')] : [String(lastMs)];
  return `${[number, from, ...told, ...rest].join(';')};`;
}

/** All of them at once, a few a second. */
export async function callWithKeys(sip: string, callers: readonly KeyCaller[]): Promise<SippResult> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'linehall-keys-'));
  const most = Math.max(...callers.map(({ way }) => turnsOf(way).turns.length));
  const [file, lines] = [path.join(dir, 'keys.xml'), path.join(dir, 'callers.csv')];
  writeFileSync(file, scenario(most));
  writeFileSync(lines, `SEQUENTIAL\n${callers.map((caller) => lineOf(caller, most)).join('\n')}\n`);
  try {
    return await runSipp({ file, lines, sip, number: 'any', calls: callers.length, callsPerSecond: 4, withinMs: 120_000 });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

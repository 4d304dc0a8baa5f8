/** `npm run bench -- NAME [--json] [--peer HOST:PORT]`: measures, prints a table and the command that reproduces it. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, Figure } from './figure.ts';

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !['run.ts', 'figure.ts'].includes(file))
  .map((file) => file.slice(0, -3));

const round = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));

function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, against, ratio }) => [
    name,
    `${round(value)} ${unit}`,
    against === undefined ? '' : `${round(against)} ${unit}`,
    ratio === undefined ? '' : `${ratio.toFixed(3)}×`,
  ]);
  const all = [['figure', 'value', 'against', 'ratio'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n');
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, peer: { type: 'string' } },
});
const [name = ''] = positionals;
const file = path.join(import.meta.dirname, `${name}.ts`);
if (!names.includes(name) || !existsSync(file)) {
  console.error(`There is no bench "${name}". Choose one of: ${names.join(', ')}.`);
  process.exit(2);
}
const { bench } = (await import(file)) as { bench: Bench };
const figures = await bench(values.peer === undefined ? {} : { peer: values.peer });
if (values.json) for (const figure of figures) console.log(JSON.stringify(figure));
else console.log(`${table(figures)}\n\nAgain: npm run bench -- ${name}${values.peer === undefined ? '' : ` --peer ${values.peer}`}`);
process.exit(0);

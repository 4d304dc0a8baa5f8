/** `npx linehall settings export | import`: all settings as one file that a company keeps in its repository. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fromFile, toFile } from '../../shared/settings/file.ts';
import { importSettings, planImport } from '../../shared/settings/import.ts';
import type { Judged } from '../../shared/settings/judge.ts';
import { readSnapshot } from '../../shared/settings/snapshot.ts';
import { differences } from '../../shared/settings/words-of-change.ts';
import { readFlowNames } from '../../infra/flow-names.ts';
import { findFlows, flowsFolder, Refusal, root } from '../flows/find-flows.ts';
import { openSettings } from './open.ts';

const usage = `linehall settings <command>

  export [file]   writes all settings, or prints them
  import <file>   makes the settings what the file says; what the file does not have stays, or goes with --remove
                  [--dry-run] only tells what would change

  Which contact center: the one that runs here (npm start) [--dir .linehall],
  or with --stage NAME the deployed one, by your AWS credentials and Region.`;

const text = { type: 'string' } as const;
const options = { dir: text, stage: text, 'dry-run': { type: 'boolean' }, remove: { type: 'boolean' }, help: { type: 'boolean' } } as const;

/** A change as lines of a readable difference. */
export function linesOf({ kind, id, item, before }: Judged): string[] {
  const sign = before === undefined ? '+' : item === undefined ? '-' : '~';
  const fields = item === undefined ? [] : differences(kind, { before: before?.item, after: item });
  return [
    `${sign} ${kind} ${id}`,
    ...fields.map(({ label, before: was, after: is }) => `    ${label}: ${[was ?? 'none', is ?? 'none'].join(' → ')}`),
  ];
}

function read(file: string | undefined) {
  if (file === undefined) throw new Refusal(`Say which file.\n\n${usage}`);
  if (!existsSync(file)) throw new Refusal(`There is no file ${file}.`);
  const read = fromFile(readFileSync(file, 'utf8'));
  if ('wrong' in read) throw new Refusal(`${file} can't be imported. ${read.wrong}`);
  return read.wanted;
}

const sentences = (problems: readonly { sentence: string; remedy: string }[]): string =>
  problems.map(({ sentence, remedy }) => `  ${sentence} ${remedy}`).join('\n');

async function run(parameters: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...parameters], options, allowPositionals: true });
  const [command, file] = positionals;
  if (values.help === true) return console.log(usage);
  if (command === 'export') {
    const written = toFile((await readSnapshot((await openSettings(values)).db)).snapshot);
    if (file === undefined) return void process.stdout.write(written);
    writeFileSync(file, written);
    return console.log(`Written: ${path.relative(process.cwd(), path.resolve(file))}`);
  }
  if (command !== 'import') throw new Refusal(usage);
  const wanted = read(file);
  const world = await openSettings(values);
  const sources = { flows: (await findFlows()).map(({ flow }) => flow.name), named: readFlowNames(flowsFolder) };
  const plan = await planImport(world, sources, wanted, values.remove === true);
  if ('refused' in plan) throw new Refusal(`Nothing is changed. In ${file ?? ''}:\n${sentences(plan.refused)}`);
  for (const line of plan.changes.flatMap(linesOf)) console.log(line);
  if (plan.changes.length === 0) return console.log('Nothing differs.');
  if (values['dry-run'] === true) return console.log(`${plan.changes.length} settings would change. Nothing is written.`);
  const done = await importSettings(world, sources, { id: 'import', name: 'import' }, wanted, values.remove === true);
  if ('refused' in done) throw new Refusal(`Somebody changed settings meanwhile, and now:\n${sentences(done.refused)}`);
  console.log(`${done.changed} settings changed. Who changed what stands in their history as “import”.`);
}

if (import.meta.main) {
  process.chdir(process.env['INIT_CWD'] ?? root);
  try {
    await run(process.argv.slice(2));
  } catch (fault) {
    const known =
      fault instanceof Refusal || (fault instanceof Error && 'code' in fault && String(fault.code).startsWith('ERR_PARSE_ARGS'));
    if (!known) throw fault;
    console.error(`linehall: ${fault.message}`);
    process.exitCode = 2;
  }
}

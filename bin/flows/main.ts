/** `npx linehall flows check | draw | try | replay`: flows without a telephone. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkFlows } from './check.ts';
import { findFlow, findFlows, Refusal, root, type FoundFlow } from './find-flows.ts';
import { checkSettings } from './check-settings.ts';
import { namesOfRunning } from './own-prompts.ts';
import { names } from './settings.ts';

const usage = `linehall flows <command>

  check [flow]          walks every branch and says what is wrong; without a flow also what settings name that is not there
  draw [flow] [--out]   the flow as a picture (SVG): to the terminal, or with --out to docs/pictures/flow-<name>.svg
  try <flow>            a conversation in the terminal [--at 2026-12-24T14:00] [--as known|new|withheld] [--to +12025550100]
  replay <contact|last> a recorded contact through today's flow [--dir .linehall] [--run 1] [--save test/flows/replays/name.json]`;

const text = { type: 'string' } as const;
const options = {
  out: { type: 'boolean' },
  at: text,
  as: text,
  to: text,
  dir: text,
  run: text,
  save: text,
  help: { type: 'boolean' },
} as const;

const chosen = (name: string | undefined): Promise<FoundFlow[]> =>
  name === undefined ? findFlows() : findFlow(name).then((flow) => [flow]);
const needed = (value: string | undefined, what: string): string => {
  if (value === undefined) throw new Refusal(`Say which ${what}.\n\n${usage}`);
  return value;
};

async function draw(name: string | undefined, out: boolean): Promise<void> {
  const { drawFlow, pictureOf } = await import('./draw.ts');
  for (const found of await chosen(name)) {
    const picture = drawFlow(found);
    if (!out) process.stdout.write(picture);
    else {
      const file = pictureOf(found.flow.name);
      writeFileSync(path.join(root, file), picture);
      console.log(`Drawn: ${file}`);
    }
  }
}

async function run(parameters: readonly string[]): Promise<boolean> {
  const { values, positionals } = parseArgs({ args: [...parameters], options, allowPositionals: true });
  const [command, name] = positionals;
  if (values.help === true) return (console.log(usage), true);
  switch (command) {
    case 'check': {
      const { names: known, db } = await namesOfRunning(names);
      const flowsAreRight = checkFlows(await chosen(name), known, console.log);
      return (name !== undefined || (await checkSettings(db, known, console.log))) && flowsAreRight;
    }
    case 'draw':
      await draw(name, values.out === true);
      return true;
    case 'try': {
      const { tryFlow } = await import('./try.ts');
      await tryFlow(await findFlow(needed(name, 'flow')), values, { lines: process.stdin, tell: console.log });
      return true;
    }
    case 'replay': {
      const { replayContact } = await import('./replay.ts');
      return replayContact(needed(name, 'contact'), values, console.log);
    }
    default:
      throw new Refusal(usage);
  }
}

if (import.meta.main) {
  try {
    process.exitCode = (await run(process.argv.slice(2))) ? 0 : 1;
  } catch (fault) {
    const known =
      fault instanceof Refusal || (fault instanceof Error && 'code' in fault && String(fault.code).startsWith('ERR_PARSE_ARGS'));
    if (!known) throw fault;
    console.error(`linehall: ${fault.message}`);
    process.exitCode = 2;
  }
}

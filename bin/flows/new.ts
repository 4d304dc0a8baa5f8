/** `npx linehall new flow <name>`: a flow that answers calls, its test, and its part of the guide. Never overwrites. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal, root } from './find-flows.ts';

const flowText = (name: string): string => `import { defineFlow } from '../../shared/flows/flow.ts';
import { define } from '../kit/definition.ts';
import { flowHandler } from '../kit/flow-handler.ts';

export const definition = define({
  purpose: 'The flow "${name}": opening hours, then the operators.',
  wakes: { flow: '${name}' },
  may: [
    { table: 'customers', actions: ['GetItem', 'PutItem'] },
    { table: 'contacts', actions: ['GetItem', 'PutItem', 'UpdateItem'] },
    { table: 'settings', actions: ['GetItem', 'Query'] },
  ],
});

export const flow = defineFlow('${name}', function* (call) {
  yield* call.identify();
  if (!(yield* call.isOpen())) {
    yield* call.play('closed');
    return yield* call.hangUp();
  }
  // What a supervisor has switched on for this number, if anything.
  yield* call.notice();
  yield* call.play('welcome');
  return yield* call.enqueue('operator');
});

export const handler = flowHandler(flow);
`;

const testText = (name: string): string => `import { it } from 'vitest';
import { flow } from '../../functions/flows/${name}.ts';
import { dial } from './caller.ts';

it('welcomes the caller, who then waits for an operator', () => {
  const { caller, call } = dial(flow);
  caller.hears('welcome');
  call.isQueuedIn('operator');
});

it('says that it is closed and hangs up', () => {
  const { caller, call } = dial(flow, { open: false });
  caller.hears('closed');
  call.isHungUp();
});
`;

/** The guide that tells which flows there are; each has a part of its own. */
export const guide = 'docs/guides/flows.md';
const guideHead = '# The flows of this contact center\n';

const entryText = (name: string): string => `
## ${name}

Which number leads here, what callers hear and what they may choose: write it for those who take the calls.

- When it is closed: the prompt \`closed\`, and the end of the call.
- Otherwise: the notice of the day, the prompt \`welcome\`, and the queue of the topic \`operator\`.

\`npx linehall flows try ${name}\` lets you be the caller, \`npx linehall flows draw ${name}\` shows it as a picture.
`;

/** The flow's part is added at the guide's end, unless it has one. */
function addToGuide(name: string, folder: string, tell: (line: string) => void): void {
  const file = path.join(folder, guide);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : guideHead;
  if (before.split('\n').includes(`## ${name}`)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${before.trimEnd()}\n${entryText(name)}`);
  tell(`Added: ${guide}, “${name}”`);
}

const nextSteps = (name: string): string => `
Next
  npx linehall flows try ${name}      be the caller, here in the terminal
  npx linehall flows check ${name}    walk every branch
  npm test -- test/flows/${name}.test.ts

To be called, it needs a number: a row in \`numbers\` of local/demo/settings.ts on this machine
    { ...version, number: '+12025550177', flow: '${name}', hoursId: 'always' },
and the number itself in \`numbers\` of the stage. docs/guides/add-a-flow.md tells the rest: prompts, topics, a deploy.`;

/** Writes a flow, its test and its part of the guide under `folder`. Refuses names that no file should have, and files that are there. */
export function newFlow(name: string | undefined, tell: (line: string) => void, folder: string = root): void {
  if (name === undefined || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 40)
    throw new Refusal('A flow has a name in small letters, digits and hyphens, like `returns-desk`: linehall new flow <name>');
  const files = { [`functions/flows/${name}.ts`]: flowText(name), [`test/flows/${name}.test.ts`]: testText(name) };
  for (const file of Object.keys(files)) if (existsSync(path.join(folder, file))) throw new Refusal(`${file} is there already.`);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text, { flag: 'wx' });
    tell(`Written: ${file}`);
  }
  addToGuide(name, folder, tell);
  tell(nextSteps(name));
}

if (import.meta.main) {
  const [kind, name] = process.argv.slice(2);
  try {
    if (kind !== 'flow') throw new Refusal('linehall new flow <name>');
    newFlow(name, console.log);
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    console.error(`linehall: ${fault.message}`);
    process.exitCode = 2;
  }
}

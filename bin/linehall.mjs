#!/usr/bin/env node
// The one way in: `linehall start | test | check | flows | call | bench | doctor | synth`. Plain JavaScript for any Node from 20 on: it installs
// what is missing and goes on under the pinned Node, which is Lambda's runtime.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const [command = 'help', ...rest] = process.argv.slice(2);

/** Scripts by command: what runs, one after the other, with the rest of the command line given to the last. */
const vitest = path.join('node_modules', 'vitest', 'vitest.mjs');
const commands = {
  start: { tells: 'run the contact center on this machine', steps: [['local/start.ts']] },
  test: { tells: 'run the tests', steps: [[vitest, 'run']] },
  peers: {
    tells: 'run the long tests, and those with real peers: sipp, baresip, Chromium',
    steps: [[vitest, 'run', '--config', 'test/peers/vitest.config.ts']],
  },
  check: { tells: 'types, lint, format, architecture, flows', steps: [['bin/check.ts']] },
  flows: { tells: 'check, draw, try or replay flows, without a telephone', steps: [['bin/flows/main.ts']] },
  prompts: { tells: 'check or render the recordings of the prompts', steps: [['bin/prompts/main.ts']] },
  new: { tells: 'begin a flow: new flow <name>', steps: [['bin/flows/new.ts']] },
  settings: { tells: 'export or import all settings as one file', steps: [['bin/settings/main.ts']] },
  call: { tells: 'place a call from the terminal', steps: [['local/call.ts']] },
  bench: { tells: 'measure', steps: [['test/bench/run.ts']] },
  doctor: { tells: 'what would fail in a deploy', steps: [['bin/doctor.ts']] },
  synth: { tells: 'the templates, into cdk.out (what `cdk` runs)', steps: [['bin/app.ts']] },
  build: { tells: 'bundle functions, client and prompts', steps: [['infra/build.ts']] },
};

function fail(sentence) {
  console.error(`linehall: ${sentence}`);
  process.exit(1);
}

const packagesIn = (file) => {
  const full = path.join(root, file);
  return existsSync(full) ? JSON.parse(readFileSync(full, 'utf8')).packages : undefined;
};

/** What package-lock.json wants otherwise than it is installed, by npm's own record; undefined where nothing is installed. */
function differing() {
  const wanted = packagesIn('package-lock.json');
  const found = packagesIn(path.join('node_modules', '.package-lock.json'));
  if (found === undefined) return undefined;
  const names = new Set([...Object.keys(wanted), ...Object.keys(found)].filter((name) => name.startsWith('node_modules/')));
  return [...names].flatMap((name) => {
    const [want, have] = [wanted[name], found[name]];
    if (want?.version === have?.version && want?.integrity === have?.integrity) return [];
    // What is for other machines is not installed.
    if (have === undefined && (want.optional || want.devOptional)) return [];
    return [`${name.slice('node_modules/'.length)} ${have?.version ?? 'none'} → ${want?.version ?? 'none'}`];
  });
}

/** Installs when package-lock.json wants something else than is there, whoever installed it, and says what. The mark saves the comparing. */
function install() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const modules = path.join(root, 'node_modules');
  const mark = path.join(modules, '.linehall-lock');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  const differs = differing();
  if (differs === undefined || differs.length > 0) {
    const some = differs?.slice(0, 3).join(', ');
    const more = differs !== undefined && differs.length > 3 ? ` and ${differs.length - 3} more` : '';
    const why =
      some === undefined ? 'No packages are installed' : `package-lock.json wants other packages than are installed: ${some}${more}`;
    // `npm ci` would delete what others use through the link.
    if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink())
      fail(`${why}. node_modules is a link to ${realpathSync(modules)}: run \`npm ci\` where it belongs, or remove the link.`);
    const began = Date.now();
    console.log(`${why}.\nInstalling them anew (\`npm ci\` replaces node_modules) …`);
    const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit', shell: windows });
    if (npm.status !== 0) fail('`npm ci` failed; what it printed above says why. Mend that and start again.');
    console.log(`Installed in ${((Date.now() - began) / 1000).toFixed(0)} s.`);
  }
  mkdirSync(modules, { recursive: true });
  writeFileSync(mark, lock);
}

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) fail(`Node ${process.versions.node} is too old. Install Node 20 or newer from nodejs.org, then start again.`);
const chosen = commands[command];
if (chosen === undefined) {
  console.log(
    `linehall <command>\n\n${Object.entries(commands)
      .map(([name, { tells }]) => `  ${name.padEnd(8)} ${tells}`)
      .join('\n')}`,
  );
  process.exit(command === 'help' ? 0 : 2);
}
install();
const pinned = path.join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
const node = existsSync(pinned) ? pinned : process.execPath;
const env = { ...process.env, PATH: `${path.dirname(pinned)}${path.delimiter}${process.env.PATH}`, NODE_NO_WARNINGS: '1' };
// `--inspect` is for Node: a debugger attaches to the command itself and to its functions, which are threads of it.
const forNode = rest.filter((one) => /^--inspect(-brk|-wait)?(=|$)/.test(one));
const own = rest.filter((one) => !forNode.includes(one));
for (const [index, step] of chosen.steps.entries()) {
  const last = index === chosen.steps.length - 1;
  const options = ['--enable-source-maps', ...(last ? forNode : [])];
  const child = spawn(node, [...options, ...step.map((s, i) => (i === 0 ? path.join(root, s) : s)), ...(last ? own : [])], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve) => child.on('exit', (status, signal) => resolve(signal ? 1 : (status ?? 1))));
  if (code !== 0) process.exit(code);
}

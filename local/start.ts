/** `npm start`: builds what changed, starts the gateway and the local cloud, and tells where everything is. */
import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { dist } from '../infra/build.ts';
import { root } from '../infra/function-sources.ts';
import { readStage } from '../infra/stage.ts';
import { lanAddress, readOptions, readTrunk, sentenceFor, usage, type Options } from './start/options.ts';
import { claim, runsAlready } from './start/claim.ts';
import { prepare, stageFile, synthesize, SynthesisFailed } from './start/prepare.ts';
import type { System } from './system.ts';
import type { Watcher } from './watch.ts';

const began = performance.now();
const seconds = (ms: number) => (ms / 1000).toFixed(1).padStart(5);
const step = (line: string) => console.log(`${seconds(performance.now() - began)} s  ${line}`);
const tell = (line: string) => console.log(`${new Date().toLocaleTimeString()}  ${line}`);

function give(sentence: string, status: number): never {
  console.error(`linehall: ${sentence}`);
  process.exit(status);
}

function addresses(system: System): string {
  const { endpoints } = system;
  const people = endpoints.signIns.map(
    ({ name, email, password, groups }) => `    ${name.padEnd(16)} ${email.padEnd(22)} ${password.padEnd(20)} ${groups.join(', ')}`,
  );
  const phones = endpoints.phones.map(({ user, password, number }) => `    ${user.padEnd(16)} ${number.padEnd(22)} ${password}`);
  return `
  Try it    ${endpoints.client}try    Anna on one side, a caller's phone on the other
  Client    ${endpoints.client}       ?as=anna signs in without a form
  Phone     ${endpoints.phone}
  SIP       ${endpoints.sip}     any softphone, no account: dial +12025550100
  Robots    ${endpoints.client}robots     fill the floor with callers and agents
  Status    ${endpoints.client}status

  Sign-ins
${people.join('\n')}

  Desk phones    register with ${endpoints.sip}
${phones.join('\n')}

  npm run call -- --as maria --press 2    calls from the terminal. Ctrl-C ends.
`;
}

/** The maps of a function's code, by which breakpoints in the sources are found. */
const mapsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.map'))
    .map((file) => path.join(folder, file));

function openBrowser(url: string): void {
  const [command, ...first] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
  const child = spawn(command ?? '', [...first, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

async function watching(system: System, dir: string, outdir: string): Promise<Watcher> {
  const { watchFunctions } = await import('./watch.ts');
  const stage = readStage(stageFile).name;
  return watchFunctions({
    tell,
    swap: (name, directory) => system.cloud.lambda.swap(`linehall-${stage}-${name}`, directory),
    redeploy: async () => {
      await synthesize(outdir);
      rmSync(path.join(dir, 'synthesis'), { force: true });
      await system.cloud.deploy();
    },
  });
}

async function start(options: Options): Promise<{ system: System; watcher: Watcher | undefined }> {
  const dir = path.resolve(root, options.dir);
  const other = runsAlready(dir);
  if (other !== undefined)
    give(`Linehall runs already with this state (process ${other}). End it first, or start with another --dir, --port and --sip-port.`, 1);
  if (options.fresh) {
    rmSync(dir, { recursive: true, force: true });
    step(`Began anew: ${options.dir} is empty`);
  }
  claim(dir);
  const lan = options.lan ? lanAddress() : undefined;
  if (options.lan && lan === undefined) give('This machine is in no network that telephones could call in from. Start without --lan.', 1);
  const outdir = await prepare(dir, (part, ms) => step(`${part.charAt(0).toUpperCase()}${part.slice(1)} (${seconds(ms).trim()} s)`));
  step('Everything is built');
  const { startSystem } = await import('./system.ts');
  const stage = readStage(stageFile).name;
  const system = await startSystem({
    assembly: outdir,
    dir,
    port: options.port,
    sipPort: options['sip-port'],
    // As of an account that has asked for more than ten calls at once: robots fill the floor.
    quotas: { activeCalls: 200 },
    ...(lan === undefined ? {} : { lan }),
    ...(options.trunk === undefined ? {} : { trunk: readTrunk(options.trunk, process.env) }),
    endpointsFile: path.join(dir, 'endpoints.json'),
    besides: (name) => mapsIn(path.join(dist, 'functions', name.replace(`linehall-${stage}-`, ''))),
    onCallLine: tell,
    log: tell,
  });
  step('Gateway and cloud are running');
  console.log(addresses(system));
  return { system, watcher: options['no-watch'] ? undefined : await watching(system, dir, outdir) };
}

const options = readOptions(process.argv.slice(2));
if (typeof options === 'string') give(`${options}\n\n${usage}`, 2);
if (options.help) {
  console.log(usage);
  process.exit(0);
}
try {
  const { system, watcher } = await start(options);
  if (!options['no-open'] && process.stdout.isTTY) openBrowser(`${system.endpoints.client}try`);
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    console.log('Ending …');
    void (async () => {
      await watcher?.close();
      await system.close();
      process.exit(0);
    })();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
} catch (error) {
  const sentence = error instanceof SynthesisFailed ? `The app can not be synthesized:\n${error.message}` : sentenceFor(error);
  if (sentence === undefined) throw error;
  give(sentence, 1);
}

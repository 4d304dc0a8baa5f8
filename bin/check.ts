/** `npm run check`: everything that can be said about the sources without running them. Stops at nothing, then tells all. */
import { spawnSync } from 'node:child_process';

const tool = (pathOf: string, ...parameters: string[]) => [`node_modules/${pathOf}`, ...parameters];
const checks: Record<string, string[]> = {
  types: tool('typescript/bin/tsc', '-p', '.'),
  'types of the client': tool('typescript/bin/tsc', '-p', 'web'),
  'types of the phone': tool('typescript/bin/tsc', '-p', 'local/pages/phone/browser'),
  lint: tool('eslint/bin/eslint.js', '.', '--max-warnings', '0'),
  format: tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  architecture: tool(
    'dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    'bin',
    'infra',
    'functions',
    'shared',
    'gateway',
    'local',
    'web',
  ),
  flows: ['bin/flows/main.ts', 'check'],
  prompts: ['bin/prompts/main.ts', 'check'],
};

const failed: string[] = [];
for (const [name, parameters] of Object.entries(checks)) {
  const began = Date.now();
  const { status } = spawnSync(process.execPath, parameters, { stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`Not in order: ${failed.join(', ')}.`);
  process.exit(1);
}

/** The CDK app: reads the stage's settings, makes the stacks, nothing else. `cdk` runs it through `linehall synth`. */
import { App } from 'aws-cdk-lib';
import { makeApp } from '../infra/app.ts';
import { build } from '../infra/build.ts';
import { readDefinitions, readMenus } from '../infra/function-sources.ts';
import { readStage, StageError } from '../infra/stage.ts';

try {
  const given = new App({ analyticsReporting: false, autoSynth: false }).node.tryGetContext('stage') as string | undefined;
  const stage = readStage(given ?? process.env['LINEHALL_STAGE'] ?? 'stages/laptop.json');
  await build((part, ms) => console.error(`built ${part} in ${(ms / 1000).toFixed(1)} s`));
  makeApp(stage, await readDefinitions(), { menus: await readMenus() }).synth();
} catch (error) {
  if (!(error instanceof StageError)) throw error;
  console.error(`linehall: ${error.message}`);
  process.exitCode = 1;
}

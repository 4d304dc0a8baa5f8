/** Synthesizes a stage into a folder; a process of its own, so that what synthesis needs is gone when the system runs. */
import { makeApp } from '../infra/app.ts';
import { readDefinitions, readMenus } from '../infra/function-sources.ts';
import { readStage, StageError } from '../infra/stage.ts';

const [stageFile = '', outdir = ''] = process.argv.slice(2);
try {
  makeApp(readStage(stageFile), await readDefinitions(), { outdir, menus: await readMenus() }).synth();
} catch (error) {
  console.error(error instanceof StageError ? error.message : error);
  process.exitCode = 1;
}

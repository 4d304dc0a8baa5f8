/** Finds the flows: every file in `functions/flows/` is one. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Definition } from '../../functions/kit/definition.ts';
import type { Examples } from '../../shared/flows/answers.ts';
import type { Flow } from '../../shared/flows/flow.ts';
import type { Language } from '../../shared/prompts/language.ts';

export const root = path.dirname(path.dirname(import.meta.dirname));
export const flowsFolder = path.join(root, 'functions', 'flows');

export interface FoundFlow {
  flow: Flow;
  /** Absolute. */
  file: string;
  /** What its `run` steps may give. */
  examples: Examples;
  /** Those in which its callers may be spoken to, where the file names them. Absent: all that are shipped. */
  languages?: readonly Language[];
}

/** Something that the person at the terminal can mend; said without a stack. */
export class Refusal extends Error {}

interface FlowFile {
  flow?: Flow;
  definition?: Definition;
  examples?: Examples;
  languages?: readonly Language[];
}

async function readFlow(file: string): Promise<FoundFlow> {
  const name = path.basename(file, '.ts');
  const module = (await import(pathToFileURL(file).href)) as FlowFile;
  const wakes = module.definition?.wakes;
  if (module.flow === undefined) throw new Refusal(`${path.relative(root, file)} must export \`flow\`: every file there is a flow.`);
  if (module.flow.name !== name || wakes === undefined || !('flow' in wakes) || wakes.flow !== name)
    throw new Refusal(`${path.relative(root, file)}: file, defineFlow and \`wakes\` must say the same name.`);
  return {
    flow: module.flow,
    file,
    examples: module.examples ?? {},
    ...(module.languages === undefined ? {} : { languages: module.languages }),
  };
}

/** All flows, by name. */
export async function findFlows(folder: string = flowsFolder): Promise<FoundFlow[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  return Promise.all(files.toSorted().map((file) => readFlow(path.join(folder, file))));
}

/** One flow. Refuses a name that no file has. */
export async function findFlow(name: string, folder: string = flowsFolder): Promise<FoundFlow> {
  const file = path.join(folder, `${name}.ts`);
  if (/^[a-z0-9-]+$/.test(name) && existsSync(file)) return readFlow(file);
  const names = readdirSync(folder).map((found) => path.basename(found, '.ts'));
  throw new Refusal(`There is no flow "${name}". There are: ${names.join(', ')}.`);
}

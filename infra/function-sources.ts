/** Finds the functions: every file in a folder of `functions/` but `kit/` is one. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Definition } from '../functions/kit/definition.ts';
import type { Examples } from '../shared/flows/answers.ts';
import type { Flow } from '../shared/flows/flow.ts';
import { menusOf, type Menu } from '../shared/flows/menus.ts';

export const root = path.dirname(import.meta.dirname);
const folder = path.join(root, 'functions');

export interface FunctionSource {
  /** `<folder>-<file>`, for example `api-accept-offer`. */
  name: string;
  file: string;
}

/** Every function's source, sorted by name. */
export function findFunctions(): FunctionSource[] {
  const areas = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'kit');
  return areas
    .flatMap((area) =>
      readdirSync(path.join(folder, area.name))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => ({ name: `${area.name}-${file.slice(0, -3)}`, file: path.join(folder, area.name, file) })),
    )
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** A function's definition. Throws when the file exports none: a function that nothing wakes is a mistake. */
export async function readDefinition(source: FunctionSource): Promise<Definition> {
  const module = (await import(pathToFileURL(source.file).href)) as { definition?: Definition; handler?: unknown };
  if (module.definition === undefined || typeof module.handler !== 'function') {
    throw new Error(
      `${path.relative(root, source.file)} must export \`definition\` and \`handler\`: every file there is a Lambda function.`,
    );
  }
  return module.definition;
}

/** Every function's definition by name. */
export async function readDefinitions(): Promise<ReadonlyMap<string, Definition>> {
  const definitions = new Map<string, Definition>();
  for (const source of findFunctions()) definitions.set(source.name, await readDefinition(source));
  return definitions;
}

/** The menus that can be spoken, by flow: found by walking every branch. */
export async function readMenus(): Promise<ReadonlyMap<string, readonly Menu[]>> {
  const menus = new Map<string, readonly Menu[]>();
  for (const source of findFunctions().filter(({ name }) => name.startsWith('flows-'))) {
    const { flow, examples } = (await import(pathToFileURL(source.file).href)) as { flow?: Flow; examples?: Examples };
    if (flow !== undefined) menus.set(flow.name, menusOf(flow, examples));
  }
  return menus;
}

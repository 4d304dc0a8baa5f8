/**
 * The functions of routes, one stack for each folder that has some: a route costs eight resources, and a stack may have 500. A folder and not, say,
 * the path decides, because a function's name begins with it: what moves to another stack gets another name, and nothing is made twice.
 */
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Definition } from '../../functions/kit/definition.ts';
import { addFunction, type Definitions, type Foundations } from './foundations.ts';

export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { folder: string; definitions: Definitions; on: Foundations }) {
    super(scope, id, { ...props, description: `Linehall: routes of the HTTP API (functions/${props.folder})` });
    for (const [name, definition] of props.definitions) addFunction(this, name, definition, props.on);
  }
}

/** The functions of routes by folder. Throws when a folder also has functions that something else wakes: they belong to the app stack. */
export function routesByFolder(definitions: Definitions): Map<string, Definitions> {
  const folders = new Map<string, Map<string, Definition>>();
  for (const [name, definition] of definitions) {
    if (!('route' in definition.wakes)) continue;
    const folder = name.split('-')[0] ?? '';
    folders.set(folder, (folders.get(folder) ?? new Map<string, Definition>()).set(name, definition));
  }
  for (const [name, { wakes }] of definitions) {
    const folder = name.split('-')[0] ?? '';
    if (folders.has(folder) && !('route' in wakes)) throw new Error(`functions/${folder} is a folder of routes: ${name} is none.`);
  }
  return folders;
}

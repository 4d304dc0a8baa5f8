/** Makes a cloud assembly's resources in the order of their needs, and takes away what the last deployment made and this one does not have. */
import type { Made, Place, Resource } from '../contract.ts';
import { localAddresses, type Addresses } from './addresses.ts';
import { inOrder, type Assembly, type Stack, type TemplateResource } from './assembly.ts';
import { noValue, references, resolve, type Scope } from './intrinsics.ts';
import type { DeploymentState, Entry } from './state.ts';

/** Makes one resource, or brings it up to date; `previous` is what the last deployment made of it. */
export type Maker = (resource: Resource, previous: Entry | undefined) => Promise<Made>;
export type Remover = (resource: Resource, made: Made) => Promise<void>;

export interface Makers {
  make(type: string): Maker | undefined;
  remove(type: string): Remover | undefined;
}
export interface Deployment {
  assembly: Assembly;
  place: Place;
  addresses: Addresses;
  makers: Makers;
  state: DeploymentState;
}
/** One resource as it stands after a deployment. */
export interface Standing {
  resource: Resource;
  made: Made;
}

/** A template that asks for what the local cloud can't do: one sentence that names the resource. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}

const idOf = (stack: string, logicalId: string) => `${stack}/${logicalId}`;
const where = (type: string, stack: string, logicalId: string) => `${type} (stack ${stack}, ${logicalId})`;

function scopeOf(stack: Stack, place: Place, made: Map<string, Made>, exported: Map<string, unknown>): Scope {
  const pseudo: Record<string, unknown> = {
    'AWS::Region': place.region,
    'AWS::AccountId': place.account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:aws:cloudformation:${place.region}:${place.account}:stack/${stack.name}/local`,
    'AWS::NoValue': noValue,
    'AWS::NotificationARNs': [],
  };
  const { Parameters, Mappings, Conditions } = stack.template;
  const scope: Scope = {
    ref(name) {
      if (name in pseudo) return pseudo[name];
      const found = made.get(name);
      if (found !== undefined) return found.ref;
      const parameter = Parameters[name];
      if (parameter?.Default !== undefined) return parameter.Default;
      throw new Error(`there is nothing called ${name} to refer to in stack ${stack.name}`);
    },
    attribute(logicalId, name) {
      const value = made.get(logicalId)?.attributes[name];
      if (value === undefined) throw new Error(`${logicalId} of stack ${stack.name} has no attribute ${name} in the local cloud`);
      return value;
    },
    condition: (name) => resolve(Conditions[name], scope) === true,
    mapping: (map, first, second) => Mappings[map]?.[first]?.[second],
    imported(name) {
      if (!exported.has(name)) throw new Error(`no stack exports ${name}`);
      return exported.get(name);
    },
    zones: ['a', 'b', 'c'].map((letter) => `${place.region}${letter}`),
  };
  return scope;
}

/** Logical ids of a stack's resources, each after those it refers to or depends on. */
function order(stack: Stack): string[] {
  const { Resources } = stack.template;
  return inOrder(
    new Map(
      Object.entries(Resources).map(([id, resource]) => [
        id,
        [...references(resource.Properties), ...[resource.DependsOn ?? []].flat()].filter((name) => name in Resources),
      ]),
    ),
  );
}

async function makeOne(
  deployment: Deployment,
  stack: Stack,
  logicalId: string,
  template: TemplateResource,
  scope: Scope,
): Promise<Standing> {
  const name = where(template.Type, stack.name, logicalId);
  const maker = deployment.makers.make(template.Type);
  if (maker === undefined) throw new Unsupported(`${name} is not supported by the local cloud`);
  try {
    const properties = localAddresses(resolve(template.Properties, scope) as Record<string, unknown>, deployment.addresses);
    const resource: Resource = { stack: stack.name, logicalId, type: template.Type, properties };
    const id = idOf(stack.name, logicalId);
    const kept = deployment.state.get(id);
    const made = await maker(resource, kept?.type === template.Type ? kept : undefined);
    deployment.state.set(id, {
      type: template.Type,
      properties,
      ...made,
      retained: (template.DeletionPolicy ?? 'Delete').startsWith('Retain'),
    });
    return { resource, made };
  } catch (error) {
    if (error instanceof Unsupported) throw error;
    throw new Unsupported(`${name} cannot be made: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function makeStack(deployment: Deployment, stack: Stack, exported: Map<string, unknown>): Promise<Standing[]> {
  const made = new Map<string, Made>();
  const scope = scopeOf(stack, deployment.place, made, exported);
  const standing: Standing[] = [];
  for (const logicalId of order(stack)) {
    const template = stack.template.Resources[logicalId];
    if (template === undefined || (template.Condition !== undefined && !scope.condition(template.Condition))) continue;
    const one = await makeOne(deployment, stack, logicalId, template, scope);
    made.set(logicalId, one.made);
    standing.push(one);
  }
  for (const output of Object.values(stack.template.Outputs)) {
    const name = (output['Export'] as { Name?: unknown } | undefined)?.Name;
    if (name !== undefined) exported.set(String(resolve(name, scope)), resolve(output.Value, scope));
  }
  return standing;
}

async function removeRest(deployment: Deployment, standing: readonly Standing[]): Promise<void> {
  const present = new Set(standing.map(({ resource }) => idOf(resource.stack, resource.logicalId)));
  // What moved to another stack under its name is not taken away again by its old place.
  const names = new Set(standing.map(({ resource, made }) => `${resource.type} ${made.ref}`));
  for (const id of deployment.state
    .ids()
    .filter((one) => !present.has(one))
    .reverse()) {
    const entry = deployment.state.get(id);
    const [stack = '', logicalId = ''] = id.split('/');
    if (entry !== undefined && !entry.retained && !names.has(`${entry.type} ${entry.ref}`)) {
      const { type, properties, ref, attributes } = entry;
      await deployment.makers.remove(type)?.({ stack, logicalId, type, properties }, { ref, attributes });
    }
    deployment.state.remove(id);
  }
}

/** Deploys. Throws Unsupported on the first resource that can't be made. */
export async function deploy(deployment: Deployment): Promise<Standing[]> {
  const exported = new Map<string, unknown>();
  const standing: Standing[] = [];
  try {
    for (const stack of deployment.assembly.stacks) standing.push(...(await makeStack(deployment, stack, exported)));
    await removeRest(deployment, standing);
  } finally {
    deployment.state.save();
  }
  return standing;
}

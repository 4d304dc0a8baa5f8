/** Reads what `cdk synth` wrote: stacks in the order of a deployment, their templates and their assets. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const ResourceSchema = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
});
const Template = z.looseObject({
  Resources: z.record(z.string(), ResourceSchema).default({}),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown(), Condition: z.string().optional() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Parameters: z.record(z.string(), z.looseObject({ Type: z.string(), Default: z.unknown().optional() })).default({}),
});
export type TemplateResource = z.infer<typeof ResourceSchema>;
export type Template = z.infer<typeof Template>;

const Manifest = z.looseObject({
  artifacts: z
    .record(
      z.string(),
      z.looseObject({
        type: z.string(),
        environment: z.string().optional(),
        dependencies: z.array(z.string()).default([]),
        properties: z.looseObject({}).default({}),
      }),
    )
    .default({}),
});
const Assets = z.looseObject({
  files: z
    .record(z.string(), z.looseObject({ source: z.looseObject({ path: z.string().optional(), packaging: z.string().optional() }) }))
    .default({}),
});

export interface Stack {
  name: string;
  template: Template;
  account?: string;
  region?: string;
}
export interface Assembly {
  stacks: Stack[];
  /** Asset hash → its folder or file. */
  assets: Map<string, string>;
}

/** A cdk.out that cannot be read, said in one sentence. */
export class BrokenAssembly extends Error {
  override readonly name = 'BrokenAssembly';
}

function readJson<T>(file: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new BrokenAssembly(`${file} cannot be read: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`);
  }
}

/** Names in an order in which each comes after those it needs. Throws on a circle. */
export function inOrder(needs: ReadonlyMap<string, Iterable<string>>): string[] {
  const done = new Set<string>();
  const open = new Set<string>();
  const visit = (name: string) => {
    if (done.has(name) || !needs.has(name)) return;
    if (open.has(name)) throw new BrokenAssembly(`${name} needs itself, by way of ${[...open].join(' → ')}`);
    open.add(name);
    for (const other of needs.get(name) ?? []) if (other !== name) visit(other);
    open.delete(name);
    done.add(name);
  };
  for (const name of needs.keys()) visit(name);
  return [...done];
}

function readAssets(directory: string, file: string, assets: Map<string, string>): void {
  const { files } = readJson(path.join(directory, file), Assets);
  for (const [hash, { source }] of Object.entries(files))
    if (source.path !== undefined) assets.set(hash, path.resolve(directory, source.path));
}

function readStack(directory: string, id: string, properties: Record<string, unknown>, environment: string | undefined): Stack {
  const name = typeof properties['stackName'] === 'string' ? properties['stackName'] : id;
  const template = readJson(path.join(directory, String(properties['templateFile'])), Template);
  const [, account, region] = /^aws:\/\/(\d{12})?[^/]*\/([a-z]{2}-[a-z-]+-\d)?/.exec(environment ?? '') ?? [];
  return { name, template, ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
}

/** Reads a cloud assembly, with those nested in it. Throws BrokenAssembly. */
export function readAssembly(directory: string): Assembly {
  const { artifacts } = readJson(path.join(directory, 'manifest.json'), Manifest);
  const assets = new Map<string, string>();
  const stacks: Stack[] = [];
  for (const id of inOrder(new Map(Object.entries(artifacts).map(([name, artifact]) => [name, artifact.dependencies])))) {
    const artifact = artifacts[id];
    if (artifact?.type === 'aws:cloudformation:stack') stacks.push(readStack(directory, id, artifact.properties, artifact.environment));
    if (artifact?.type === 'cdk:asset-manifest') readAssets(directory, String(artifact.properties['file']), assets);
    if (artifact?.type === 'cdk:cloud-assembly') {
      const nested = readAssembly(path.join(directory, String(artifact.properties['directoryName'])));
      stacks.push(...nested.stacks);
      for (const [hash, place] of nested.assets) assets.set(hash, place);
    }
  }
  return { stacks, assets };
}

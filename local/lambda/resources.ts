/** Makes the functions of the templates, with their versions, aliases and configurations. Properties that are not honoured stop the start. */
import path from 'node:path';
import { z } from 'zod';
import type { Made, Place, Resource } from '../contract.ts';
import type { Entry } from '../template/state.ts';
import type { AsynchronousConfig } from './asynchronous.ts';
import { defaultAsynchronousConfig } from './asynchronous.ts';
import type { Functions } from './functions.ts';
import { readFunctionName } from './invoke.ts';
import type { Permissions } from './permissions.ts';
import { MappingProperties, type Mapping } from './sources/mapping.ts';

const integer = z.coerce.number().int();
const FunctionProperties = z.strictObject({
  FunctionName: z.string().max(64).optional(),
  Description: z.string().optional(),
  Runtime: z.enum(['nodejs24.x', 'nodejs22.x']),
  Architectures: z.array(z.string()).optional(),
  Handler: z.string(),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Role: z.string(),
  Timeout: integer.min(1).max(900).default(3),
  MemorySize: integer.min(128).max(10_240).default(128),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).default({}) }).default({ Variables: {} }),
  ReservedConcurrentExecutions: integer.min(0).optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string() }).optional(),
  LoggingConfig: z.looseObject({ LogGroup: z.string().optional() }).optional(),
  // Only told to people or measured elsewhere.
  Tags: z.unknown().optional(),
  TracingConfig: z.unknown().optional(),
  RecursiveLoop: z.unknown().optional(),
});
const InvokeConfigProperties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumRetryAttempts: integer.min(0).max(2).default(2),
  MaximumEventAgeInSeconds: integer.min(60).max(21_600).default(21_600),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() }).default({}),
});
const VersionProperties = z.strictObject({
  FunctionName: z.string(),
  Description: z.string().optional(),
  CodeSha256: z.string().optional(),
});
const AliasProperties = z.strictObject({
  FunctionName: z.string(),
  FunctionVersion: z.string(),
  Name: z.string(),
  Description: z.string().optional(),
});

export interface ResourceSettings {
  place: Place;
  functions: Functions;
  permissions: Permissions;
  assets: () => ReadonlyMap<string, string>;
  asynchronous: Map<string, Partial<AsynchronousConfig>>;
  mappings: Map<string, Mapping>;
}
type Make = (resource: Resource, previous: Entry | undefined) => Promise<Made>;

/** The Python function of CDK's bucket deployment, whose work is done natively. */
const isBucketDeployment = (resource: Resource) =>
  resource.logicalId.startsWith('CustomCDKBucketDeployment') && String(resource.properties['Runtime']).startsWith('python');

function makeFunction({ place, functions, assets, asynchronous }: ResourceSettings): Make {
  return async (resource) => {
    const arnOf = (name: string) => `arn:aws:lambda:${place.region}:${place.account}:function:${name}`;
    const fallback = `${resource.stack}-${resource.logicalId}`.slice(-64);
    if (isBucketDeployment(resource)) return { ref: fallback, attributes: { Arn: arnOf(fallback) } };
    const given = FunctionProperties.safeParse(resource.properties);
    if (!given.success) throw new Error(z.prettifyError(given.error));
    const properties = given.data;
    const name = properties.FunctionName ?? fallback;
    const directory = assets().get(path.basename(properties.Code.S3Key, path.extname(properties.Code.S3Key)));
    if (directory === undefined) throw new Error(`its code ${properties.Code.S3Key} is not among the assets`);
    const configuration = {
      handler: properties.Handler,
      variables: properties.Environment.Variables,
      timeoutSeconds: properties.Timeout,
      memoryMb: properties.MemorySize,
      roleArn: properties.Role,
      logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    };
    functions.put(name, directory, configuration, properties.ReservedConcurrentExecutions);
    const deadLetter = properties.DeadLetterConfig?.TargetArn;
    asynchronous.set(`${name}:dead-letter`, deadLetter === undefined ? {} : { deadLetter });
    return { ref: name, attributes: { Arn: arnOf(name) } };
  };
}

function makeVersion({ place, functions }: ResourceSettings): Make {
  return async (resource, previous) => {
    const { name } = readFunctionName(VersionProperties.parse(resource.properties).FunctionName);
    const known = functions.get(name)?.versions.get(previous?.attributes['Version'] ?? '');
    const version = known ?? functions.publish(name);
    return {
      ref: `arn:aws:lambda:${place.region}:${place.account}:function:${name}:${version.name}`,
      attributes: { Version: version.name },
    };
  };
}

function makeAlias({ place, functions }: ResourceSettings): Make {
  return async (resource) => {
    const given = AliasProperties.parse(resource.properties);
    const { name } = readFunctionName(given.FunctionName);
    functions.get(name)?.aliases.set(given.Name, given.FunctionVersion);
    const arn = `arn:aws:lambda:${place.region}:${place.account}:function:${name}:${given.Name}`;
    return { ref: arn, attributes: { AliasArn: arn } };
  };
}

/** The makers of Lambda's types. */
export function lambdaMakers(settings: ResourceSettings): Record<string, Make> {
  const { permissions, asynchronous, mappings } = settings;
  return {
    'AWS::Lambda::Function': makeFunction(settings),
    'AWS::Lambda::Version': makeVersion(settings),
    'AWS::Lambda::Alias': makeAlias(settings),
    'AWS::Lambda::Permission': async (resource) => {
      permissions.add(resource);
      return { ref: resource.logicalId, attributes: { Id: resource.logicalId } };
    },
    'AWS::Lambda::EventInvokeConfig': async (resource) => {
      const given = InvokeConfigProperties.parse(resource.properties);
      const onFailure = given.DestinationConfig.OnFailure?.Destination;
      const key = given.Qualifier === '$LATEST' ? given.FunctionName : `${given.FunctionName}:${given.Qualifier}`;
      asynchronous.set(key, {
        retries: given.MaximumRetryAttempts,
        maximumAgeSeconds: given.MaximumEventAgeInSeconds,
        ...(onFailure === undefined ? {} : { onFailure }),
      });
      return { ref: key, attributes: {} };
    },
    'AWS::Lambda::EventSourceMapping': async (resource) => {
      const id = `${resource.stack}-${resource.logicalId}`;
      const given = MappingProperties.safeParse(resource.properties);
      if (!given.success) throw new Error(z.prettifyError(given.error));
      mappings.set(id, given.data);
      return {
        ref: id,
        attributes: {
          Id: id,
          EventSourceMappingArn: `arn:aws:lambda:${settings.place.region}:${settings.place.account}:event-source-mapping:${id}`,
        },
      };
    },
  };
}

/** How a function's asynchronous events are treated. */
export function asynchronousConfigOf(configs: ReadonlyMap<string, Partial<AsynchronousConfig>>, functionArn: string): AsynchronousConfig {
  const { name, qualifier } = readFunctionName(functionArn);
  const own = configs.get(qualifier === undefined ? name : `${name}:${qualifier}`);
  return { ...defaultAsynchronousConfig, ...configs.get(`${name}:dead-letter`), ...own };
}

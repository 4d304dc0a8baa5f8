/** Lambda: functions run from their own bundles, woken by the Invoke API, by other services and by event sources. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AwsError, type AwsAnswer, type AwsRequest, type Caller, type Invoke, type Needed, type Place, type Service } from '../contract.ts';
import type { Faults } from '../faults.ts';
import type { Judge } from '../iam/judge.ts';
import { createAsynchronous, type AsynchronousConfig } from './asynchronous.ts';
import { createFunctions, type Configuration, type Functions } from './functions.ts';
import { findTarget, invokeTarget, payloadLimits, type Invoked } from './invoke.ts';
import type { FunctionLogs } from './logs.ts';
import { createPermissions } from './permissions.ts';
import { asynchronousConfigOf, lambdaMakers } from './resources.ts';
import type { QueueDoor, StreamDoor } from './sources/doors.ts';
import type { Mapping, Poller } from './sources/mapping.ts';
import { pollQueue } from './sources/queue.ts';
import { pollStream } from './sources/stream.ts';

export interface LambdaSettings {
  place: Place;
  dir: string | undefined;
  judge: Judge;
  faults: Faults;
  logs: FunctionLogs;
  log: (line: string) => void;
  assets: () => ReadonlyMap<string, string>;
  platform: (functionName: string, version: string, configuration: Configuration) => Record<string, string>;
  streams: StreamDoor;
  queues: QueueDoor;
  matches: (pattern: unknown, value: unknown) => boolean;
  besides?: (functionName: string) => string[];
  retryPausesMs?: readonly number[];
  streamRetryPauseMs?: number;
}
export interface Lambda {
  readonly service: Service;
  readonly functions: Functions;
  /** Invokes as a service principal; `sourceArn` is the condition key `aws:SourceArn`. */
  invokeAs(principal: string, sourceArn?: string): Invoke;
  /** Starts (again) what polls for functions; call it when everything is made. */
  startSources(): Promise<void>;
  /** Publishes the function's changed code behind the aliases it has. */
  swap(name: string, directory: string): void;
  /** Asynchronous events that are not done. */
  readonly pending: () => number;
  close(): Promise<void>;
}

const pathOf = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

function cursorFile(dir: string | undefined) {
  const file = dir === undefined ? undefined : path.join(dir, 'state', 'cursors.json');
  let cursors: Record<string, string> = {};
  try {
    if (file !== undefined) cursors = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch {
    // The first start has none; without one, reading begins where the mapping says and consumers are idempotent.
  }
  return (id: string) => ({
    get: () => cursors[id],
    set: (cursor: string | undefined) => {
      if (cursor !== undefined) cursors[id] = cursor;
      if (file === undefined) return;
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(cursors));
      renameSync(`${file}.new`, file);
    },
  });
}

/** What the role of a function needs to read a source. */
function sourceNeeds(mapping: Mapping): Needed[] {
  const isStream = mapping.EventSourceArn.startsWith('arn:aws:dynamodb:');
  const actions = isStream
    ? ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'].map((action) => `dynamodb:${action}`)
    : ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) => `sqs:${action}`);
  return actions.map((action) => ({ action, resource: mapping.EventSourceArn }));
}

/** The service; nothing polls before `startSources`. */
export function createLambda(settings: LambdaSettings): Lambda {
  const { place, judge, faults, logs } = settings;
  const asynchronousConfigs = new Map<string, Partial<AsynchronousConfig>>();
  const mappings = new Map<string, Mapping>();
  const pollers: Poller[] = [];
  const cursorOf = cursorFile(settings.dir);
  const permissions = createPermissions(place);
  judge.resourcePolicies.push((arn) => permissions.of(arn));
  const functions = createFunctions({
    place,
    dir: settings.dir,
    platform: settings.platform,
    log: (name, text) => logs.write(name, text),
    ...(settings.besides === undefined ? {} : { besides: settings.besides }),
  });
  const run = (arn: string, payload: string, qualifier?: string) =>
    invokeTarget(findTarget(functions, place, arn, qualifier), payload, logs, faults);
  const roleOf = (arn: string): Caller => {
    const { fn, version } = findTarget(functions, place, arn);
    return { kind: 'role', roleArn: version.configuration.roleArn, functionName: fn.name };
  };
  async function sendAs(arn: string, destination: string, body: string, attributes: Record<string, string>): Promise<void> {
    if (!destination.startsWith('arn:aws:sqs:')) throw new Error(`the destination ${destination} is not supported by the local cloud`);
    judge.demand(roleOf(arn), [{ action: 'sqs:SendMessage', resource: destination }]);
    await settings.queues.send(destination, body, attributes);
  }
  const duplicate = (arn: string) =>
    faults.strike('delivery', findTarget(functions, place, arn).fn.name).some((effect) => effect.kind === 'duplicate');
  const asynchronous = createAsynchronous({
    run,
    configOf: (arn) => asynchronousConfigOf(asynchronousConfigs, arn),
    send: sendAs,
    retryPausesMs: settings.retryPausesMs ?? [60_000, 120_000],
    duplicate,
    log: settings.log,
  });

  async function invoke(arn: string, payload: string, asynchronously: boolean, qualifier?: string): Promise<Invoked> {
    const limit = asynchronously ? payloadLimits.asynchronous : payloadLimits.synchronous;
    if (Buffer.byteLength(payload) > limit) {
      throw new AwsError('RequestTooLargeException', `Request must be smaller than ${limit} bytes for the InvokeFunction operation`, 413, {
        Type: 'User',
      });
    }
    if (!asynchronously) return run(arn, payload, qualifier);
    const target = findTarget(functions, place, arn, qualifier);
    return { status: 202, payload: '', executedVersion: target.version.name, requestId: asynchronous.accept(target.arn, payload) };
  }
  function startSource(id: string, mapping: Mapping): Poller {
    judge.demand(roleOf(mapping.FunctionName), sourceNeeds(mapping));
    const common = {
      mapping,
      invoke: (payload: string) => run(mapping.FunctionName, payload),
      matches: settings.matches,
      duplicate: () => duplicate(mapping.FunctionName),
      log: settings.log,
    };
    if (mapping.EventSourceArn.startsWith('arn:aws:sqs:')) return pollQueue({ ...common, region: place.region, door: settings.queues });
    return pollStream({
      ...common,
      door: settings.streams,
      giveUp: (destination, body) => sendAs(mapping.FunctionName, destination, body, {}),
      cursor: cursorOf(id),
      retryPauseMs: settings.streamRetryPauseMs ?? 250,
    });
  }
  async function stopSources(): Promise<void> {
    await Promise.all(pollers.splice(0).map((poller) => poller.close()));
  }
  const makers = lambdaMakers({ place, functions, permissions, assets: settings.assets, asynchronous: asynchronousConfigs, mappings });

  async function handle(request: AwsRequest): Promise<AwsAnswer> {
    const name = pathOf.exec(request.path)?.[1];
    if (name === undefined || request.method !== 'POST')
      throw new AwsError('NotImplemented', `Lambda: ${request.method} ${request.path} is not supported by the local cloud`, 501);
    const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
    if (type === 'DryRun') return { status: 204 };
    const invoked = await invoke(
      decodeURIComponent(name),
      request.body.toString('utf8'),
      type === 'Event',
      request.query.get('Qualifier') ?? undefined,
    );
    return {
      status: invoked.status,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': invoked.requestId,
        'x-amz-executed-version': invoked.executedVersion,
        ...(invoked.functionError === undefined ? {} : { 'x-amz-function-error': invoked.functionError }),
      },
      body: invoked.payload,
    };
  }
  return {
    functions,
    service: {
      names: ['lambda'],
      makes: makers as NonNullable<Service['makes']>,
      removes: {
        'AWS::Lambda::Function': async (_resource, made) => functions.remove(made.ref),
        'AWS::Lambda::Permission': async (resource) => permissions.remove(resource),
        'AWS::Lambda::EventSourceMapping': async (_resource, made) => void mappings.delete(made.ref),
      },
      needs(request) {
        const name = pathOf.exec(request.path)?.[1];
        if (name === undefined) return undefined;
        const given = decodeURIComponent(name);
        const qualifier = request.query.get('Qualifier');
        const plain = given.startsWith('arn:') ? given.split(':').slice(6).join(':') : given;
        const resource = `arn:aws:lambda:${place.region}:${place.account}:function:${plain}${qualifier === null ? '' : `:${qualifier}`}`;
        return [{ action: 'lambda:InvokeFunction', resource }];
      },
      handle,
    },
    invokeAs: (principal, fixedSource) => async (arn, payload, mode, givenSource) => {
      const sourceArn = givenSource ?? fixedSource;
      const needed = {
        action: 'lambda:InvokeFunction',
        resource: arn,
        ...(sourceArn === undefined ? {} : { context: { 'aws:SourceArn': sourceArn } }),
      };
      if (!principal.startsWith('cloudformation')) judge.demand({ kind: 'service', principal }, [needed]);
      const { payload: text, status, functionError, executedVersion } = await invoke(arn, JSON.stringify(payload), mode === 'asynchronous');
      const answer = text === '' ? {} : { payload: JSON.parse(text) as unknown };
      return { status, executedVersion, ...answer, ...(functionError === undefined ? {} : { functionError }) };
    },
    async startSources() {
      await stopSources();
      for (const [id, mapping] of mappings) if (mapping.Enabled) pollers.push(startSource(id, mapping));
    },
    swap(name, directory) {
      const fn = functions.get(name);
      if (fn === undefined) return;
      functions.put(name, directory, fn.latest.configuration, fn.reservedConcurrency);
      if (fn.aliases.size === 0) return;
      const version = functions.publish(name);
      for (const alias of fn.aliases.keys()) fn.aliases.set(alias, version.name);
    },
    pending: () => asynchronous.pending,
    async close() {
      asynchronous.close();
      await stopSources();
      await functions.close();
    },
  };
}

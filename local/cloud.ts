/** The local cloud: a synthesized app, running. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Gateway, Neighbours } from '../gateway/contract.ts';
import { connectionsService } from './api-gateway/connections.ts';
import { answerHttp, type HttpApiSettings } from './api-gateway/http-api.ts';
import { createRegistry, type Registry } from './api-gateway/registry.ts';
import { createSocketApis, defaultSocketLimits, type SocketApis, type SocketLimits } from './api-gateway/web-socket-api.ts';
import { chimeService } from './chime.ts';
import { AwsError, defaultPlace, type Place } from './contract.ts';
import { createCredentials } from './credentials.ts';
import { createDistributions } from './distribution.ts';
import { startEdge, toHttpRequest, writeAnswer, type Edge, type EdgeSettings, type Page } from './edge.ts';
import { createEngines, type Engines } from './engines.ts';
import { createFaults, type Faults } from './faults.ts';
import { createJudge, type Judge } from './iam/judge.ts';
import { createLambda, type Lambda } from './lambda/lambda.ts';
import type { Configuration } from './lambda/functions.ts';
import { createLogs, type FunctionLogs } from './lambda/logs.ts';
import { readBody, startListener, type Listener } from './listener.ts';
import { makersOf } from './makers.ts';
import { bucketDoor, readAs, writeAs } from './s3-door.ts';
import { apiPath, type Addresses } from './template/addresses.ts';
import { readAssembly, type Assembly } from './template/assembly.ts';
import { bucketDeployments } from './template/bucket-deployment.ts';
import { createCustomResources, type CustomResources } from './template/custom-resources.ts';
import { deploy, type Standing } from './template/deploy.ts';
import { openState } from './template/state.ts';

export interface CloudSettings {
  /** The folder that `cdk synth` wrote. */
  assembly: string;
  /** Where state is kept; in memory when absent. */
  dir?: string;
  /** Ports of the distribution's origin and of the AWS APIs; 0: any. */
  ports?: { edge: number; aws: number };
  host?: string;
  /** Starts the gateway, given its neighbours; without one there is no Chime. */
  gateway?: (neighbours: Neighbours) => Promise<Gateway>;
  pages?: Page[];
  log?: (line: string) => void;
  /** Cookie `linehall-as` signs demo people in without a form. */
  shortcuts?: boolean;
  besides?: (functionName: string) => string[];
  socketLimits?: SocketLimits;
  retryPausesMs?: readonly number[];
  streamRetryPauseMs?: number;
  speak?: Neighbours['speak'];
}
export interface Cloud {
  readonly place: Place;
  readonly addresses: Addresses;
  readonly engines: Engines;
  readonly lambda: Lambda;
  readonly judge: Judge;
  readonly faults: Faults;
  readonly logs: FunctionLogs;
  readonly registry: Registry;
  readonly sockets: SocketApis;
  readonly gateway: Gateway | undefined;
  /** What the last deployment made. */
  standing(): readonly Standing[];
  /** Deploys (again) what the assembly's folder holds now. */
  deploy(): Promise<void>;
  close(): Promise<void>;
}

/** The service principal under which the gateway acts. */
export const telephonyPrincipal = 'voiceconnector.chime.amazonaws.com';

function platformVariables(
  place: Place,
  endpoint: string,
  key: { accessKeyId: string; secretAccessKey: string },
  name: string,
  version: string,
  configuration: Configuration,
) {
  return {
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    _HANDLER: configuration.handler,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
  };
}

/** What the gateway asks of the cloud, as the service principal. */
function neighboursOf(
  lambda: () => Lambda,
  engines: () => Engines,
  judge: Judge,
  place: Place,
  log: (line: string) => void,
  speak: Neighbours['speak'],
): Neighbours {
  const caller = { kind: 'service', principal: telephonyPrincipal } as const;
  return {
    async invoke(functionArn, event) {
      try {
        const answer = await lambda().invokeAs(telephonyPrincipal)(functionArn, event, 'synchronous');
        if (answer.functionError === undefined) return { kind: 'answer', payload: answer.payload };
        return { kind: 'refused', status: answer.status, message: JSON.stringify(answer.payload) };
      } catch (error) {
        if (error instanceof AwsError)
          return { kind: 'refused', status: error.code === 'AccessDeniedException' ? 403 : error.status, message: error.message };
        throw error;
      }
    },
    async readObject(bucket, key, knownTag) {
      const { s3 } = engines();
      const unless: Record<string, string> = knownTag === undefined ? {} : { 'if-none-match': knownTag };
      const answer = await readAs(s3.service, judge, caller, bucket, key, { 'aws:SourceAccount': place.account }, unless);
      const tag = answer.headers?.['etag'] ?? '';
      if (answer.status === 304) return { tag };
      if (answer.status >= 300) throw new Error(`${key} can not be read: ${answer.status}`);
      return { tag, bytes: typeof answer.body === 'string' ? Buffer.from(answer.body) : (answer.body ?? new Uint8Array()) };
    },
    async writeObject(bucket, key, bytes, contentType) {
      await writeAs(engines().s3, judge, caller, { bucket, key, bytes, contentType }, { 'aws:SourceAccount': place.account });
    },
    ...(speak === undefined ? {} : { speak }),
    bots: engines().lex,
    log: (line) => log(line),
  };
}

/** Requests to the listener that are not signed: answers of custom resources, APIs addressed directly. */
function unsignedOf(custom: CustomResources, registry: Registry, api: HttpApiSettings) {
  const answers = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const token = /^\/_cloudformation\/([\w-]+)$/.exec(request.url ?? '')?.[1];
    if (token === undefined || request.method !== 'PUT') return false;
    response.writeHead(custom.answered(token, (await readBody(request)).toString('utf8')) ? 200 : 404).end();
    return true;
  };
  const direct = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const found = direction(registry, request.url ?? '/');
    if (found === undefined || found.api.protocol !== 'HTTP') return false;
    writeAnswer(response, await answerHttp(api, found.api, await toHttpRequest(request, found.rest)));
    return true;
  };
  return [answers, direct];
}

function direction(registry: Registry, url: string) {
  const [, id = '', rest = ''] = new RegExp(`^${apiPath}/([a-z0-9]+)(.*)$`).exec(url) ?? [];
  const api = registry.apis.get(id);
  return api === undefined ? undefined : { api, rest: rest.startsWith('/') ? rest : `/${rest}` };
}

function listenForSockets(listener: Listener, registry: Registry, sockets: SocketApis): void {
  listener.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const found = direction(registry, request.url ?? '/');
    if (found?.api.protocol !== 'WEBSOCKET')
      return void socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    sockets.upgrade(found.api, found.rest, request, socket, head).catch(() => socket.destroy());
  });
}

const placeOf = (assembly: Assembly): Place => ({
  account: assembly.stacks.find((stack) => stack.account !== undefined)?.account ?? defaultPlace.account,
  region: assembly.stacks.find((stack) => stack.region !== undefined)?.region ?? defaultPlace.region,
});

/**
 * Starts the local cloud and deploys the assembly to it. Throws BrokenAssembly or Unsupported with one sentence, or the system's error when a
 * port is taken.
 */
export async function startCloud(settings: CloudSettings): Promise<Cloud> {
  let assembly = readAssembly(settings.assembly);
  const place = placeOf(assembly);
  const log = settings.log ?? (() => undefined);
  const host = settings.host ?? '127.0.0.1';
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const judge = createJudge(place, log);
    const faults = createFaults();
    const credentials = createCredentials();
    const logs = createLogs(settings.dir === undefined ? undefined : `${settings.dir}/logs`);
    closing.push(() => logs.close());
    const listener = await startListener({ host, port: settings.ports?.aws ?? 0, credentials, judge, faults, log });
    closing.push(() => listener.close());
    const endpoint = `http://127.0.0.1:${listener.port}`;
    const engines = createEngines({
      place,
      dir: settings.dir,
      endpoint: () => endpoint,
      signIn: () => `http://localhost:${listener.port}`,
      shortcuts: settings.shortcuts ?? false,
      judge,
      log,
      invoke:
        (principal) =>
        (...given) =>
          lambda.invokeAs(principal)(...given),
    });
    closing.push(() => engines.close());
    judge.resourcePolicies.push((arn) => engines.policiesOf(arn));
    const lambda: Lambda = createLambda({
      ...settings,
      place,
      dir: settings.dir,
      judge,
      faults,
      logs,
      log,
      assets: () => assembly.assets,
      platform: (name, version, configuration) =>
        platformVariables(place, endpoint, credentials.issue(name, version, configuration.roleArn), name, version, configuration),
      streams: engines.streams,
      queues: engines.queues,
      matches: engines.matches,
    });
    const registry = createRegistry(place);
    const invokeAs = (principal: string, sourceArn: string) => lambda.invokeAs(principal, sourceArn);
    const sockets = createSocketApis({ place, invokeAs, log, limits: settings.socketLimits ?? defaultSocketLimits });
    closing.push(
      () => lambda.close(),
      () => sockets.close(),
    );
    const api: HttpApiSettings = { place, invokeAs, log };
    const distributions = createDistributions(place);
    const readObject: EdgeSettings['readObject'] = (distribution, bucket, key, headers) =>
      readAs(
        engines.s3.service,
        judge,
        { kind: 'service', principal: 'cloudfront.amazonaws.com' },
        bucket,
        key,
        { 'aws:SourceArn': distribution.arn },
        headers,
      );
    const edge: Edge = await startEdge({
      host,
      port: settings.ports?.edge ?? 0,
      distributions,
      registry,
      sockets,
      api,
      readObject,
      pages: settings.pages ?? [],
      log,
    });
    closing.push(() => edge.close());
    const gateway = await settings.gateway?.(
      neighboursOf(
        () => lambda,
        () => engines,
        judge,
        place,
        (line) => logs.write('gateway', line),
        settings.speak,
      ),
    );
    const addresses: Addresses = {
      edge: `http://localhost:${edge.port}`,
      aws: endpoint,
      signIn: `http://localhost:${listener.port}`,
      ...(gateway === undefined ? {} : { meetings: gateway.url }),
    };
    if (gateway !== undefined) closing.push(() => gateway.close());
    const custom = createCustomResources({
      place,
      invoke: lambda.invokeAs('cloudformation.amazonaws.com'),
      responseUrl: () => `${endpoint}/_cloudformation/`,
    });
    listener.unsigned.push(...unsignedOf(custom, registry, api), ...engines.unsigned);
    listenForSockets(listener, registry, sockets);
    const chime = gateway === undefined ? [] : [chimeService(place, () => gateway)];
    listener.services.push(...engines.services, lambda.service, connectionsService(place, registry, sockets), ...chime);
    const bucketDeployment = bucketDeployments(
      () => assembly.assets,
      () => bucketDoor(engines.s3),
    );
    const makers = makersOf({ place, services: [...listener.services, ...engines.makers, judge, distributions], custom, bucketDeployment });
    const state = openState(settings.dir === undefined ? undefined : `${settings.dir}/state`);
    let standing: Standing[] = [];
    const redeploy = async () => {
      assembly = readAssembly(settings.assembly);
      judge.begin();
      standing = await deploy({ assembly, place, addresses, makers, state });
      judge.settle();
      lambda.functions.prune(Date.now());
      await lambda.startSources();
      engines.eventBridge.start();
    };
    await redeploy();
    return {
      place,
      addresses,
      engines,
      lambda,
      judge,
      faults,
      logs,
      registry,
      sockets,
      gateway,
      standing: () => standing,
      deploy: redeploy,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

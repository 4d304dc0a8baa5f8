/** Plays the distribution on one origin: the client's files, the HTTP API and the live socket, with the pages of this machine in front. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerHttp, largestBody, type HttpApiSettings } from './api-gateway/http-api.ts';
import type { HttpAnswer } from './api-gateway/payload.ts';
import type { Api, Registry } from './api-gateway/registry.ts';
import type { SocketApis } from './api-gateway/web-socket-api.ts';
import { AwsError, type AwsAnswer } from './contract.ts';
import type { Behavior, Distribution, Distributions } from './distribution.ts';
import { globMatches } from './iam/glob.ts';
import { closeServer, listen, plainHeaders, readBody } from './listener.ts';

/** A page of this machine in front of the product; false: not mine. */
export type Page = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean | Promise<boolean>;

export interface EdgeSettings {
  host: string;
  port: number;
  distributions: Distributions;
  registry: Registry;
  sockets: SocketApis;
  api: HttpApiSettings;
  /** Reads an object of the client's bucket as the distribution. */
  readObject: (distribution: Distribution, bucket: string, key: string, headers: Record<string, string>) => Promise<AwsAnswer>;
  pages: Page[];
  log: (line: string) => void;
}
export interface Edge {
  readonly port: number;
  readonly server: Server;
  close(): Promise<void>;
}

const bucketOf = (domainName: string) => /^(.+)\.s3[.-][a-z0-9.-]*amazonaws\.com$/.exec(domainName)?.[1];
const apiOf = (domainName: string) => /^([a-z0-9]+)\.execute-api\./.exec(domainName)?.[1];

/** Reads a request for an API. */
export async function toHttpRequest(request: IncomingMessage, path: string) {
  const [plain = '/', rawQuery = ''] = path.split('?', 2);
  return {
    method: request.method ?? 'GET',
    path: plain,
    rawQuery,
    headers: plainHeaders(request),
    sourceIp: request.socket.remoteAddress ?? '',
    body: await readBody(request, largestBody + 1),
  };
}
/** Writes an API's answer. */
export function writeAnswer(response: ServerResponse, answer: HttpAnswer, set: Record<string, string> = {}): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    ...set,
    ...(answer.cookies.length === 0 ? {} : { 'set-cookie': answer.cookies }),
  });
  response.end(answer.body);
}

function behaviorOf(distribution: Distribution, path: string): Behavior {
  return (
    distribution.behaviors.find(
      (behavior) => globMatches(behavior.PathPattern ?? '', path) || globMatches(behavior.PathPattern ?? '', path.replace(/^\//, '')),
    ) ?? distribution.fallback
  );
}

const passed = ['range', 'if-none-match', 'if-modified-since', 'if-match', 'if-range'];

async function object(
  settings: EdgeSettings,
  distribution: Distribution,
  bucket: string,
  path: string,
  headers: Record<string, string>,
): Promise<AwsAnswer> {
  const key = decodeURIComponent(path.slice(1)) || distribution.rootObject;
  try {
    return await settings.readObject(distribution, bucket, key, headers);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // Without the right to list a bucket, S3 says of an object that is not there that it may not be read.
    return {
      status: error.code === 'NoSuchKey' || error.code === 'NotFound' ? 403 : error.status,
      headers: { 'content-type': 'application/xml' },
      body: error.message,
    };
  }
}

async function answerObject(
  settings: EdgeSettings,
  distribution: Distribution,
  bucket: string,
  behavior: Behavior,
  request: IncomingMessage,
  path: string,
): Promise<HttpAnswer> {
  if (!behavior.AllowedMethods.includes(request.method ?? 'GET')) return { status: 403, headers: {}, cookies: [], body: Buffer.alloc(0) };
  const headers = Object.fromEntries(Object.entries(plainHeaders(request)).filter(([name]) => passed.includes(name)));
  let answer = await object(settings, distribution, bucket, path, headers);
  const page = distribution.errors.get(answer.status);
  if (page !== undefined) answer = { ...(await object(settings, distribution, bucket, page.page, {})), status: page.status };
  const { set, remove } = settings.distributions.headers(behavior.ResponseHeadersPolicyId);
  const own = Object.fromEntries(Object.entries(answer.headers ?? {}).filter(([name]) => !remove.includes(name.toLowerCase())));
  const cache =
    path === '/' || path.endsWith('.html') || path.endsWith('.json') || page !== undefined ? { 'cache-control': 'no-cache' } : {};
  return {
    status: answer.status,
    headers: { ...cache, ...own, ...set },
    cookies: [],
    body: request.method === 'HEAD' ? Buffer.alloc(0) : Buffer.from(answer.body ?? ''),
  };
}

const notYet = 'Nothing is served here yet: the templates have no distribution, or the start is not done.';

async function serve(settings: EdgeSettings, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = request.url ?? '/';
  const url = new URL(target, 'http://local');
  for (const page of settings.pages) if (await page(request, response, url)) return;
  const distribution = settings.distributions.current();
  if (distribution === undefined) return void response.writeHead(503, { 'content-type': 'text/plain' }).end(notYet);
  const path = target.split('?')[0] ?? '/';
  const behavior = behaviorOf(distribution, path);
  const origin = distribution.origins.get(behavior.TargetOriginId);
  const bucket = bucketOf(origin?.domainName ?? '');
  if (bucket !== undefined) return writeAnswer(response, await answerObject(settings, distribution, bucket, behavior, request, path));
  const api = settings.registry.apis.get(apiOf(origin?.domainName ?? '') ?? '');
  if (api === undefined) return void response.writeHead(502).end();
  const set = settings.distributions.headers(behavior.ResponseHeadersPolicyId).set;
  if (!behavior.AllowedMethods.includes(request.method ?? 'GET')) return void response.writeHead(403).end();
  writeAnswer(response, await answerHttp(settings.api, api, await toHttpRequest(request, `${origin?.path ?? ''}${target}`)), set);
}

function apiForUpgrade(settings: EdgeSettings, path: string): { api: Api; prefix: string } | undefined {
  const distribution = settings.distributions.current();
  const origin = distribution?.origins.get(behaviorOf(distribution, path.split('?')[0] ?? '/').TargetOriginId);
  const api = settings.registry.apis.get(apiOf(origin?.domainName ?? '') ?? '');
  return api?.protocol === 'WEBSOCKET' ? { api, prefix: origin?.path ?? '' } : undefined;
}

/** Starts the edge. Rejects with the system's error when the port is taken. */
export async function startEdge(settings: EdgeSettings): Promise<Edge> {
  const server = createServer((request, response) => {
    serve(settings, request, response).catch((error: unknown) => {
      if (!(error instanceof AwsError)) settings.log(`A request at the edge failed: ${String(error)}`);
      if (response.headersSent) response.destroy();
      else response.writeHead(error instanceof AwsError ? error.status : 502).end();
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const target = request.url ?? '/';
    const found = apiForUpgrade(settings, target);
    if (found === undefined) return void socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    settings.sockets.upgrade(found.api, `${found.prefix}${target}`, request, socket, head).catch((error: unknown) => {
      settings.log(`A socket could not be opened: ${String(error)}`);
      socket.destroy();
    });
  });
  await listen(server, settings.port, settings.host);
  return { port: (server.address() as AddressInfo).port, server, close: () => closeServer(server) };
}

/** The one listener of all AWS APIs: tells services apart by the signature's scope, checks the signature, asks whether the caller may. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError, type AwsAnswer, type AwsRequest, type Caller, type Service } from './contract.ts';
import type { Credentials } from './credentials.ts';
import type { Faults } from './faults.ts';
import type { Judge } from './iam/judge.ts';
import { checkPresigned, isPresigned } from './services/s3/presigned.ts';
import { readAuthorization, signatureProblem, type SignedRequest } from './signature.ts';

/** Answers requests that carry no signature of their own kind (sign-in pages, presigned addresses …); false: not mine. */
export type Unsigned = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface ListenerSettings {
  host: string;
  port: number;
  credentials: Credentials;
  judge: Judge;
  faults: Faults;
  log: (line: string) => void;
}
export interface Listener {
  readonly port: number;
  readonly server: Server;
  readonly services: Service[];
  readonly unsigned: Unsigned[];
  close(): Promise<void>;
}

/** The largest request that any of the services takes: an object of S3 in one piece is larger in AWS, not here. */
const largestBody = 64 * 1024 * 1024;

/** Reads a body. Throws AwsError beyond the limit. */
export async function readBody(request: IncomingMessage, limit = largestBody): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new AwsError('RequestEntityTooLarge', 'Request Too Long', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Headers as plain text; several of a name joined, as HTTP allows. */
export function plainHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]));
}

const escapeXml = (text: string) => text.replace(/[<>&]/g, (c) => (c === '<' ? '&lt;' : c === '>' ? '&gt;' : '&amp;'));

/** An error as the service's protocol has it. */
function errorAnswer(error: AwsError, service: string): AwsAnswer {
  if (service === 's3') {
    const code = error.code === 'AccessDeniedException' ? 'AccessDenied' : error.code;
    const status = code === 'AccessDenied' ? 403 : error.status;
    return {
      status,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(error.message)}</Message></Error>`,
    };
  }
  const denied = error.code === 'AccessDeniedException' && !['dynamodb', 'sqs', 'events', 'cognito-idp'].includes(service);
  return {
    status: denied ? 403 : error.status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': error.code },
    body: JSON.stringify({ ...error.extra, __type: error.code, message: error.message, Message: error.message }),
  };
}

function send(response: ServerResponse, answer: AwsAnswer): void {
  response.writeHead(answer.status, { 'x-amzn-requestid': randomUUID(), ...answer.headers });
  response.end(answer.body ?? '');
}

function throttled(service: string): AwsError {
  const code =
    service === 'dynamodb'
      ? 'ThrottlingException'
      : service === 'lambda'
        ? 'TooManyRequestsException'
        : service === 'chime'
          ? 'ThrottledClientException'
          : 'ThrottlingException';
  return new AwsError(code, 'Rate exceeded', service === 'dynamodb' ? 400 : 429);
}

async function strike(settings: ListenerSettings, request: AwsRequest): Promise<void> {
  const subject = `${request.service} ${request.target ?? `${request.method} ${request.path}`}`;
  for (const effect of settings.faults.strike('request', subject)) {
    if (effect.kind === 'delay') await new Promise<void>((done) => setTimeout(done, effect.ms));
    if (effect.kind === 'throttle') throw throttled(request.service);
  }
}

/** Who signed, by header or by address; throws what AWS answers to a signature that is none. */
function signedBy(settings: ListenerSettings, signed: SignedRequest): { service: string; caller: Caller } {
  const secretOf = (accessKey: string) => settings.credentials.find(accessKey)?.secret;
  if (isPresigned(signed.query)) {
    const { accessKey, service } = checkPresigned(signed, secretOf, Date.now());
    return { service, caller: callerOf(settings, accessKey) };
  }
  const authorization = readAuthorization(signed.headers['authorization']);
  if (authorization === undefined) throw new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
  const caller = callerOf(settings, authorization.accessKey);
  const problem = signatureProblem(signed, authorization, secretOf(authorization.accessKey) ?? '', Date.now());
  if (problem !== undefined) throw new AwsError('InvalidSignatureException', problem, 403);
  return { service: authorization.service, caller };
}
function callerOf(settings: ListenerSettings, accessKey: string): Caller {
  const known = settings.credentials.find(accessKey);
  if (known === undefined) throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
  return known.caller;
}

async function signedAnswer(settings: ListenerSettings, services: readonly Service[], request: IncomingMessage): Promise<AwsAnswer> {
  const headers = plainHeaders(request);
  const url = new URL(request.url ?? '/', 'http://local');
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const signed: SignedRequest = { method: request.method ?? 'GET', path, query: url.searchParams, headers, body: await readBody(request) };
  const { service: name, caller } = signedBy(settings, signed);
  const service = services.find((one) => one.names.includes(name));
  if (service === undefined) throw new AwsError('NotImplemented', `The service ${name} is not supported by the local cloud`, 501);
  const target = headers['x-amz-target']?.split('.').pop();
  const aws: AwsRequest = { ...signed, service: name, caller, ...(target === undefined ? {} : { target }) };
  const needs = service.needs(aws);
  if (needs !== undefined) settings.judge.demand(aws.caller, needs);
  await strike(settings, aws);
  return service.handle(aws);
}

/** Starts listening. Rejects with the system's error when the port is taken. */
export async function startListener(settings: ListenerSettings): Promise<Listener> {
  const services: Service[] = [];
  const unsigned: Unsigned[] = [];
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const authorization = readAuthorization(request.headers.authorization);
    try {
      if (authorization === undefined) for (const answers of unsigned) if (await answers(request, response)) return;
      send(response, await signedAnswer(settings, services, request));
    } catch (error) {
      const known = error instanceof AwsError ? error : new AwsError('InternalFailure', 'The local cloud failed; its log says why.', 500);
      if (!(error instanceof AwsError))
        settings.log(`A request failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (response.headersSent) response.destroy();
      else send(response, errorAnswer(known, authorization?.service ?? (request.url?.includes('X-Amz-Signature') === true ? 's3' : '')));
    }
  }
  const server = createServer((request, response) => void respond(request, response));
  server.keepAliveTimeout = 60_000;
  await listen(server, settings.port, settings.host);
  return { port: (server.address() as AddressInfo).port, server, services, unsigned, close: () => closeServer(server) };
}

/** Listens; rejects with the system's error. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      done();
    });
  });
}
/** Closes a server and the connections that are open. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}

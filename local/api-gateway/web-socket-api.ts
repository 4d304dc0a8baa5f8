/** WebSocket APIs: `$connect` may refuse, messages find their route by the selection expression, `$disconnect` is told once. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Invoke, Place } from '../contract.ts';
import { plainHeaders } from '../listener.ts';
import { commonLogTime } from './payload.ts';
import type { Api, Route } from './registry.ts';

/** Quotas of WebSocket APIs. A browser sends a message as one frame, so the limit of a frame is that of its messages. */
export interface SocketLimits {
  messageBytes: number;
  frameBytes: number;
  idleMs: number;
  connectionMs: number;
}
export const defaultSocketLimits: SocketLimits = {
  messageBytes: 128 * 1024,
  frameBytes: 32 * 1024,
  idleMs: 10 * 60_000,
  connectionMs: 2 * 3600_000,
};

export interface Connection {
  id: string;
  apiId: string;
  stage: string;
  connectedAt: number;
  lastActiveAt: number;
  identity: { sourceIp: string; userAgent: string };
  domainName: string;
  socket: WebSocket;
}
export interface SocketSettings {
  place: Place;
  invokeAs: (principal: string, sourceArn: string) => Invoke;
  log: (line: string) => void;
  limits: SocketLimits;
}
export interface SocketApis {
  /** Takes over an upgrade to an API's stage; `path` is `/<stage>` with its query. */
  upgrade(api: Api, path: string, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  find(connectionId: string): Connection | undefined;
  count(): number;
  close(): Promise<void>;
}

type Phase = 'CONNECT' | 'MESSAGE' | 'DISCONNECT';

function contextOf(connection: Connection, routeKey: string, eventType: Phase) {
  const now = new Date();
  const requestId = randomUUID();
  return {
    routeKey,
    eventType,
    extendedRequestId: requestId,
    requestTime: commonLogTime(now),
    messageDirection: 'IN',
    ...(eventType === 'MESSAGE' ? { messageId: randomUUID() } : {}),
    stage: connection.stage,
    connectedAt: connection.connectedAt,
    requestTimeEpoch: now.getTime(),
    identity: connection.identity,
    requestId,
    domainName: connection.domainName,
    connectionId: connection.id,
    apiId: connection.apiId,
  };
}

/** The value of `$request.body.a.b` in a message; undefined when there is none. */
export function selectRoute(expression: string, body: string): string | undefined {
  const path = /^\$\{?request\.body\.([\w.-]+)\}?$/.exec(expression)?.[1];
  if (path === undefined) return undefined;
  try {
    const value = path
      .split('.')
      .reduce<unknown>((at, name) => (at as Record<string, unknown> | null | undefined)?.[name], JSON.parse(body));
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

const reasons: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
};
function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${reasons[status] ?? 'Internal Server Error'}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function connectEvent(connection: Connection, request: IncomingMessage, query: URLSearchParams) {
  const headers = plainHeaders(request);
  const names = [...new Set(query.keys())];
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    ...(names.length === 0
      ? {}
      : {
          queryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name).at(-1) ?? ''])),
          multiValueQueryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name)])),
        }),
    requestContext: contextOf(connection, '$connect', 'CONNECT'),
    isBase64Encoded: false,
  };
}

const statusOf = (payload: unknown) => Number((payload as { statusCode?: unknown } | undefined)?.statusCode ?? 500);
const textOf = (data: RawData) => (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');

/** The connections of all WebSocket APIs. */
export function createSocketApis(settings: SocketSettings): SocketApis {
  const connections = new Map<string, Connection>();
  const server = new WebSocketServer({ noServer: true, maxPayload: settings.limits.messageBytes });
  const running = new Set<Promise<unknown>>();

  const wake = (connection: Connection, route: Route, event: unknown) => {
    const { region, account } = settings.place;
    const source = `arn:aws:execute-api:${region}:${account}:${connection.apiId}/${connection.stage}/${route.key}`;
    const work = settings
      .invokeAs('apigateway.amazonaws.com', source)(route.functionArn, event, 'synchronous')
      .catch((error: unknown) => {
        settings.log(`${route.key} could not wake its function: ${error instanceof Error ? error.message : String(error)}`);
        return { status: 500, functionError: 'Unhandled', payload: undefined };
      });
    running.add(work);
    return work.finally(() => running.delete(work));
  };
  async function onMessage(api: Api, connection: Connection, body: string): Promise<void> {
    const selected = selectRoute(api.selection, body);
    const route = api.routes.get(selected ?? '$default') ?? api.routes.get('$default');
    const say = (message: string, requestId: string) =>
      connection.socket.send(JSON.stringify({ message, connectionId: connection.id, requestId }));
    if (route === undefined) return say('Forbidden', randomUUID());
    const requestContext = contextOf(connection, route.key, 'MESSAGE');
    const answer = await wake(connection, route, { requestContext, body, isBase64Encoded: false });
    if (answer.functionError !== undefined) return say('Internal server error', requestContext.requestId);
    const reply = (answer.payload as { body?: unknown } | undefined)?.body;
    if (route.repliesTo && typeof reply === 'string') connection.socket.send(reply);
  }
  /** Closes it when nothing was said for long, and in any case after two hours. */
  function limit(connection: Connection): () => void {
    const { idleMs, connectionMs } = settings.limits;
    const check = setInterval(
      () => {
        const now = Date.now();
        if (now - connection.lastActiveAt > idleMs || now - connection.connectedAt > connectionMs)
          connection.socket.close(1001, 'Going away');
      },
      Math.min(30_000, idleMs, connectionMs),
    );
    check.unref();
    return () => clearInterval(check);
  }
  function open(api: Api, connection: Connection): void {
    connections.set(connection.id, connection);
    const stopLimits = limit(connection);
    connection.socket.on('message', (data: RawData) => {
      connection.lastActiveAt = Date.now();
      const body = textOf(data);
      if (Buffer.byteLength(body) > settings.limits.frameBytes) connection.socket.close(1009, 'Frame too large');
      else void onMessage(api, connection, body);
    });
    connection.socket.on('error', () => undefined);
    connection.socket.on('close', (code, reason) => {
      stopLimits();
      connections.delete(connection.id);
      const route = api.routes.get('$disconnect');
      if (route === undefined) return;
      const requestContext = {
        ...contextOf(connection, '$disconnect', 'DISCONNECT'),
        disconnectStatusCode: code,
        disconnectReason: reason.toString('utf8'),
      };
      void wake(connection, route, { headers: {}, multiValueHeaders: {}, requestContext, isBase64Encoded: false });
    });
  }
  return {
    async upgrade(api, path, request, socket, head) {
      const url = new URL(path, 'http://local');
      const stage = url.pathname.slice(1).replace(/\/$/, '');
      if (!api.stages.has(stage)) return refuse(socket, 403);
      socket.on('error', () => undefined);
      const now = Date.now();
      const identity = { sourceIp: request.socket.remoteAddress ?? '', userAgent: request.headers['user-agent'] ?? '' };
      const base = {
        id: `${randomBytes(11).toString('base64url')}=`,
        apiId: api.id,
        stage,
        connectedAt: now,
        lastActiveAt: now,
        identity,
        domainName: request.headers.host ?? '',
      };
      const route = api.routes.get('$connect');
      if (route !== undefined) {
        const connection = base as Connection;
        const answer = await wake(connection, route, connectEvent(connection, request, url.searchParams));
        const status = answer.functionError === undefined ? statusOf(answer.payload) : 500;
        if (status < 200 || status > 299) return refuse(socket, status);
      }
      server.handleUpgrade(request, socket, head, (webSocket) => open(api, { ...base, socket: webSocket }));
    },
    find: (connectionId) => connections.get(connectionId),
    count: () => connections.size,
    async close() {
      for (const { socket } of connections.values()) socket.terminate();
      server.close();
      await Promise.allSettled(running);
    },
  };
}

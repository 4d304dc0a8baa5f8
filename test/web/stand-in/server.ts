/** Serves the built client and speaks its wire: one origin for files, sign-in, API and live socket, under the deployed security policy. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { ProblemError } from '../../../shared/problem.ts';
import { routes, type Route } from '../../../shared/wire/api.ts';
import { FromClient, ToClient } from '../../../shared/wire/live.ts';
import type { Center } from './center.ts';
import { signInService } from './sign-in-service.ts';

export const securityPolicy =
  "default-src 'self'; connect-src 'self' ws: wss: https:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:";

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

export interface StandIn {
  origin: string;
  /** Breaks every live socket, as a network does. */
  cutSockets: () => void;
  /** From now on tickets are refused, or served again. */
  offline: (off: boolean) => void;
  elsewhere: () => void;
  close: () => Promise<void>;
}

interface Settings {
  center: Center;
  files: string;
  /** Takes other upgrades, for example a meeting's signalling. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request) body += String(piece);
  return body;
}

function routeOf(method: string, pathname: string): { route: Route; id: string | undefined } | undefined {
  for (const route of Object.keys(routes) as Route[]) {
    const [wanted, template = ''] = route.split(' ');
    const found = new RegExp(`^${template.replace(/\{\w+\}/, '([^/]+)')}$`).exec(pathname);
    if (wanted === method && found !== null) return { route, id: found[1] };
  }
  return undefined;
}

export async function startStandIn({ center, files, upgrade }: Settings): Promise<StandIn> {
  const signIn = signInService();
  const tickets = new Set<string>();
  const sockets = new WebSocketServer({ noServer: true });
  let refusing = false;
  let origin = '';
  const everywhere = (message: ToClient) => {
    const text = JSON.stringify(ToClient.parse(message));
    for (const socket of sockets.clients) socket.send(text);
  };
  center.push = everywhere;

  const api = async (request: IncomingMessage, answer: ServerResponse, body: string) => {
    const send = (status: number, value: unknown) =>
      answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (!signIn.isValid(request.headers.authorization?.replace('Bearer ', ''))) return send(401, { message: 'Unauthorized' });
    const found = routeOf(request.method ?? '', new URL(request.url ?? '/', origin).pathname);
    if (found === undefined) return send(404, { message: 'Not Found' });
    try {
      const asked = routes[found.route].request.parse(body === '' ? {} : JSON.parse(body));
      if (found.route === 'POST /api/live-ticket') {
        if (refusing) return send(503, { message: 'Service Unavailable' });
        const ticket = randomBytes(8).toString('hex');
        tickets.add(ticket);
        return send(200, { ticket, url: '/live' });
      }
      send(200, routes[found.route].answer.parse(await center.answer(found.route, asked as never, found.id)));
    } catch (fault) {
      if (fault instanceof ProblemError) return send(fault.problem.status, fault.problem);
      throw fault;
    }
  };

  const file = (pathname: string, answer: ServerResponse) => {
    const named = path.join(files, pathname);
    const found = path.extname(pathname) !== '' && existsSync(named) ? named : path.join(files, 'index.html');
    const type = types[path.extname(found)] ?? 'application/octet-stream';
    answer.writeHead(200, { 'content-type': type, 'content-security-policy': securityPolicy }).end(readFileSync(found));
  };

  const server = createServer((request, answer) => {
    void bodyOf(request).then((body) => {
      const { pathname } = new URL(request.url ?? '/', origin);
      if (pathname === '/settings.json') {
        const settings = {
          authority: `${origin}/pool`,
          clientId: 'client',
          logoutUrl: `${origin}/logout`,
          scopes: 'openid',
          liveUrl: '/live',
          stage: 'test',
        };
        return answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(settings));
      }
      if (signIn.handle(request, answer, origin, body)) return;
      if (pathname.startsWith('/api/')) return api(request, answer, body);
      return file(pathname, answer);
    });
  });

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname !== '/live') return void (upgrade(request, socket, head) || socket.destroy());
    if (!tickets.delete(url.searchParams.get('ticket') ?? '')) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (client: WebSocket) => {
      client.on('message', (data: Buffer) => {
        const message = FromClient.parse(JSON.parse(data.toString()));
        center.hear(message);
        if (message.type === 'heartbeat') client.send(JSON.stringify({ type: 'heard', at: new Date().toISOString() }));
      });
    });
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    cutSockets: () => sockets.clients.forEach((socket) => socket.terminate()),
    offline: (off) => void (refusing = off),
    elsewhere: () => everywhere({ type: 'signed-in-elsewhere' }),
    close: async () => {
      sockets.clients.forEach((socket) => socket.terminate());
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

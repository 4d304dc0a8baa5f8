/** The gateway's one HTTP listener: sockets by their path, and what the meetings' clients post. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** Takes an upgrade if its path is one of its own. */
export type TakeUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
/** Answers a request if its path is one of its own. */
export type TakeRequest = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface Listener {
  readonly url: string;
  upgrades: TakeUpgrade[];
  requests: TakeRequest[];
  close(): Promise<void>;
}

/** Listens. @throws when the port is taken. */
export async function listen(place: { host: string; port: number }): Promise<Listener> {
  const server = createServer();
  const sockets = new Set<Duplex>();
  const listener: Listener = { url: '', upgrades: [], requests: [], close: () => shut(server, sockets) };
  server.on('request', (request, response) => {
    if (!listener.requests.some((take) => take(request, response))) response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (!listener.upgrades.some((take) => take(request, socket, head))) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.port, place.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(listener, { url: `http://${place.host.includes(':') ? `[${place.host}]` : place.host}:${port}` });
}

async function shut(server: Server, sockets: ReadonlySet<Duplex>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  await closed;
}

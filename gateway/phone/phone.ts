/** The browser phone's side of the gateway: sockets in, legs out. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Buffer } from 'node:buffer';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Leg } from '../legs/contract.ts';
import type { Media, MediaEvent } from '../media/contract.ts';
import { BrowserLeg } from './browser-leg.ts';
import { FromPhone, type ToPhone } from './messages.ts';

export interface BrowserPhone {
  /** Takes the upgrade of a request for `/phone`, and no other. Pages of other hosts are refused with 403. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  onMedia: (event: MediaEvent) => void;
  close(): void;
}

/** `take` gets a leg for each call that a page places, its line open. */
export function openBrowserPhone(settings: { media: Media; take: (leg: Leg) => void }): BrowserPhone {
  const server = new WebSocketServer({ noServer: true, maxPayload: 128 * 1024 });
  const legs = new Set<BrowserLeg>();
  return {
    upgrade(request, socket, head) {
      if (request.url?.split('?')[0] !== '/phone') return false;
      if (!fromOurHost(request)) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      else server.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket, settings, legs));
      return true;
    },
    onMedia(event) {
      for (const leg of [...legs]) leg.onMedia(event);
    },
    close() {
      for (const client of server.clients) client.close(1001);
      server.close();
    },
  };
}

/**
 * A page of any site could reach a server on this machine and place calls. Pages of the host that they ask, and loopback names among
 * each other, may; tools without an origin too.
 */
function fromOurHost({ headers }: IncomingMessage): boolean {
  if (headers.origin === undefined) return true;
  const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');
  const [page, asked] = [hostOf(headers.origin), hostOf(`http://${headers.host ?? ''}`)];
  const loopback = (host: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(host);
  return page !== '' && (page === asked || (loopback(page) && loopback(asked)));
}

function serve(socket: WebSocket, { media, take }: { media: Media; take: (leg: Leg) => void }, legs: Set<BrowserLeg>): void {
  let leg: BrowserLeg | undefined;
  const send = (message: ToPhone): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    if (message.type === 'ended') socket.close(1000);
  };
  const dial = async (call: Extract<FromPhone, { type: 'dial' }>): Promise<void> => {
    const placed = new BrowserLeg({ media, dial: call, send });
    leg = placed;
    legs.add(placed);
    if (await placed.open()) take(placed);
  };
  socket.on('message', (data) => {
    const message = readMessage(data as Buffer);
    if (!message) return socket.close(1008, 'not a message of a phone');
    if (message.type === 'dial') return leg ? socket.close(1008, 'one call per socket') : void dial(message);
    if (message.type === 'digit') leg?.press(message.digit);
    else leg?.left();
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    leg?.left();
    if (leg) legs.delete(leg);
  });
}

function readMessage(data: Buffer): FromPhone | undefined {
  try {
    return FromPhone.parse(JSON.parse(data.toString()));
  } catch {
    return undefined;
  }
}

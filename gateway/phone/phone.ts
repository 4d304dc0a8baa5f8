/** The browser phone's side of the gateway: sockets in, legs out. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Buffer } from 'node:buffer';
import { WebSocketServer } from 'ws';
import type { Leg } from '../legs/contract.ts';
import type { Pages } from '../legs/dial.ts';
import type { Media, MediaEvent } from '../media/contract.ts';
import { Bells } from './bells.ts';
import type { BrowserLeg } from './browser-leg.ts';
import { servePhoneSocket } from './phone-socket.ts';

export interface BrowserPhone {
  /** The pages that are open for a number, to be rung. */
  readonly pages: Pages;
  /** Takes the upgrade of a request for `/phone`, and no other. Pages of other hosts are refused with 403. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  onMedia: (event: MediaEvent) => void;
  close(): void;
}

/** `take` gets a leg for each call that a page places, its line open. */
export function openBrowserPhone(settings: { media: Media; take: (leg: Leg) => void }): BrowserPhone {
  const server = new WebSocketServer({ noServer: true, maxPayload: 128 * 1024 });
  const legs = new Set<BrowserLeg>();
  const bells = new Bells();
  return {
    pages: bells,
    upgrade(request, socket, head) {
      if (request.url?.split('?')[0] !== '/phone') return false;
      if (!fromOurHost(request)) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      else server.handleUpgrade(request, socket, head, (webSocket) => servePhoneSocket(webSocket, { ...settings, legs, bells }));
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

/**
 * The living connection: heartbeats, reconnecting, and a fresh socket before API Gateway closes the old one after two hours.
 * Knows neither worker nor browser; sockets, timers and tickets come in by the door.
 */
import type { FromClient } from '../../../shared/wire/live.ts';
import { heartbeatMs, ToClient } from '../../../shared/wire/live.ts';
import { backoffMs } from './backoff.ts';

export interface Socket {
  send: (text: string) => void;
  close: () => void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

export type LinkState = 'connecting' | 'live' | 'lost' | 'elsewhere';

export interface LinkPorts {
  /** A one-time ticket's address, or undefined when none could be had. */
  address: () => Promise<string | undefined>;
  open: (address: string) => Socket;
  tell: (message: ToClient) => void;
  state: (state: LinkState) => void;
  after: (ms: number, run: () => void) => () => void;
  random: () => number;
}

export interface Link {
  start: () => void;
  send: (message: FromClient) => void;
  /** Tries at once instead of waiting: the network came back, or the person said so. */
  now: () => void;
  stop: () => void;
}

/** Without an answer to a heartbeat in this time the socket is dead, whatever it says. */
export const answerWithinMs = 10_000;
/** API Gateway closes a socket after two hours; the next one is open well before. */
export const renewAfterMs = 110 * 60_000;
/** A socket that doesn't open in this time is given up. */
export const openWithinMs = 10_000;

export function createLink(ports: LinkPorts): Link {
  let current: Socket | undefined;
  let opening = false;
  let attempt = 0;
  let stopped = true;
  let cancels: Record<string, (() => void) | undefined> = {};

  const later = (name: string, ms: number, run: () => void) => {
    cancels[name]?.();
    cancels[name] = ports.after(ms, run);
  };
  const forget = (name: string) => {
    cancels[name]?.();
    cancels[name] = undefined;
  };

  const retry = () => {
    if (stopped) return;
    ports.state('lost');
    later('retry', backoffMs(attempt++, ports.random()), () => void connect());
  };

  const drop = (socket: Socket) => {
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  };

  const lose = (socket: Socket) => {
    if (socket !== current) return;
    current = undefined;
    forget('beat');
    forget('answer');
    forget('renew');
    drop(socket);
    if (!opening) retry();
  };

  const beat = (socket: Socket) => {
    if (socket !== current) return;
    socket.send(JSON.stringify({ type: 'heartbeat' } satisfies FromClient));
    later('answer', answerWithinMs, () => lose(socket));
    later('beat', heartbeatMs, () => beat(socket));
  };

  const adopt = (socket: Socket) => {
    const old = current;
    current = socket;
    opening = false;
    attempt = 0;
    forget('retry');
    forget('open');
    if (old !== undefined) drop(old);
    ports.state('live');
    beat(socket);
    later('renew', renewAfterMs - ports.random() * 600_000, () => void connect());
  };

  const hear = (socket: Socket, data: unknown) => {
    const parsed = ToClient.safeParse(readJson(data));
    // A message of a newer server that this client doesn't know is passed over; the state is loaded anew on connect.
    if (!parsed.success) return;
    if (parsed.data.type === 'heard') return forget('answer');
    if (parsed.data.type === 'signed-in-elsewhere') {
      // While our own next socket opens, the server takes it for another window.
      if (opening || socket !== current) return;
      quiet();
      return ports.state('elsewhere');
    }
    ports.tell(parsed.data);
  };

  async function connect(): Promise<void> {
    if (stopped || opening) return;
    opening = true;
    if (current === undefined) ports.state('connecting');
    const address = await ports.address().catch(() => undefined);
    if (stopped) return void (opening = false);
    const socket = address === undefined ? undefined : ports.open(address);
    const failed = () => {
      if (!opening) return;
      opening = false;
      forget('open');
      if (socket !== undefined) drop(socket);
      // The old one may still live: then only the renewal is tried again.
      if (current === undefined) retry();
      else later('retry', backoffMs(attempt++, ports.random()), () => void connect());
    };
    if (socket === undefined) return failed();
    later('open', openWithinMs, failed);
    socket.onopen = () => (stopped ? drop(socket) : adopt(socket));
    socket.onmessage = (event) => hear(socket, event.data);
    socket.onclose = () => (socket === current ? lose(socket) : failed());
  }

  const quiet = () => {
    stopped = true;
    opening = false;
    for (const cancel of Object.values(cancels)) cancel?.();
    cancels = {};
    if (current !== undefined) drop(current);
    current = undefined;
  };

  return {
    start() {
      if (!stopped) return;
      stopped = false;
      attempt = 0;
      void connect();
    },
    send: (message) => current?.send(JSON.stringify(message)),
    now() {
      if (stopped) return;
      forget('retry');
      if (current === undefined) void connect();
      else beat(current);
    },
    stop: quiet,
  };
}

function readJson(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : undefined;
  } catch {
    return undefined;
  }
}

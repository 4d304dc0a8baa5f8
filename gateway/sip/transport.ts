import type { Buffer } from 'node:buffer';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Peer } from './uri.ts';

/** Datagrams in and out. Tests put a network with losses here. */
export interface Transport {
  readonly address: Peer;
  onDatagram: (bytes: Buffer, source: Peer) => void;
  send(bytes: Buffer, to: Peer): void;
  close(): Promise<void>;
}

export type Log = (line: string, details?: Record<string, unknown>) => void;

/** Opens the UDP socket. Rejects when the address can't be had; afterwards nothing that the network does throws. */
export async function openUdp(host: string, port: number, log: Log): Promise<Transport> {
  const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4', recvBufferSize: 1 << 20 });
  socket.bind(port, host);
  await once(socket, 'listening');
  const transport: Transport = {
    address: { host: socket.address().address, port: socket.address().port },
    onDatagram: () => undefined,
    send(bytes, to) {
      if (to.port <= 0 || to.port > 65_535) return;
      socket.send(bytes, to.port, to.host, (fault) => {
        if (fault) log('SIP: a datagram could not be sent', { code: (fault as NodeJS.ErrnoException).code });
      });
    },
    close: () => new Promise((resolve) => void socket.close(resolve)),
  };
  socket.on('error', (fault) => log('SIP: the socket reported an error', { code: (fault as NodeJS.ErrnoException).code }));
  // An answer to port 0 can't be sent, so such a message isn't read either.
  socket.on('message', (bytes, source) => {
    if (source.port > 0) transport.onDatagram(bytes, { host: source.address, port: source.port });
  });
  return transport;
}

/** One call: a socket for what happens, a peer connection for what is heard. */
import type { Happening, Key } from './state.ts';

/** How a call begins: it is placed (`from` is missing when it is withheld), or one that rings here is taken. */
export type Opening = { type: 'dial'; to: string; from?: string } | { type: 'accept'; call: string };

interface Wishes {
  socketUrl: string;
  opening: Opening;
  track: MediaStreamTrack;
  happened: (happening: Happening) => void;
  heard: (stream: MediaStream) => void;
}

export interface Line {
  press(key: Key): void;
  hangUp(): void;
}

/** Begins a call. Everything that becomes of it is told; nothing throws. */
export function openLine({ socketUrl, opening, track, happened, heard }: Wishes): Line {
  const connection = new RTCPeerConnection();
  const socket = new WebSocket(socketUrl);
  const now = (): number => performance.now();
  let over = false;
  const end = (happening: Happening): void => {
    if (over) return;
    over = true;
    connection.close();
    socket.close();
    happened(happening);
  };
  const unreachable = { type: 'failed', sentence: 'The gateway does not answer. Is npm start still running?' } as const;
  const send = (message: unknown): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  connection.addTrack(track, new MediaStream([track]));
  connection.addEventListener('track', ({ track: far }) => heard(new MediaStream([far])));
  const begin = async (): Promise<void> => {
    await connection.setLocalDescription(await connection.createOffer());
    const offer = connection.localDescription?.sdp;
    send({ ...opening, offer });
  };
  socket.addEventListener(
    'open',
    () => void begin().catch(() => end({ type: 'failed', sentence: 'This browser could not open a line for sound.' })),
  );
  socket.addEventListener('close', () => end(unreachable));
  socket.addEventListener('message', (event: MessageEvent<string>) => {
    const message = JSON.parse(event.data) as { type: string; answer?: string; code?: number };
    if (message.type === 'audio') void connection.setRemoteDescription({ type: 'answer', sdp: message.answer ?? '' });
    else if (message.type === 'ringing') happened({ type: 'ringing' });
    else if (message.type === 'answered') happened({ type: 'answered', atMs: now() });
    else if (message.type === 'ended') end({ type: 'ended', code: message.code ?? 0, atMs: now() });
  });
  return {
    press: (digit) => send({ type: 'digit', digit }),
    hangUp() {
      send({ type: 'hang-up' });
      end({ type: 'ended', code: 487, atMs: now() });
    },
  };
}

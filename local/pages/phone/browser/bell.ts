/** The phone's bell: a socket that is open as long as the page is, told of calls to the number that the phone answers. */

interface Wishes {
  socketUrl: string;
  /** Somebody calls; `from` is missing when the number is withheld. */
  rung: (call: string, from: string | undefined) => void;
  /** The call rings no more: its caller gave up, or another page took it. */
  stopped: (call: string) => void;
}

export interface Bell {
  /** Rings for this number from now on; undefined: for none. */
  listen(number: string | undefined): void;
  rings(call: string): void;
  decline(call: string, busy: boolean): void;
}

const reconnectAfterMs = 2000;

export function hangBell({ socketUrl, rung, stopped }: Wishes): Bell {
  let socket: WebSocket | undefined;
  let wanted: string | undefined;
  const send = (message: unknown): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const connect = (): void => {
    const mine = new WebSocket(socketUrl);
    socket = mine;
    mine.addEventListener('open', () => wanted !== undefined && send({ type: 'listen', number: wanted }));
    mine.addEventListener('message', (event: MessageEvent<string>) => {
      const message = JSON.parse(event.data) as { type: string; call: string; from?: string };
      if (message.type === 'incoming') rung(message.call, message.from);
      else if (message.type === 'stopped') stopped(message.call);
    });
    mine.addEventListener('close', () => {
      if (socket !== mine) return;
      socket = undefined;
      // The gateway was restarted: the phone is found again without a reload.
      setTimeout(() => socket ?? (wanted === undefined || connect()), reconnectAfterMs);
    });
  };
  return {
    listen(number) {
      wanted = number;
      if (number === undefined) {
        const old = socket;
        socket = undefined;
        old?.close();
      } else if (socket) send({ type: 'listen', number });
      else connect();
    },
    rings: (call) => send({ type: 'rings', call }),
    decline: (call, busy) => send({ type: 'decline', call, busy }),
  };
}

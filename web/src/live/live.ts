/** The page's side of the live socket. */
import type { FromClient, ToClient } from '../../../shared/wire/live.ts';
import type { Api } from '../api.ts';
import type { LinkState } from './live-link.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

export interface Live {
  start: () => void;
  stop: () => void;
  now: () => void;
  send: (message: FromClient) => void;
}

/** The address a ticket opens; `url` may be a path on this origin, with or without the ticket in it. */
export function liveAddress(origin: string, url: string, ticket: string): string {
  const address = new URL(url, origin);
  address.protocol = address.protocol === 'https:' || address.protocol === 'wss:' ? 'wss:' : 'ws:';
  if (!address.searchParams.has('ticket')) address.searchParams.set('ticket', ticket);
  return address.href;
}

export function openLive(
  ports: { api: Api; liveUrl: string; signedOut: () => void },
  hear: { state: (state: LinkState) => void; message(message: ToClient): void },
): Live {
  const worker = new Worker(new URL('./live-worker.ts', import.meta.url), { type: 'module', name: 'live' });
  const order = (message: ToWorker) => worker.postMessage(message);
  const giveAddress = async (request: number) => {
    const answer = await ports.api.call('POST /api/live-ticket', {});
    if (!answer.ok) {
      if (answer.problem.code === 'signed-out') ports.signedOut();
      return order({ do: 'address', request });
    }
    const { url, ticket } = answer.value;
    order({ do: 'address', request, address: liveAddress(location.origin, url === '' ? ports.liveUrl : url, ticket) });
  };
  worker.addEventListener('message', (event: MessageEvent<FromWorker>) => {
    const told = event.data;
    if (told.told === 'state') hear.state(told.state);
    else if (told.told === 'message') hear.message(told.message);
    else void giveAddress(told.request);
  });
  // Either word of the browser is a reason to ask the server at once: the socket itself may not notice for long.
  for (const word of ['online', 'offline']) window.addEventListener(word, () => order({ do: 'now' }));
  return {
    start: () => order({ do: 'start' }),
    stop: () => order({ do: 'stop' }),
    now: () => order({ do: 'now' }),
    send: (message) => order({ do: 'send', message }),
  };
}

/** The live socket in a worker: browsers slow the timers of hidden tabs, and a slow heartbeat would cost the agent its lease. */
import { config } from 'zod';
import { createLink, type Socket } from './live-link.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

// The content security policy allows no code made at run time.
config({ jitless: true });

const wanted = new Map<number, (address: string | undefined) => void>();
let requests = 0;
const say = (message: FromWorker) => self.postMessage(message);

const link = createLink({
  address: () =>
    new Promise((resolve) => {
      const request = ++requests;
      wanted.set(request, resolve);
      say({ told: 'address-wanted', request });
    }),
  open: (address) => new WebSocket(address) as Socket,
  tell: (message) => say({ told: 'message', message }),
  state: (state) => say({ told: 'state', state }),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
});

self.addEventListener('message', (event: MessageEvent<ToWorker>) => {
  const order = event.data;
  if (order.do === 'start') link.start();
  else if (order.do === 'stop') link.stop();
  else if (order.do === 'now') link.now();
  else if (order.do === 'send') link.send(order.message);
  else {
    wanted.get(order.request)?.(order.address);
    wanted.delete(order.request);
  }
});

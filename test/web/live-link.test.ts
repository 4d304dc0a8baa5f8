import { expect, it } from 'vitest';
import { heartbeatMs, type ToClient } from '../../shared/wire/live.ts';
import { backoffMs, longestBackoffMs } from '../../web/src/live/backoff.ts';
import { answerWithinMs, createLink, openWithinMs, renewAfterMs, type LinkState, type Socket } from '../../web/src/live/live-link.ts';

interface Line extends Socket {
  sent: string[];
  closed: boolean;
}

/** A link in a world where time passes only when it is told to. */
function world() {
  let nowMs = 0;
  let timers: { atMs: number; run: () => void }[] = [];
  const sockets: Line[] = [];
  const states: LinkState[] = [];
  const messages: ToClient[] = [];
  let addresses: (string | undefined)[] = [];
  const link = createLink({
    address: async () => (addresses.length > 0 ? addresses.shift() : 'ws://here'),
    open: () => {
      const socket: Line = {
        sent: [],
        closed: false,
        onopen: null,
        onmessage: null,
        onclose: null,
        send: (text) => socket.sent.push(text),
        close: () => (socket.closed = true),
      };
      sockets.push(socket);
      return socket;
    },
    tell: (message) => messages.push(message),
    state: (state) => states.push(state),
    after: (ms, run) => {
      const timer = { atMs: nowMs + ms, run };
      timers.push(timer);
      return () => (timers = timers.filter((t) => t !== timer));
    },
    random: () => 0,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const pass = async (ms: number) => {
    const untilMs = nowMs + ms;
    for (;;) {
      const next = timers.filter((t) => t.atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      nowMs = next.atMs;
      timers = timers.filter((t) => t !== next);
      next.run();
      await settle();
    }
    nowMs = untilMs;
  };
  const socket = (index: number): Line => sockets[index] ?? expect.fail(`there is no socket ${index}`);
  const hear = (index: number, message: ToClient) => socket(index).onmessage?.({ data: JSON.stringify(message) });
  const start = async () => {
    link.start();
    await settle();
    socket(0).onopen?.();
  };
  return {
    link,
    sockets,
    states,
    messages,
    pass,
    socket,
    hear,
    start,
    settle,
    refuse: (times: number) => (addresses = Array<undefined>(times).fill(undefined)),
  };
}
const heard: ToClient = { type: 'heard', at: '2026-06-01T09:00:00.000Z' };

it('A living socket gets a heartbeat every thirty seconds', async () => {
  const w = world();
  await w.start();
  for (let beat = 0; beat < 3; beat++) {
    w.hear(0, heard);
    await w.pass(heartbeatMs);
  }
  expect(w.socket(0).sent).toHaveLength(4);
  expect(w.states).toEqual(['connecting', 'live']);
});

it('A socket that no longer answers is given up, and another opened', async () => {
  const w = world();
  await w.start();
  await w.pass(answerWithinMs);
  expect(w.states.at(-1)).toBe('lost');
  await w.pass(1_000);
  expect(w.sockets).toHaveLength(2);
  expect(w.socket(0).closed).toBe(true);
});

it('Without a ticket it tries again, and each time waits longer', async () => {
  const w = world();
  w.refuse(3);
  w.link.start();
  await w.settle();
  await w.pass(130 + 260);
  expect(w.sockets).toHaveLength(0);
  await w.pass(600);
  expect(w.sockets).toHaveLength(1);
  expect(backoffMs(30, 0.999)).toBeLessThanOrEqual(longestBackoffMs);
});

it('A fresh socket is open before the old one is closed after two hours', async () => {
  const w = world();
  await w.start();
  for (let ms = 0; ms < renewAfterMs; ms += heartbeatMs) {
    w.hear(0, heard);
    await w.pass(heartbeatMs);
  }
  expect(w.sockets).toHaveLength(2);
  expect(w.socket(0).closed).toBe(false);
  w.hear(0, { type: 'signed-in-elsewhere' });
  w.socket(1).onopen?.();
  expect(w.socket(0).closed).toBe(true);
  expect(w.states).not.toContain('elsewhere');
  expect(w.states).not.toContain('lost');
});

it('A socket that never opens is given up', async () => {
  const w = world();
  w.link.start();
  await w.settle();
  await w.pass(openWithinMs + 1_000);
  expect(w.sockets).toHaveLength(2);
});

it('Taken over by another window it goes quiet until it is told to work here', async () => {
  const w = world();
  await w.start();
  w.hear(0, { type: 'signed-in-elsewhere' });
  await w.pass(600_000);
  expect(w.sockets).toHaveLength(1);
  expect(w.states.at(-1)).toBe('elsewhere');
  w.link.start();
  await w.settle();
  expect(w.sockets).toHaveLength(2);
});

it('What it does not understand is passed over', async () => {
  const w = world();
  await w.start();
  w.socket(0).onmessage?.({ data: '{"type":"from-the-future"}' });
  w.socket(0).onmessage?.({ data: 'no JSON' });
  w.hear(0, { type: 'contact-closed', contactId: 'c-1' as never, n: 1 });
  expect(w.messages).toHaveLength(1);
});

/** Work in a process of its own, so that who calls and who is called don't take each other's time. */
import { fork } from 'node:child_process';

/** Runs a part with an order until it tells `{ result }`; `heard` gets what else it tells, and it is told when it is `enough`. Rejects when it ends without or takes too long. */
export async function inProcess<Result>(
  part: string,
  order: object,
  limits: { withinMs: number; heard?: (note: string) => void; enough?: Promise<unknown> },
): Promise<Result> {
  const child = fork(new URL(part, import.meta.url), { execArgv: [] });
  try {
    return await new Promise<Result>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${part}: no result within ${limits.withinMs / 1000} s`)), limits.withinMs);
      child.on('message', (told: { note?: string; result?: Result }) => {
        if (told.note !== undefined) limits.heard?.(told.note);
        if (told.result === undefined) return;
        clearTimeout(timer);
        resolve(told.result);
      });
      child.once('exit', (code) => reject(new Error(`${part} ended with code ${code} and no result`)));
      child.send(order);
      void limits.enough?.finally(() => child.connected && child.send('enough'));
    });
  } finally {
    child.kill('SIGKILL');
  }
}

/** The other side: works on the order that comes. */
export function onOrder<Order>(work: (order: Order, tell: (note: string) => void, enough: Promise<void>) => Promise<object>): void {
  const send = (message: object): void => void process.send?.(message);
  process.once('message', (order: Order) => {
    const enough = new Promise<void>((resolve) => process.once('message', () => resolve()));
    work(order, (note) => send({ note }), enough).then(
      (result) => send({ result }),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}

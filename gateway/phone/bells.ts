/** Browser phones that can be called: which pages are open for which number, and the calls that ring there. */
import { randomUUID } from 'node:crypto';
import { deafListener } from '../legs/contract.ts';
import type { Dial, Leg } from '../legs/contract.ts';
import { outcomeOf } from '../legs/sip-dial.ts';
import type { Pages } from '../legs/dial.ts';
import type { BrowserLeg } from './browser-leg.ts';
import type { ToPhone } from './messages.ts';

/** A page that is open for a number. */
export interface Bell {
  number: string;
  send: (message: ToPhone) => void;
}

/** A call that rings at pages. Whoever accepts first has it. */
export interface RungCall {
  readonly leg: Leg;
  rings(bell: Bell): void;
  /** A page does not take it. `code`: 486 busy, 603 declined for all pages, 480 closed. */
  declined(bell: Bell, code: 480 | 486 | 603): void;
  /** The page that accepts gives its own leg, whose audio this call then has. */
  accepted(by: BrowserLeg): void;
}

export class Bells implements Pages {
  readonly #bells = new Set<Bell>();
  readonly #calls = new Map<string, RungCall>();

  add(bell: Bell): void {
    this.#bells.add(bell);
  }
  /** A page that is closed can't answer any more. */
  remove(bell: Bell): void {
    this.#bells.delete(bell);
    for (const call of [...this.#calls.values()]) call.declined(bell, 480);
  }
  call(id: string): RungCall | undefined {
    return this.#calls.get(id);
  }
  numbers(): ReadonlySet<string> {
    return new Set([...this.#bells].map(({ number }) => number));
  }

  readonly ring: Dial = (called) => {
    const id = randomUUID();
    const bells = [...this.#bells].filter(({ number }) => number === called.to);
    const call = ringAt(id, called, bells, () => this.#calls.delete(id));
    this.#calls.set(id, call);
    const from = called.from === 'anonymous' ? {} : { from: called.from };
    for (const bell of bells) bell.send({ type: 'incoming', call: id, ...from });
    return call.leg;
  };
}

function ringAt(id: string, { to, from, headers }: Parameters<Dial>[0], bells: readonly Bell[], over: () => void): RungCall {
  const ringing = new Set(bells);
  const codes: number[] = [];
  let rang = false;
  let hungUp = false;
  let taken: BrowserLeg | undefined;
  const stop = (): void => {
    for (const bell of ringing) bell.send({ type: 'stopped', call: id });
    ringing.clear();
    over();
  };
  const leg: Leg = {
    direction: 'outbound',
    from,
    to,
    headers,
    lineId: id,
    listener: deafListener,
    ring: () => undefined,
    answer: () => undefined,
    reject: () => undefined,
    hangUp: () => {
      hungUp = true;
      stop();
      taken?.hangUp();
    },
  };
  return {
    leg,
    rings(bell) {
      if (rang || !ringing.has(bell)) return;
      rang = true;
      leg.listener.ringing();
    },
    declined(bell, code) {
      if (!ringing.delete(bell)) return;
      codes.push(code);
      if (code !== 603 && ringing.size > 0) return;
      stop();
      leg.listener.ended(outcomeOf(codes));
    },
    accepted(by) {
      stop();
      taken = by;
      let answered = false;
      by.listener = {
        ...deafListener,
        answered: () => {
          answered = true;
          leg.listener.answered();
        },
        ended: (code) => hungUp || leg.listener.ended(answered ? code : 480),
      };
    },
  };
}

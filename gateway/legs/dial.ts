/** Places calls: decides by what is in reach, and dials. */
import { randomUUID } from 'node:crypto';
import type { SipAccount, SipServer } from '../sip/contract.ts';
import { deafListener } from './contract.ts';
import type { Dial, Leg } from './contract.ts';
import { routeOf, type Reach, type Trunk } from './route.ts';
import type { DialTargets } from './sip-dial.ts';

/** Browser phones that are open. */
export interface Pages {
  /** The numbers that they answer. */
  numbers(): ReadonlySet<string>;
  /** Rings those that answer this number. */
  ring: Dial;
}

export interface DialSettings {
  accounts: readonly SipAccount[];
  trunk?: Trunk;
  sip: Pick<SipServer, 'contacts'>;
  bySip: DialTargets;
  pages: Pages;
}

/** One way to place any call: `to` is a number in E.164, or the user name of a SIP account. */
export function dialByRoute({ accounts, trunk, sip, bySip, pages }: DialSettings): Dial {
  return (called) => {
    const desks = accounts.map(({ user, number }) => ({ user, number, contacts: sip.contacts(user) }));
    const reach: Reach = { desks, pages: pages.numbers(), ...(trunk ? { trunk } : {}) };
    const route = routeOf(called, reach);
    if (route.kind === 'sip') return bySip(called, route.targets);
    const number = desks.find(({ user }) => user === called.to)?.number ?? called.to;
    return route.kind === 'page' ? pages.ring({ ...called, to: number }) : unreachable(called);
  };
}

/** A leg that nobody can answer: 480, as the service says it of a number that it can't reach. */
function unreachable({ to, from, headers }: Parameters<Dial>[0]): Leg {
  let over = false;
  const leg: Leg = {
    direction: 'outbound',
    from,
    to,
    headers,
    lineId: randomUUID(),
    listener: deafListener,
    ring: () => undefined,
    answer: () => undefined,
    reject: () => undefined,
    hangUp: () => void (over = true),
  };
  // Its listener comes after it.
  queueMicrotask(() => over || leg.listener.ended(480));
  return leg;
}

/** Where a dialled number goes. Pure. */
import type { Contact, Credentials, Peer } from '../sip/contract.ts';

/** The way to all numbers that aren't ours: a provider's or a company's own exchange. */
export interface Trunk {
  host: string;
  /** 5060 if absent. */
  port?: number;
  /** For a trunk that asks for a proof. */
  user?: string;
  password?: string;
  /** User part or URI of From where the trunk wants always the same; the caller's number then stands in P-Asserted-Identity (RFC 3325). */
  from?: string;
}

/** What is in reach at the moment of the call. */
export interface Reach {
  /** Registered accounts, telephones that are switched off without contacts. */
  desks: readonly { user: string; number: string; contacts: readonly Contact[] }[];
  /** Numbers that open browser phones answer. */
  pages: ReadonlySet<string>;
  trunk?: Trunk;
}

/** One address to ring. */
export interface SipTarget {
  uri: string;
  peer?: Peer;
  from: string;
  /** Besides those of the call. */
  headers?: Readonly<Record<string, string>>;
  credentials?: Credentials;
}

/** Several targets ring together. `nowhere`: ends as for a number that can't be reached, 480. */
export type Route = { kind: 'sip'; targets: SipTarget[] } | { kind: 'page' } | { kind: 'nowhere' };

/**
 * Decides for a number in E.164, or for the user name of an account. The telephones of an account come first, then a browser phone that
 * answers for that number, then the trunk; an account's number never leaves the house.
 */
export function routeOf({ to, from }: { to: string; from: string }, { desks, pages, trunk }: Reach): Route {
  const desk = desks.find(({ user, number }) => user === to || number === to);
  if (desk && desk.contacts.length > 0) return { kind: 'sip', targets: desk.contacts.map(({ uri, peer }) => ({ uri, peer, from })) };
  if (pages.has(desk?.number ?? to)) return { kind: 'page' };
  if (desk || !trunk) return { kind: 'nowhere' };
  return { kind: 'sip', targets: [throughTrunk(to, from, trunk)] };
}

function throughTrunk(to: string, from: string, { host, port = 5060, user, password, from: always }: Trunk): SipTarget {
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    uri: `sip:${to}@${place}`,
    from: always ?? from,
    ...(always === undefined ? {} : { headers: { 'P-Asserted-Identity': `<sip:${from}@${place}>` } }),
    ...(user === undefined || password === undefined ? {} : { credentials: { user, password } }),
  };
}

import { readParameters, readPort, writeParameters, type Parameters } from './text.ts';

/** A `sip:`, `sips:` or `tel:` URI (RFC 3261, section 19.1; RFC 3966). A `tel:` URI has its number as user and no host. */
export interface Uri {
  scheme: 'sip' | 'sips' | 'tel';
  /** Unescaped, without the parameters that may stand in it (`+1800;npdi`). */
  user?: string;
  /** An IPv6 address keeps its brackets. */
  host: string;
  port?: number;
  parameters: Parameters;
}

/** Reads a URI; undefined when it is none of the three schemes or malformed. Headers after `?` and passwords are left out. */
export function readUri(text: string): Uri | undefined {
  const found = /^(sips?|tel):([^\s<>"]+)$/i.exec(text.trim());
  if (!found?.[1] || !found[2]) return undefined;
  const scheme = found[1].toLowerCase() as Uri['scheme'];
  return scheme === 'tel' ? readTel(found[2]) : readSip(scheme, found[2]);
}

function readTel(rest: string): Uri | undefined {
  const [number = '', ...parameters] = rest.split(';');
  // Visual separators (RFC 3966, section 5.1.1) mean nothing.
  const user = number.replace(/[-.()]/g, '');
  return /^\+?[0-9A-Fa-f*#]+$/.test(user) ? { scheme: 'tel', user, host: '', parameters: readParameters(parameters) } : undefined;
}

function readSip(scheme: 'sip' | 'sips', rest: string): Uri | undefined {
  const at = rest.lastIndexOf('@');
  const user = at < 0 ? undefined : readUser(rest.slice(0, at));
  const place = (at < 0 ? rest : rest.slice(at + 1)).split('?')[0] ?? '';
  const [address = '', ...parameters] = place.split(';');
  const found = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d+))?$/.exec(address);
  if (!found?.[1] || user === '') return undefined;
  const port = found[2] === undefined ? undefined : readPort(found[2]);
  if (found[2] !== undefined && port === undefined) return undefined;
  return {
    scheme,
    ...(user === undefined ? {} : { user }),
    host: found[1],
    ...(port === undefined ? {} : { port }),
    parameters: readParameters(parameters),
  };
}

function readUser(text: string): string {
  const user = text.split(':')[0]?.split(';')[0] ?? '';
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

/** The characters that a user part may hold unescaped (RFC 3261, section 25.1). */
const escapeUser = (user: string): string =>
  encodeURIComponent(user.toWellFormed()).replace(/%(26|3D|2B|24|2C|3F|2F)/g, (escaped) => decodeURIComponent(escaped));

export function writeUri(uri: Uri): string {
  if (uri.scheme === 'tel') return `tel:${uri.user ?? ''}${writeParameters(uri.parameters)}`;
  const user = uri.user === undefined ? '' : `${escapeUser(uri.user)}@`;
  const port = uri.port === undefined ? '' : `:${uri.port}`;
  return `${uri.scheme}:${user}${uri.host}${port}${writeParameters(uri.parameters)}`;
}

/** Where to send over UDP. */
export interface Peer {
  host: string;
  port: number;
}

/** The peer that a URI names; undefined for a `tel:` URI, which names none. */
export function peerOf(uri: Uri): Peer | undefined {
  if (uri.scheme === 'tel') return undefined;
  const host = uri.parameters.get('maddr') ?? uri.host;
  return { host: host.replace(/^\[|\]$/g, ''), port: uri.port ?? 5060 };
}

/** An IPv6 address in brackets, everything else as it is. */
export const hostInUri = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);

/** The headers of a message in the order in which they came, and the readers of those with a structure. */
import { indexOutsideQuotes, quote, readParameters, readPort, splitOutside, unquote, writeParameters, type Parameters } from './text.ts';

/** RFC 3261, section 20, and the extensions that registered a letter. */
const compact: Readonly<Record<string, string>> = {
  a: 'accept-contact', b: 'referred-by', c: 'content-type', d: 'request-disposition', e: 'content-encoding', f: 'from', i: 'call-id',
  j: 'reject-contact', k: 'supported', l: 'content-length', m: 'contact', o: 'event', r: 'refer-to', s: 'subject', t: 'to',
  u: 'allow-events', v: 'via', x: 'session-expires', y: 'identity',
}; // prettier-ignore

/** Headers whose commas separate values (section 7.3.1). */
const lists = new Set([
  'via',
  'route',
  'record-route',
  'contact',
  'supported',
  'require',
  'proxy-require',
  'allow',
  'unsupported',
  'diversion',
]);

interface Entry {
  name: string;
  key: string;
  value: string;
}
const keyOf = (name: string): string => {
  const key = name.toLowerCase();
  return Object.hasOwn(compact, key) ? (compact[key] ?? key) : key;
};
const special: Readonly<Record<string, string>> = { 'call-id': 'Call-ID', cseq: 'CSeq' };
const written = (key: string): string =>
  special[key] ?? key.replace(/(^|-)([a-z])/g, (_whole, dash: string, letter: string) => dash + letter.toUpperCase());
/** Nothing that we write may begin a header of its own. */
const oneLine = (value: string): string => value.replace(/[\x00-\x08\x0a-\x1f\x7f]+/g, ' ').trim();

export class Headers implements Iterable<{ name: string; value: string }> {
  readonly #entries: Entry[] = [];

  /** The first value, or undefined. Names are asked for in lower case. */
  get(key: string): string | undefined {
    return this.#entries.find((entry) => entry.key === key)?.value;
  }
  all(key: string): string[] {
    return this.#entries.filter((entry) => entry.key === key).map((entry) => entry.value);
  }
  /** Adds at the end. A list header is taken apart at its commas, a compact name written out. */
  add(name: string, value: string): this {
    const key = keyOf(name);
    const shown = key === name.toLowerCase() && !lists.has(key) && !Object.hasOwn(special, key) ? name : written(key);
    for (const one of lists.has(key) ? splitOutside(value, ',') : [value]) this.#entries.push({ name: shown, key, value: oneLine(one) });
    return this;
  }
  addFirst(name: string, value: string): this {
    this.#entries.unshift({ name, key: keyOf(name), value: oneLine(value) });
    return this;
  }
  /** Replaces the first value in its place; adds it when there is none. */
  set(name: string, value: string): this {
    const entry = this.#entries.find((candidate) => candidate.key === keyOf(name));
    if (entry) entry.value = oneLine(value);
    else this.add(name, value);
    return this;
  }
  *[Symbol.iterator](): Iterator<{ name: string; value: string }> {
    for (const { name, value } of this.#entries) yield { name, value };
  }
}

/** From, To, Contact, Route …: a URI with an optional name. Parameters after a URI without brackets belong to the header. */
export interface Address {
  name?: string;
  uri: string;
  parameters: Parameters;
}

export function readAddress(text: string): Address | undefined {
  const open = indexOutsideQuotes(text, '<');
  if (open < 0) {
    const [uri, ...parameters] = splitOutside(text, ';');
    return uri === undefined || /[\s"]/.test(uri) ? undefined : { uri, parameters: readParameters(parameters) };
  }
  const close = text.indexOf('>', open);
  if (close < 0) return undefined;
  const name = unquote(text.slice(0, open).trim());
  const uri = text.slice(open + 1, close).trim();
  if (uri === '') return undefined;
  return { ...(name === '' ? {} : { name }), uri, parameters: readParameters(splitOutside(text.slice(close + 1), ';')) };
}

export const writeAddress = (address: Address): string =>
  `${address.name === undefined ? '' : `${quote(address.name)} `}<${address.uri}>${writeParameters(address.parameters)}`;

export interface Via {
  transport: string;
  host: string;
  port?: number;
  parameters: Parameters;
}

export function readVia(text: string): Via | undefined {
  const found = /^SIP\s*\/\s*2\.0\s*\/\s*([A-Za-z0-9-]+)\s+(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)\s*(?::\s*(\d+)\s*)?(;.*)?$/is.exec(text);
  if (!found?.[1] || !found[2]) return undefined;
  const port = found[3] === undefined ? undefined : readPort(found[3]);
  if (found[3] !== undefined && port === undefined) return undefined;
  return {
    transport: found[1].toUpperCase(),
    host: found[2],
    ...(port === undefined ? {} : { port }),
    parameters: readParameters(splitOutside(found[4] ?? '', ';')),
  };
}

export const writeVia = (via: Via): string =>
  `SIP/2.0/${via.transport} ${via.host}${via.port === undefined ? '' : `:${via.port}`}${writeParameters(via.parameters)}`;

export function readCseq(text: string): { number: number; method: string } | undefined {
  const found = /^(\d{1,12})\s+([A-Za-z0-9.!%*_+`'~-]+)$/.exec(text);
  const number = Number(found?.[1]);
  // Section 8.1.1.5: less than 2**31.
  return found?.[2] && number < 2 ** 31 ? { number, method: found[2] } : undefined;
}

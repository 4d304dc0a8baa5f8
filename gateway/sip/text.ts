/** Pieces of the SIP grammar (RFC 3261, section 25) that several headers share. Readers never throw: what is no SIP gives undefined. */

/** Splits at `separator` where it stands outside of quoted strings and angle brackets. Parts are trimmed, empty ones left out. */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '<') depth++;
    else if (character === '>') depth = Math.max(0, depth - 1);
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** Where `character` stands first outside of quoted strings; -1 when nowhere. */
export function indexOutsideQuotes(text: string, character: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    if (quoted && text[at] === '\\') at++;
    else if (text[at] === '"') quoted = !quoted;
    else if (!quoted && text[at] === character) return at;
  }
  return -1;
}

/** Parameters of a header or URI by lower-case name. A flag without a value has the empty string. */
export type Parameters = ReadonlyMap<string, string>;

/** Reads `name=value` parts. A name that comes twice keeps its first value. */
export function readParameters(parts: readonly string[]): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    const value = equals < 0 ? '' : part.slice(equals + 1).trim();
    if (name !== '' && !parameters.has(name)) parameters.set(name, value);
  }
  return parameters;
}

export function writeParameters(parameters: Parameters): string {
  return [...parameters].map(([name, value]) => (value === '' ? `;${name}` : `;${name}=${value}`)).join('');
}

export const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

export const unquote = (text: string): string =>
  text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : text;

/** A port from its digits; undefined when it is none. */
export function readPort(digits: string): number | undefined {
  const port = Number(digits);
  return /^\d{1,5}$/.test(digits) && port > 0 && port < 65_536 ? port : undefined;
}

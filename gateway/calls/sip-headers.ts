/** Headers that a function or an API request may send with a call. */
const reserved = /^x-(amzn|vine|vc|canary|voice)/i;
const allowed = /^(x-[!#$%&'*+.^_`|~0-9a-z-]+|user-to-user|diversion)$/i;
export const mostHeaderCharacters = 2048;

/** The name of a header that may not be sent: reserved, of another kind, or not on one line; the last one when all are too long. */
export function wrongHeader(headers: Readonly<Record<string, string>>): string | undefined {
  let characters = 0;
  for (const [name, value] of Object.entries(headers)) {
    characters += name.length + value.length;
    if (!allowed.test(name) || reserved.test(name) || /[\r\n\0]/.test(value) || characters > mostHeaderCharacters) return name;
  }
  return undefined;
}

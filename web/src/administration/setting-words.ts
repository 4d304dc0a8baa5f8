/** Values of settings as people read them. */

/** One value in a table: lists by their length, unless they are short and plain. */
export function cellText(value: unknown): string {
  if (value === undefined || value === '') return '–';
  if (Array.isArray(value)) {
    const plain = value.every((one) => typeof one === 'string');
    if (value.length === 0) return '–';
    return plain && value.length < 4 ? value.join(', ') : String(value.length);
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '…';
}

/** How long a function may go by settings that it has read. Whoever changes them waits a little longer before they have all looked at again. */
export const rememberedMs = 3_000;

/** A memory of what was read, by name. What could not be read is not remembered. */
export function memory(now: () => number) {
  const known = new Map<string, { atMs: number; value: Promise<unknown> }>();
  return async function recall<T>(name: string, read: () => Promise<T>): Promise<T> {
    const present = known.get(name);
    if (present !== undefined && present.atMs + rememberedMs > now()) return present.value as Promise<T>;
    const value = read();
    known.set(name, { atMs: now(), value });
    value.catch(() => known.delete(name));
    return value;
  };
}

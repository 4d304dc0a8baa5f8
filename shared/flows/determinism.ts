/**
 * A flow is replayed at each event, so it must come out the same each time: no clock, no chance except through `call`. While a flow
 * runs (always synchronously) these throw instead of giving an answer that would differ in the next replay.
 */
export class NotRepeatable extends Error {
  constructor(what: string) {
    super(`A flow used ${what}, which differs in each replay. Take it from the call (isOpen, run) instead.`);
    this.name = 'NotRepeatable';
  }
}

const refuse = (what: string) => (): never => {
  throw new NotRepeatable(what);
};

const GuardedDate = new Proxy(Date, {
  construct(target, given: unknown[]) {
    if (given.length === 0) throw new NotRepeatable('the clock (new Date)');
    return Reflect.construct(target, given) as Date;
  },
  apply: refuse('the clock (Date)'),
  get(target, property) {
    return property === 'now' ? refuse('the clock (Date.now)') : (Reflect.get(target, property) as unknown);
  },
});

/** Where a flow could find clock or chance: object, property, its name for people. */
const sources: readonly (readonly [object, string, PropertyDescriptor])[] = [
  [globalThis, 'Date', { value: GuardedDate }],
  [Math, 'random', { value: refuse('chance (Math.random)') }],
  [performance, 'now', { value: refuse('the clock (performance.now)') }],
  [crypto, 'randomUUID', { value: refuse('chance (crypto.randomUUID)') }],
  [crypto, 'getRandomValues', { value: refuse('chance (crypto.getRandomValues)') }],
];

/** Runs `body` without clock and chance, and puts both back afterwards. `body` must not be async. */
export function withoutClockAndChance<T>(body: () => T): T {
  const before = sources.map(([object, name]) => Object.getOwnPropertyDescriptor(object, name));
  try {
    for (const [object, name, guarded] of sources) Object.defineProperty(object, name, { ...guarded, configurable: true, writable: true });
    return body();
  } finally {
    for (const [i, [object, name]] of sources.entries()) {
      const descriptor = before[i];
      if (descriptor === undefined) Reflect.deleteProperty(object, name);
      else Object.defineProperty(object, name, descriptor);
    }
  }
}

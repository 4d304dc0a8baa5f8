/** The facts on the bus, in the order in which they came, and waiting for the next of a kind. */
import { parseFact, type Fact, type FactType } from '../../shared/facts/facts.ts';
import type { Instant } from '../../shared/ids.ts';

export type Fits<T extends FactType> = (fact: Fact<T>) => boolean;

export class Facts {
  readonly all: Fact[] = [];
  readonly #since: Instant;
  readonly #waiting = new Set<() => void>();

  constructor(since: Instant) {
    this.#since = since;
  }

  /** Takes what came on the bus, unless it is older. Throws when it is no fact of ours. */
  take(detail: unknown): void {
    const fact = parseFact(detail);
    if (fact.at < this.#since) return;
    this.all.push(fact);
    for (const look of [...this.#waiting]) look();
  }

  of<T extends FactType>(type: T, fits: Fits<T> = () => true): Fact<T>[] {
    return this.all.filter((fact): fact is Fact<T> => fact.type === type && fits(fact as Fact<T>));
  }

  /** The first of a kind, now or when it comes. Rejects after `withinMs`. */
  async first<T extends FactType>(type: T, fits: Fits<T> = () => true, withinMs = 15_000): Promise<Fact<T>> {
    await this.until(`no ${type}`, () => this.of(type, fits).length > 0, withinMs);
    return this.of(type, fits)[0] as Fact<T>;
  }

  /** Resolves when `test` holds, asked again at each fact. Rejects with `what` after `withinMs`. */
  until(what: string, test: (facts: this) => boolean, withinMs = 15_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!test(this)) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        const last = this.all.slice(-12).map(({ type }) => type);
        reject(new Error(`${what} within ${withinMs} ms; the last facts: ${last.join(', ')}`));
      }, withinMs);
      this.#waiting.add(look);
      look();
    });
  }

  /** The facts of one contact, by their numbers. */
  ofContact(contactId: string): Fact[] {
    return this.all.filter(({ subjectId }) => subjectId === contactId).sort((a, b) => a.seq - b.seq);
  }
}

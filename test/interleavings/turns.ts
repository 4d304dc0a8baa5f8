/**
 * Who goes next. Operations that run together wait here before each of their accesses to the outside; one after the other is let go, chosen by
 * chance, and runs until it waits again. So every order of accesses can come, and the same seed gives the same order.
 */
import type { Chance } from '../system/chance.ts';

export class Turns {
  /** Is more than one operation under way? A single one need not wait. */
  together = false;
  private readonly waiting: (() => void)[] = [];
  private readonly chance: Chance;

  constructor(chance: Chance) {
    this.chance = chance;
  }

  /** Comes back when it is this access's turn. */
  turn(): Promise<void> | undefined {
    if (!this.together) return undefined;
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Runs all of them to their ends; rejects with the first that failed when all are through. */
  async run(operations: readonly (() => Promise<void>)[]): Promise<void> {
    this.together = operations.length > 1;
    const failures: unknown[] = [];
    let left = operations.length;
    for (const operation of operations) {
      operation()
        .catch((error: unknown) => failures.push(error))
        .finally(() => (left -= 1))
        .catch(() => undefined);
    }
    await new Promise<void>((resolve, reject) => {
      const next = () => {
        const { length } = this.waiting;
        if (length === 0 && left === 0) return resolve();
        if (length === 0) return reject(new Error('An operation waits for something that is not held here'));
        const chosen = this.chance.below(length);
        const go = this.waiting[chosen] as () => void;
        this.waiting[chosen] = this.waiting[length - 1] as () => void;
        this.waiting.pop();
        go();
        settled(next);
      };
      settled(next);
    });
    this.together = false;
    if (failures.length > 0) throw failures[0];
  }
}

/** Calls when all that can happen without the outside has happened: ticks come after the last of the microtasks. */
function settled(then: () => void): void {
  queueMicrotask(() => process.nextTick(then));
}

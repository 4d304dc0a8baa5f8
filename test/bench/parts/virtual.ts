/** Time that passes only when nothing can happen without it: a day is as long as the work in it. */
export class VirtualTime {
  nowMs: number;
  private readonly due: { atMs: number; order: number; wake: () => void }[] = [];
  private order = 0;

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  /** Comes back `ms` later. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(this.nowMs + ms, resolve));
  }

  at(atMs: number, wake: () => void): void {
    const one = { atMs: Math.max(atMs, this.nowMs), order: this.order++, wake };
    // A binary heap: there may be tens of thousands.
    const { due } = this;
    let i = due.push(one) - 1;
    while (i > 0) {
      const parent = (i - 1) >>> 1;
      if (!before(one, due[parent] as Due)) break;
      due[i] = due[parent] as Due;
      i = parent;
    }
    due[i] = one;
  }

  /** Runs until nothing is due any more, or `untilMs`. */
  async run(untilMs = Infinity): Promise<void> {
    for (let turns = 0; ; turns++) {
      await settled();
      const next = this.due[0];
      if (next === undefined || next.atMs > untilMs) return;
      this.drop();
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.wake();
    }
  }

  private drop(): void {
    const { due } = this;
    const last = due.pop() as Due;
    if (due.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= due.length) break;
      if (child + 1 < due.length && before(due[child + 1] as Due, due[child] as Due)) child += 1;
      if (!before(due[child] as Due, last)) break;
      due[i] = due[child] as Due;
      i = child;
    }
    due[i] = last;
  }
}

type Due = { atMs: number; order: number; wake: () => void };
const before = (a: Due, b: Due): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

/** When all that can happen without the outside has happened: ticks come after the last of the microtasks. */
const settled = (): Promise<void> => new Promise((resolve) => queueMicrotask(() => process.nextTick(resolve)));

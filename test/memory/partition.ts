import type { Item } from '../../shared/database/database.ts';

/** The items of one partition key, sorted by sort key. Keys are ASCII, so code units sort as the service's bytes do. */
export class Partition {
  private readonly keys: string[];
  readonly items: Item[];

  /** `items`: sorted. */
  constructor(items: readonly Item[] = []) {
    this.items = [...items];
    this.keys = items.map((item) => item['sk'] as string);
  }

  /** The first place whose key isn't below `sk`. */
  private at(sk: string): number {
    const { keys } = this;
    let low = 0;
    let high = keys.length;
    // Most keys arrive at the end: ids and instants grow.
    if (high > 0 && (keys[high - 1] as string) < sk) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] as string) < sk) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  get(sk: string): Item | undefined {
    const i = this.at(sk);
    return this.keys[i] === sk ? this.items[i] : undefined;
  }

  set(sk: string, item: Item | undefined): void {
    const i = this.at(sk);
    const there = this.keys[i] === sk;
    if (item === undefined) {
      if (!there) return;
      this.keys.splice(i, 1);
      this.items.splice(i, 1);
    } else if (there) this.items[i] = item;
    else if (i === this.keys.length) {
      this.keys.push(sk);
      this.items.push(item);
    } else {
      this.keys.splice(i, 0, sk);
      this.items.splice(i, 0, item);
    }
  }

  find(prefix: string, limit: number, newestFirst: boolean): Item[] {
    const [from, to] = this.range(prefix);
    if (!newestFirst) return this.items.slice(from, Math.min(to, from + limit));
    return this.items.slice(Math.max(from, to - limit), to).reverse();
  }

  /** From where to before where the keys begin with `prefix`. */
  private range(prefix: string): [from: number, to: number] {
    if (prefix === '') return [0, this.keys.length];
    const from = this.at(prefix);
    let to = from;
    let step = 1;
    // Doubling, then halving: most ranges are short or the rest of the partition.
    while (to < this.keys.length && (this.keys[to] as string).startsWith(prefix)) {
      to += step;
      step *= 2;
    }
    let low = from;
    let high = Math.min(to, this.keys.length);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.keys[middle] as string).startsWith(prefix)) low = middle + 1;
      else high = middle;
    }
    return [from, low];
  }
}

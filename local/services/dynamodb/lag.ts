/**
 * What an eventually consistent read of a table may not see yet: its latest writes. The service answers such a read from one of three places,
 * which may be some milliseconds behind; each read may come to another (developer guide, "Read consistency").
 */
import { compareRows, type Row } from './sorted.ts';
import type { Place } from './table.ts';
import { itemSize, type Item } from './value.ts';

/** How many of the latest writes a read does not see; `writtenAt` are their instants, the oldest first. */
export type Unseen = (writtenAt: readonly number[]) => number;

interface Write {
  place: Place;
  before: Item | undefined;
  at: number;
}
const kept = 64;

/** One read in ten is behind, by up to so many milliseconds. */
export const usualLag =
  (now: () => number, chance: () => number, atMostMs = 60): Unseen =>
  (writtenAt) => {
    if (chance() >= 0.1) return 0;
    const since = now() - chance() * atMostMs;
    return writtenAt.filter((at) => at > since).length;
  };

export class Lag {
  private readonly recent: Write[] = [];

  note(place: Place, before: Item | undefined, at: number): void {
    this.recent.push({ place, before, at });
    if (this.recent.length > 2 * kept) this.recent.splice(0, kept);
  }

  /** How the rows of a partition stood before what this read does not see, by the ids of their places. */
  private earlier(hash: string, unseen: Unseen): Map<string, Pick<Write, 'place' | 'before'>> {
    const late = this.recent.slice(this.recent.length - Math.min(this.recent.length, unseen(this.recent.map(({ at }) => at))));
    const earlier = new Map<string, Pick<Write, 'place' | 'before'>>();
    for (const { place, before } of late) if (place.hash === hash && !earlier.has(place.id)) earlier.set(place.id, { place, before });
    return earlier;
  }

  item(place: Place, present: Item | undefined, unseen: Unseen): Item | undefined {
    const then = this.earlier(place.hash, unseen).get(place.id);
    return then === undefined ? present : then.before;
  }

  rows(hash: string, present: readonly Row[], unseen: Unseen): readonly Row[] {
    const earlier = this.earlier(hash, unseen);
    if (earlier.size === 0) return present;
    const orders = new Set([...earlier.values()].map(({ place }) => place.order));
    const then = [...earlier.values()].flatMap(({ place: { order }, before }): Row[] =>
      before === undefined ? [] : [{ hash, order, tie: '', item: before, size: itemSize(before) }],
    );
    return [...present.filter(({ order }) => !orders.has(order)), ...then].sort(compareRows);
  }
}

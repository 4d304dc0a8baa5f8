/**
 * A layered layout, after Sugiyama: boxes in layers by their distance from the start, arrows as chains of points from layer to
 * layer, few crossings, short ways. Labels are points with a size, so that nothing lies over them. Deterministic.
 */
export interface Sized {
  id: string;
  width: number;
  height: number;
}
export interface Joined {
  from: string;
  to: string;
  label: { width: number; height: number };
}
export interface Point {
  x: number;
  y: number;
}
export interface Placed {
  /** Centres. */
  boxes: ReadonlyMap<string, Point>;
  /** For each arrow, in the given order: from border to border, and where its label stands. */
  arrows: { points: Point[]; label: Point }[];
  width: number;
  height: number;
}

interface Knot extends Sized {
  /** Its own width, and that of an arrow to itself on its right. */
  room: number;
  layer: number;
  x: number;
  up: Knot[];
  down: Knot[];
}

const gapX = 28;
const gapY = 20;

/** Indexes of the arrows that lead back to where a way came from. */
function backward(boxes: readonly Sized[], arrows: readonly Joined[]): ReadonlySet<number> {
  const state = new Map<string, 'open' | 'done'>();
  const back = new Set<number>();
  const visit = (id: string): void => {
    state.set(id, 'open');
    for (const [i, { from, to }] of arrows.entries()) {
      if (from !== id) continue;
      if (state.get(to) === 'open') back.add(i);
      else if (state.get(to) === undefined) visit(to);
    }
    state.set(id, 'done');
  };
  for (const { id } of boxes) if (!state.has(id)) visit(id);
  return back;
}

/** Each box below all that lead to it; two layers apart, so that labels have one between. */
function layers(boxes: readonly Sized[], arrows: readonly Joined[], back: ReadonlySet<number>): Map<string, number> {
  const layer = new Map(boxes.map(({ id }) => [id, 0]));
  for (const _ of boxes) {
    for (const [i, { from, to }] of arrows.entries()) {
      if (back.has(i)) continue;
      layer.set(to, Math.max(layer.get(to) ?? 0, (layer.get(from) ?? 0) + 2));
    }
  }
  return layer;
}

const join = (above: Knot, below: Knot): void => {
  above.down.push(below);
  below.up.push(above);
};

/** The knots of an arrow from top to bottom, without its boxes; the second gets the label. */
function chain(i: number, arrow: Joined, top: Knot, bottom: Knot): Knot[] {
  const knots: Knot[] = [];
  let last = top;
  for (let layer = top.layer + 1; layer < bottom.layer; layer++) {
    const size = layer === top.layer + 1 ? arrow.label : { width: 8, height: 0 };
    const knot: Knot = { id: `${i}/${layer}`, ...size, room: size.width, layer, x: 0, up: [], down: [] };
    join(last, knot);
    knots.push(knot);
    last = knot;
  }
  join(last, bottom);
  return knots;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Fewer crossings: each layer in the order of its neighbours' mean places, downwards and upwards in turn. */
function order(rows: Knot[][]): void {
  for (let sweep = 0; sweep < 12; sweep++) {
    const down = sweep % 2 === 0;
    for (const row of down ? rows : rows.toReversed()) {
      const beside = rows[(row[0]?.layer ?? 0) + (down ? -1 : 1)] ?? [];
      const places = new Map(beside.map((knot, place) => [knot, place]));
      const wish = new Map(
        row.map((knot, own) => {
          const near = (down ? knot.up : knot.down).flatMap((other) => places.get(other) ?? []);
          return [knot, near.length === 0 ? own : mean(near)];
        }),
      );
      row.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
    }
  }
}

/** As near to the wished places as order and gaps allow (least squares, by pooling neighbours that would overlap). */
function settle(row: readonly Knot[], wishes: readonly number[]): void {
  let edge = 0;
  const offsets = row.map((knot) => {
    const centre = edge + knot.width / 2;
    edge += knot.room + gapX;
    return centre;
  });
  const pools: { sum: number; count: number }[] = [];
  for (const [i, wish] of wishes.entries()) {
    let pool = { sum: wish - (offsets[i] ?? 0), count: 1 };
    for (let before = pools.at(-1); before !== undefined && before.sum / before.count >= pool.sum / pool.count; before = pools.at(-1)) {
      pool = { sum: before.sum + pool.sum, count: before.count + pool.count };
      pools.pop();
    }
    pools.push(pool);
  }
  const shifts = pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  for (const [i, knot] of row.entries()) knot.x = (offsets[i] ?? 0) + (shifts[i] ?? 0);
}

function place(rows: Knot[][]): void {
  for (const row of rows)
    settle(
      row,
      row.map(() => 0),
    );
  for (let sweep = 0; sweep < 40; sweep++) {
    for (const row of sweep % 2 === 0 ? rows : rows.toReversed()) {
      const wishes = row.map((knot) => {
        const near = [...knot.up, ...knot.down].map(({ x }) => x);
        return near.length === 0 ? knot.x : mean(near);
      });
      settle(row, wishes);
    }
  }
}

/** How far an arrow to its own box stands off it. */
const loop = 24;
/** What a box takes with its arrows to itself and their labels. */
const roomOf = ({ id, width }: Sized, arrows: readonly Joined[]): number =>
  width + Math.max(0, ...arrows.filter(({ from, to }) => from === id && to === id).map(({ label }) => loop + label.width));

/** The middle of each layer, from above. */
function heights(rows: readonly Knot[][]): number[] {
  let edge = 0;
  return rows.map((row) => {
    const height = Math.max(0, ...row.map((knot) => knot.height));
    const middle = edge + height / 2;
    edge += height + gapY;
    return middle;
  });
}

/** Lays out boxes and arrows from top to bottom; an arrow to its own box stands at its right side. */
export function layOut(boxes: readonly Sized[], arrows: readonly Joined[]): Placed {
  const back = backward(boxes, arrows);
  const layerOf = layers(boxes, arrows, back);
  const knot = (box: Sized): Knot => ({ ...box, room: roomOf(box, arrows), layer: layerOf.get(box.id) ?? 0, x: 0, up: [], down: [] });
  const knots = new Map(boxes.map((box) => [box.id, knot(box)]));
  const ends = arrows.map((arrow): [Knot, Knot] => {
    const [from, to] = [knots.get(arrow.from), knots.get(arrow.to)];
    if (from === undefined || to === undefined) throw new Error(`An arrow leads from or to a box that is not there: ${arrow.from} → ${arrow.to}`); // prettier-ignore
    return [from, to];
  });
  const chains = arrows.map((arrow, i) => {
    const [from, to] = ends[i] ?? [];
    if (from === undefined || to === undefined || from === to) return [];
    return back.has(i) ? chain(i, arrow, to, from) : chain(i, arrow, from, to);
  });
  const all = [...knots.values(), ...chains.flat()];
  const rows = Array.from({ length: 1 + Math.max(...all.map(({ layer }) => layer)) }, (_, n) => all.filter(({ layer }) => layer === n));
  order(rows);
  place(rows);
  const left = Math.min(...all.map(({ x, width }) => x - width / 2));
  const middles = heights(rows);
  const at = (knot: Knot): Point => ({ x: knot.x - left, y: middles[knot.layer] ?? 0 });
  const right = Math.max(...all.map((knot) => at(knot).x - knot.width / 2 + knot.room));
  const bottom = Math.max(...all.map((knot) => at(knot).y + knot.height / 2));
  return {
    boxes: new Map([...knots].map(([id, knot]) => [id, at(knot)])),
    arrows: ends.map(([from, to], i) => drawn(from, to, chains[i] ?? [], back.has(i), at)),
    width: right,
    height: bottom,
  };
}

/** Where an arrow meets a box's upper or lower border: a little towards where it comes from, so that not all meet in one point. */
function port({ width, height }: Sized, { x, y }: Point, towards: Point | undefined): Point {
  const most = Math.max(0, width / 2 - 20);
  const aside = Math.max(-most, Math.min(most, ((towards?.x ?? x) - x) / 3));
  return { x: x + aside, y: y + ((towards?.y ?? y) < y ? -height / 2 : height / 2) };
}

function drawn(from: Knot, to: Knot, between: Knot[], back: boolean, at: (knot: Knot) => Point): Placed['arrows'][number] {
  const [start, end] = [at(from), at(to)];
  if (from === to) {
    const x = start.x + from.width / 2;
    const points = [-8, 0, 8].map((y) => ({ x: y === 0 ? x + loop : x, y: start.y + y }));
    return { points, label: { x: x + (loop + from.room - from.width) / 2, y: start.y } };
  }
  const middle = (back ? between.toReversed() : between).map(at);
  const labelled = between[0];
  const points = [port(from, start, middle[0]), ...middle, port(to, end, middle.at(-1))];
  return { points, label: labelled === undefined ? start : at(labelled) };
}

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
    const knot: Knot = { id: `${i}/${layer}`, ...size, layer, x: 0, up: [], down: [] };
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
    edge += knot.width + gapX;
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

/** Lays out boxes and arrows from top to bottom. An arrow to its own box is drawn beside it by whoever draws. */
export function layOut(boxes: readonly Sized[], arrows: readonly Joined[]): Placed {
  const back = backward(boxes, arrows);
  const layerOf = layers(boxes, arrows, back);
  const knots = new Map(boxes.map((box): [string, Knot] => [box.id, { ...box, layer: layerOf.get(box.id) ?? 0, x: 0, up: [], down: [] }]));
  const chains = arrows.map((arrow, i) => {
    const [from, to] = [knots.get(arrow.from), knots.get(arrow.to)];
    if (from === undefined || to === undefined) throw new Error(`An arrow leads from or to a box that is not there: ${arrow.from} → ${arrow.to}`); // prettier-ignore
    if (from === to) return [];
    return back.has(i) ? chain(i, arrow, to, from) : chain(i, arrow, from, to);
  });
  const all = [...knots.values(), ...chains.flat()];
  const rows = Array.from({ length: 1 + Math.max(...all.map(({ layer }) => layer)) }, (_, n) => all.filter(({ layer }) => layer === n));
  order(rows);
  place(rows);
  const left = Math.min(...all.map(({ x, width }) => x - width / 2));
  const middles = heights(rows);
  const at = (knot: Knot): Point => ({ x: knot.x - left, y: middles[knot.layer] ?? 0 });
  const right = Math.max(...all.map((knot) => at(knot).x + knot.width / 2));
  const bottom = Math.max(...all.map((knot) => at(knot).y + knot.height / 2));
  return {
    boxes: new Map([...knots].map(([id, knot]) => [id, at(knot)])),
    arrows: arrows.map(({ from, to }, i) => drawn(knots.get(from), knots.get(to), chains[i] ?? [], back.has(i), at)),
    width: right,
    height: bottom,
  };
}

function drawn(
  from: Knot | undefined,
  to: Knot | undefined,
  between: Knot[],
  back: boolean,
  at: (knot: Knot) => Point,
): Placed['arrows'][number] {
  // prettier-ignore
  if (from === undefined || to === undefined || from === to) {
    const { x, y } = from === undefined ? { x: 0, y: 0 } : at(from);
    const side = x + (from?.width ?? 0) / 2;
    return { points: [{ x: side, y: y - 8 }, { x: side + 24, y }, { x: side, y: y + 8 }], label: { x: side + 28, y } }; // prettier-ignore
  }
  const [start, end] = [at(from), at(to)];
  const edge = (back ? -1 : 1) / 2;
  const first = { x: start.x, y: start.y + edge * from.height };
  const last = { x: end.x, y: end.y - edge * to.height };
  const middle = (back ? between.toReversed() : between).map(at);
  const labelled = between[0];
  return { points: [first, ...middle, last], label: labelled === undefined ? first : at(labelled) };
}

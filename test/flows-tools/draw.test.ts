import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawFlow, pictureOf } from '../../bin/flows/draw.ts';
import { findFlows, root } from '../../bin/flows/find-flows.ts';
import { layOut, type Joined, type Sized } from '../../bin/flows/layout.ts';
import { chartOf } from '../../shared/flows/chart.ts';
import { defineFlow } from '../../shared/flows/flow.ts';
import { walk } from '../../shared/flows/walk.ts';
import { flow as main } from '../../functions/flows/main.ts';
import * as faulty from './faulty-flows.ts';

/** A chart with texts in place of ids: what people see of it. */
function seen(flow: Parameters<typeof walk>[0]) {
  const { boxes, arrows } = chartOf(walk(flow));
  const text = (id: string) => boxes.find((box) => box.id === id)?.text ?? '';
  return {
    boxes: boxes.map((box) => `${box.kind}: ${box.text}`),
    arrows: arrows.map(({ from, to, label }) => `${text(from)} –${label}→ ${text(to)}`),
  };
}

const small = defineFlow('small', function* (call) {
  if (!(yield* call.isOpen())) return yield* call.play('goodbye');
  const topic = yield* call.menu('main-menu', { 1: 'billing', 2: 'technical' });
  return yield* call.enqueue(topic);
});

describe('flows draw', () => {
  it('draws a box for each step and an arrow for each answer that matters', () => {
    const { boxes, arrows } = seen(small);
    expect(boxes).toHaveLength(8);
    expect(boxes).toEqual(
      expect.arrayContaining([
        'start: A call comes in',
        'look: Open now?',
        expect.stringMatching(/^ask: .*press 1/),
        'queue: Waits for billing',
        'queue: Waits for technical',
        'queue: Waits for operator',
        expect.stringMatching(/^say: .*Goodbye/),
        'end: The call ends',
      ]),
    );
    const labels = arrows.map((arrow) => /–(.*)→/.exec(arrow)?.[1]);
    expect(labels.toSorted()).toEqual(['', '', '0 · no valid key, 3 times', '1', '2', 'closed', 'open']);
  });

  it('asks within its try whether a word was meant: that is no arrow of its own, and no further try', () => {
    const { boxes, arrows } = chartOf(walk(main));
    expect(boxes.find(({ kind }) => kind === 'ask')?.note).toContain('up to 3 tries');
    const labels = arrows.map(({ label }) => label);
    expect(labels).toContain('no valid key, 3 times · 0 or “operator”');
    expect(labels.filter((label) => /“(yes|no)”/.test(label))).toEqual([]);
  });

  it('draws a loop as an arrow back', () => {
    const { arrows } = seen(faulty.noExit);
    const closed = arrows.filter((arrow) => arrow.startsWith('Thank you for calling. We are closed'));
    expect(closed).toHaveLength(1);
    expect(closed[0]).toMatch(/→ Thank you for calling\. We are closed/);
    expect(drawFlow({ flow: faulty.noExit, examples: {} })).toContain('<path class="arrow"');
  });

  it('tells what it shows to those who hear it, and knows dark screens', () => {
    const svg = drawFlow({ flow: small, examples: {} });
    expect(svg).toContain('<title id="title">The flow “small”</title>');
    expect(svg).toMatch(/<desc id="words">[^<]*Open now\? – open: “[^<]*; closed: “/);
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg).toContain('role="img"');
  });

  it('escapes what prompts say', () => {
    const odd = defineFlow('a<b>&c', function* (call) {
      yield* call.enqueue('"R&D" <lab>');
    });
    const svg = drawFlow({ flow: odd, examples: {} });
    expect(svg).toContain('&quot;R&amp;D&quot; &lt;lab&gt;');
    expect(svg).not.toContain('<lab>');
  });

  it('keeps pictures that show the flows as they are today', async () => {
    const kept = (await findFlows()).filter(({ flow: { name } }) => existsSync(path.join(root, pictureOf(name))));
    expect(kept.map(({ flow: { name } }) => name)).toContain('main');
    for (const found of kept) {
      const { name } = found.flow;
      const today = readFileSync(path.join(root, pictureOf(name)), 'utf8') === drawFlow(found);
      expect(today, `${pictureOf(name)} is stale: npx linehall flows draw ${name} --out`).toBe(true);
    }
  });

  it('draws the same flow the same way each time', () => {
    expect(drawFlow({ flow: main, examples: {} })).toBe(drawFlow({ flow: main, examples: {} }));
  });
});

describe('the layout', () => {
  const graph = fc.integer({ min: 1, max: 14 }).chain((count) =>
    fc.record({
      boxes: fc.array(fc.record({ width: fc.integer({ min: 40, max: 300 }), height: fc.integer({ min: 20, max: 120 }) }), { minLength: count, maxLength: count }), // prettier-ignore
      ways: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1), fc.nat(120)), { maxLength: 24 }),
    }),
  );

  it('lays no box over another, whatever leads where', () => {
    fc.assert(
      fc.property(graph, ({ boxes, ways }) => {
        const sized: Sized[] = boxes.map((box, i) => ({ id: `${i}`, ...box }));
        const arrows: Joined[] = ways.map(([from, to, width]) => ({ from: `${from}`, to: `${to}`, label: { width, height: 18 } }));
        const placed = layOut(sized, arrows);
        const at = sized.map((box) => ({ ...box, ...(placed.boxes.get(box.id) ?? { x: Number.NaN, y: Number.NaN }) }));
        for (const [i, a] of at.entries()) {
          expect(a.x - a.width / 2).toBeGreaterThanOrEqual(-0.01);
          expect(a.x + a.width / 2).toBeLessThanOrEqual(placed.width + 0.01);
          for (const b of at.slice(i + 1)) {
            const apart = Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
            expect(apart).toBe(true);
          }
        }
        expect(placed.arrows).toHaveLength(arrows.length);
      }),
      { numRuns: 60 },
    );
  });
});

/** `npx linehall flows draw`: a flow as a picture that people understand who have never seen its file. */
import { type Arrow, type Box, chartOf, type Chart } from '../../shared/flows/chart.ts';
import { walk } from '../../shared/flows/walk.ts';
import type { FoundFlow } from './find-flows.ts';
import { layOut, type Point } from './layout.ts';

/** Wider than any usual sans-serif, so that words stay in their boxes whatever the reader's font is. */
const letter = { text: 7.4, small: 6.4 };
const line = 18;
const pad = 12;
const letters = 34;

const safe = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
const round = (value: number): string => String(Math.round(value * 10) / 10);

/** Breaks a text into lines of at most that many letters, at spaces where it can. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word.length > most ? `${word.slice(0, most - 1)}…` : word);
  }
  return lines;
}

interface Written {
  box: Box;
  lines: string[];
  width: number;
  height: number;
}

/** What is said stands in quotes. */
const words = ({ kind, text }: Box): string => (kind === 'say' || kind === 'ask' ? `“${text}”` : text);

function write(box: Box): Written {
  const lines = wrapped(words(box), letters);
  const widest = Math.max(...lines.map(({ length }) => length * letter.text), box.note.length * letter.small);
  return { box, lines, width: widest + 2 * pad, height: (lines.length + (box.note === '' ? 0 : 1)) * line + pad };
}

function boxSvg({ box, lines, width, height }: Written, { x, y }: Point): string {
  const corner = { start: height / 2, say: 6, ask: 6, look: 14, queue: height / 2, end: height / 2, lost: 6 }[box.kind];
  const top = y - height / 2;
  const rows = [...lines.map((text) => ({ text, style: '' })), ...(box.note === '' ? [] : [{ text: box.note, style: ' class="note"' }])];
  const texts = rows.map(
    ({ text, style }, i) => `<text x="${round(x)}" y="${round(top + pad / 2 + (i + 0.72) * line)}"${style}>${safe(text)}</text>`,
  );
  return [
    `<g class="${box.kind}">`,
    `<rect x="${round(x - width / 2)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="${round(corner)}"/>`,
    ...texts,
    '</g>',
  ].join('');
}

/** From point to point, leaving and arriving upright. */
function curve(points: readonly Point[]): string {
  return points
    .map(({ x, y }, i) => {
      const before = points[i - 1];
      if (before === undefined) return `M${round(x)} ${round(y)}`;
      const middle = round((before.y + y) / 2);
      return `C${round(before.x)} ${middle} ${round(x)} ${middle} ${round(x)} ${round(y)}`;
    })
    .join('');
}

const style = `
  svg { --paper: #ffffff; --ink: #16191f; --soft: #5f6b7a; --line: #7d8998; --say: #f2f3f3; --ask: #e6f1fc; --look: #fdf3d8; --queue: #e2f3e6; --end: #ececef; --lost: #fbe3e3; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #161d26; --ink: #eef1f4; --soft: #a9b4c2; --line: #8b98a8; --say: #262f3a; --ask: #10365c; --look: #4a3c10; --queue: #14432a; --end: #333b46; --lost: #571f1f; }
  }
  text { font: 13px system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; fill: var(--ink); text-anchor: middle; }
  .note, .label { font-size: 11px; fill: var(--soft); }
  .label { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; fill: var(--ink); }
  rect { stroke: var(--line); fill: var(--say); }
  .paper { fill: var(--paper); stroke: none; }
  .ask rect { fill: var(--ask); } .look rect { fill: var(--look); } .queue rect { fill: var(--queue); }
  .end rect { fill: var(--end); } .lost rect { fill: var(--lost); }
  .arrow { fill: none; stroke: var(--line); stroke-width: 1.4; }
  .head { fill: var(--line); }`;

/** The whole chart in sentences, for those who hear pictures. */
function described({ boxes, arrows }: Chart): string {
  const texts = new Map(boxes.map((box) => [box.id, words(box)]));
  return boxes
    .flatMap((box) => {
      const ways = arrows.filter(({ from }) => from === box.id);
      const where = ways.map(({ label, to }) => `${label === '' ? 'then' : `${label}:`} ${texts.get(to) ?? ''}`).join('; ');
      return ways.length === 0 ? [] : [`${words(box)} – ${where}`];
    })
    .join('\n');
}

const arrowSvg = (points: readonly Point[]): string => `<path class="arrow" marker-end="url(#head)" d="${curve(points)}"/>`;
const labelSvg = ({ label }: Arrow, { x, y }: Point): string =>
  label === '' ? '' : `<text class="label" x="${round(x)}" y="${round(y + 4)}">${safe(label)}</text>`;

/** A chart as SVG. The same chart gives the same text. */
export function svgOf(chart: Chart): string {
  const written = chart.boxes.map(write);
  const sizes = written.map(({ box: { id }, width, height }) => ({ id, width, height }));
  const arrows = chart.arrows.map((arrow) => ({ ...arrow, label: wrapped(arrow.label, 40).join(' ') }));
  const joined = arrows.map(({ from, to, label }) => ({ from, to, label: { width: label.length * letter.small + 8, height: 18 } }));
  const placed = layOut(sizes, joined);
  const [width, height] = [round(placed.width + 2 * pad + 20), round(placed.height + 2 * pad)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title words">`,
    `<title id="title">The flow “${safe(chart.flow)}”</title>`,
    `<desc id="words">${safe(described(chart))}</desc>`,
    `<style>${style}\n</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>',
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<g transform="translate(${pad} ${pad})">`,
    ...placed.arrows.map(({ points }) => arrowSvg(points)),
    ...arrows.map((arrow, i) => labelSvg(arrow, placed.arrows[i]?.label ?? { x: 0, y: 0 })).filter((label) => label !== ''),
    ...written.map((one) => boxSvg(one, placed.boxes.get(one.box.id) ?? { x: 0, y: 0 })),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Where the repository keeps a flow's picture. */
export const pictureOf = (flow: string): string => `docs/pictures/flow-${flow}.svg`;

/** Walks a flow and draws it. */
export const drawFlow = ({ flow, examples }: Pick<FoundFlow, 'flow' | 'examples'>): string => svgOf(chartOf(walk(flow, examples)));

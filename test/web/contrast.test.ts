/** WCAG 2.2 AA, 1.4.3 and 1.4.11, computed from the style sheets of our own: text 4.5:1, graphics and large text 3:1. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ratio } from './contrast.ts';

type Palette = Record<string, string>;
interface Pairs {
  text: [ink: string, ground: string][];
  graphics: [sign: string, ground: string][];
}

const root = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
/** The client writes its colours twice: for light, and for dark over it. */
function clientPalettes(): { light: Palette; dark: Palette } {
  const [light = {}, dark = {}] = read('web/src/styles/colours.css')
    .split('body.awsui-dark-mode')
    .map((part) => Object.fromEntries([...part.matchAll(/--([\w-]+): (#[0-9a-f]+);/g)].map(([, name = '', value = '']) => [name, value])));
  return { light, dark: { ...light, ...dark } };
}
/** The pages of this machine write both at once. */
function pagePalettes(file: string): { light: Palette; dark: Palette } {
  const light: Palette = {};
  const dark: Palette = {};
  for (const [, name = '', day = '', night = ''] of read(file).matchAll(/--([\w-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\);/g)) {
    light[name] = day;
    dark[name] = night;
  }
  return { light, dark };
}

function failures(palette: Palette, { text, graphics }: Pairs): string[] {
  const colour = (name: string) => (name.startsWith('#') ? name : (palette[name] ?? `--${name} is missing`));
  const check = (pairs: [string, string][], least: number) =>
    pairs
      .map(([a, b]) => ({ pair: `${a} on ${b}`, is: ratio(colour(a), colour(b)) }))
      .filter(({ is }) => is < least)
      .map(({ pair, is }) => `${pair}: ${is.toFixed(2)} < ${least}`);
  return [...check(text, 4.5), ...check(graphics, 3)];
}

const surfaces: { name: string; palettes: { light: Palette; dark: Palette }; pairs: Pairs }[] = [
  {
    name: 'the client',
    palettes: clientPalettes(),
    pairs: {
      text: [
        ...['ink', 'ink-soft', 'accent', 'bad'].flatMap((ink): [string, string][] => [
          [ink, 'surface'],
          [ink, 'page'],
        ]),
        ['on-good', 'good'],
        ['on-good', 'good-strong'],
      ],
      graphics: [
        ['good', 'surface'],
        ['accent', 'surface'],
        ['accent', 'track'],
        ['bad', 'track'],
        ['good', 'track'],
      ],
    },
  },
  {
    name: 'Try it',
    palettes: pagePalettes('local/pages/try.html'),
    pairs: {
      text: [
        ['ink', 'surface'],
        ['accent', 'surface'],
        ['on-accent', 'accent'],
      ],
      graphics: [['quiet', 'surface']],
    },
  },
  {
    name: 'What runs',
    palettes: pagePalettes('local/pages/status.css'),
    pairs: {
      text: [
        ...['ink', 'quiet', 'accent', 'bad'].flatMap((ink): [string, string][] => [
          [ink, 'surface'],
          [ink, 'page'],
        ]),
        ['ink', 'chosen'],
        ['good', 'surface'],
        ['warn', 'surface'],
      ],
      graphics: [['accent', 'chosen']],
    },
  },
  {
    name: 'the phone',
    palettes: pagePalettes('local/pages/phone/phone.css'),
    pairs: {
      text: [
        ['ink', 'body'],
        ['quiet', 'body'],
        ['ink', 'key'],
        ['quiet', 'key'],
        ['quiet', 'key-over'],
        ['#ffffff', 'green'],
        ['#ffffff', 'red'],
        ['#ffffff', 'red-over'],
        ['#e4edff', 'screen-from'],
        ['#e4edff', 'screen-to'],
      ],
      graphics: [
        ['accent', 'body'],
        ['#ffffff', 'green-over'],
      ],
    },
  },
];

describe.each(surfaces)('the colours of $name', ({ palettes, pairs }) => {
  it('are told apart in the light', () => expect(failures(palettes.light, pairs)).toEqual([]));
  it('are told apart in the dark', () => expect(failures(palettes.dark, pairs)).toEqual([]));
});

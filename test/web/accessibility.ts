/**
 * What keeps people out, found in a page that is drawn: the most valuable rules of WCAG 2.2 A and AA. A checker of our own: axe-core's licence
 * (MPL) is none of ours, IBM's checker takes 25 MB, and HTML_CodeSniffer has not been kept up since 2020.
 */
import type { Page } from 'playwright-core';
import { ratio } from './contrast.ts';

/** As much of the browser as the function in the page uses: the tests are compiled without the browser's own types. */
interface Box {
  width: number;
  height: number;
}
interface Style {
  [name: string]: string;
}
interface Node {
  id: string;
  tagName: string;
  textContent: string;
  outerHTML: string;
  parentElement: Node | null;
  childNodes: Iterable<{ nodeType: number; textContent: string | null }>;
  labels?: Iterable<Node> | null;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  matches(selector: string): boolean;
  closest(selector: string): Node | null;
  querySelectorAll(selector: string): Iterable<Node>;
  getBoundingClientRect(): Box;
}
declare const document: { querySelectorAll(selector: string): Iterable<Node>; getElementById(id: string): Node | null };
declare function getComputedStyle(node: Node, part?: string): Style;

/** Text with its colour and what lies behind it, as red, green and blue. */
interface Ink {
  text: string;
  ink: number[];
  ground: number[];
  large: boolean;
}
interface Looked {
  faults: string[];
  inks: Ink[];
}

/** Runs in the page: uses nothing from outside itself. */
function look(): Looked {
  const faults: string[] = [];
  const all = [...document.querySelectorAll('body *')];
  const short = (node: Node) => node.outerHTML.slice(0, 120);
  const isShown = (node: Node): boolean => {
    const { width, height } = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    return width > 0 && height > 0 && style['visibility'] === 'visible' && style['display'] !== 'none';
  };
  const isHidden = (node: Node) => node.closest('[aria-hidden="true"], [inert]') !== null;
  const textOf = (ids: string | null) =>
    (ids ?? '')
      .split(/\s+/)
      .map((id) => (id === '' ? '' : (document.getElementById(id)?.textContent ?? '')))
      .join(' ');
  const nameOf = (node: Node): string =>
    [
      node.getAttribute('aria-label') ?? '',
      textOf(node.getAttribute('aria-labelledby')),
      ...[...(node.labels ?? [])].map((label) => label.textContent),
      node.matches('input, select, textarea') ? '' : node.textContent,
      node.getAttribute('title') ?? '',
      node.getAttribute('placeholder') ?? '',
      ...[...node.querySelectorAll('img[alt], [aria-label]')].map((one) => one.getAttribute('alt') ?? one.getAttribute('aria-label') ?? ''),
    ]
      .join('')
      .trim();

  const controls =
    'a[href], button, input:not([type=hidden]), select, textarea, [role=button], [role=link], [role=menuitem], [role=option], [role=tab], [role=combobox], [role=radio], [role=checkbox], [tabindex="0"]';
  for (const node of [...document.querySelectorAll(controls)].filter((one) => isShown(one) && !isHidden(one)))
    if (nameOf(node) === '') faults.push(`a control has no name: ${short(node)}`);
  for (const node of [...document.querySelectorAll('img')].filter(isShown))
    if (!node.hasAttribute('alt')) faults.push(`an image says nothing: ${short(node)}`);

  const focusable =
    'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';
  for (const node of document.querySelectorAll('[aria-hidden="true"]'))
    for (const inner of [...node.querySelectorAll(focusable)].filter(isShown))
      if (inner.getAttribute('tabindex') !== '-1' && inner.closest('[inert]') === null)
        faults.push(`hidden, and takes the focus: ${short(inner)}`);

  const seen = new Set<string>();
  for (const { id } of all.filter((node) => node.id !== '')) {
    if (seen.has(id)) faults.push(`an id comes twice: ${id}`);
    seen.add(id);
  }
  for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-activedescendant'])
    for (const node of [...document.querySelectorAll(`[${name}]`)].filter(
      (one) => isShown(one) && one.getAttribute('aria-expanded') !== 'false',
    ))
      for (const id of (node.getAttribute(name) ?? '').split(/\s+/))
        if (id !== '' && document.getElementById(id) === null && name !== 'aria-controls')
          faults.push(`${name} leads nowhere: ${short(node)}`);

  const landmarks = new Map<string, number>();
  for (const node of [
    ...document.querySelectorAll('main, nav, header, footer, aside, [role=main], [role=navigation], [role=banner]'),
  ].filter(isShown)) {
    if (node.matches('header, footer') && node.closest('main, article, section, [role=dialog]') !== null) continue;
    const key = `${node.getAttribute('role') ?? node.tagName.toLowerCase()} “${node.getAttribute('aria-label') ?? ''}”`;
    landmarks.set(key, (landmarks.get(key) ?? 0) + 1);
  }
  for (const [key, count] of landmarks) if (count > 1) faults.push(`${count} landmarks are called ${key}`);
  if (![...landmarks.keys()].some((key) => key.startsWith('main'))) faults.push('there is no main part');

  const dialog = [...document.querySelectorAll('[role=dialog]')].find(isShown);
  const headings = [
    ...(dialog ?? { querySelectorAll: (selector: string) => document.querySelectorAll(selector) }).querySelectorAll(
      'h1, h2, h3, h4, h5, h6',
    ),
  ]
    .filter((node) => isShown(node) && !isHidden(node))
    .map((node) => Number(node.tagName.slice(1)));
  headings.forEach((level, i) => {
    const before = headings[i - 1];
    if (before !== undefined && level > before + 1) faults.push(`a heading of level ${level} follows one of level ${before}`);
  });

  const rgba = (colour: string): number[] => {
    const [r = 0, g = 0, b = 0, a = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b, a];
  };
  const over = ([r = 0, g = 0, b = 0, a = 1]: number[], [R = 0, G = 0, B = 0]: number[]) => [
    r * a + R * (1 - a),
    g * a + G * (1 - a),
    b * a + B * (1 - a),
  ];
  const groundOf = (node: Node): number[] | undefined => {
    const layers: number[][] = [];
    for (let at: Node | null = node; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style['backgroundImage'] !== 'none') return undefined;
      const colour = rgba(style['backgroundColor'] ?? '');
      layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const inks: Ink[] = [];
  for (const node of all) {
    const text = [...node.childNodes].map((child) => (child.nodeType === 3 ? (child.textContent ?? '').trim() : '')).join('');
    if (text === '' || !isShown(node) || node.closest('[disabled], [aria-disabled="true"], .page-links-measure') !== null) continue;
    const { width, height } = node.getBoundingClientRect();
    // Words for screen readers alone.
    if (width < 3 || height < 3 || getComputedStyle(node)['clip'] !== 'auto') continue;
    const style = getComputedStyle(node);
    const ground = groundOf(node);
    if (ground === undefined) continue;
    const size = Number.parseFloat(style['fontSize'] ?? '14');
    inks.push({
      text: text.slice(0, 40),
      ink: over(rgba(style['color'] ?? ''), ground),
      ground,
      large: size >= 24 || (size >= 18.66 && Number(style['fontWeight']) >= 700),
    });
  }
  return { faults, inks };
}

const hexOf = (colour: readonly number[]): string => `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** Contrast below AA (1.4.3), each pair of colours once. */
function pale(inks: readonly Ink[]): string[] {
  const found = new Map<string, string>();
  for (const { text, ink, ground, large } of inks) {
    const [a, b] = [hexOf(ink), hexOf(ground)];
    const is = ratio(a, b);
    if (is < (large ? 3 : 4.5)) found.set(`${a} ${b}`, `“${text}” is ${a} on ${b}: ${is.toFixed(2)}`);
  }
  return [...found.values()];
}

/** Each of the first stops of the Tab key shows that it has the focus (2.4.7): by an outline, a shadow or a border of its own. */
export async function withoutFocusMark(page: Page, stops = 12): Promise<string[]> {
  const found: string[] = [];
  for (let i = 0; i < stops; i++) {
    await page.keyboard.press('Tab');
    const bare = await page.evaluate(() => {
      const { activeElement, body } = (globalThis as unknown as { document: { activeElement: Node | null; body: Node } }).document;
      if (activeElement === null || activeElement === body) return undefined;
      const marks = (node: Node) =>
        [undefined, '::before', '::after'].some((part) => {
          const style = getComputedStyle(node, part);
          const outline = style['outlineStyle'] !== 'none' && style['outlineWidth'] !== '0px';
          const box =
            style['boxShadow'] !== 'none' || (part !== undefined && style['content'] !== 'none' && style['borderTopWidth'] !== '0px');
          return outline || box;
        });
      let at: Node | null = activeElement;
      for (let up = 0; at !== null && up < 3; up++, at = at.parentElement) if (marks(at)) return undefined;
      return activeElement.outerHTML.slice(0, 120);
    });
    if (bare !== undefined) found.push(`the focus is not seen on ${bare}`);
  }
  return found;
}

/** Everything found in the page as it stands, in the light and in the dark. */
export async function faultsIn(page: Page): Promise<string[]> {
  const found = new Set<string>();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { faults, inks } = await page.evaluate(look);
    for (const fault of [...faults, ...pale(inks).map((one) => `${colorScheme}: ${one}`)]) found.add(fault);
  }
  return [...found];
}

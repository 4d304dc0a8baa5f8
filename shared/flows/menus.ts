/** The menus of a flow that callers may answer by voice, found by walking it: each bot is made from them. */
import type { Examples } from './answers.ts';
import type { Flow } from './flow.ts';
import type { Menu, Option } from './spoken.ts';
import { walk } from './walk.ts';

export type { Menu } from './spoken.ts';

/** A menu that is asked in several places with different choices has the options of all. */
function merged(one: Menu | undefined, { name, options }: Menu): Menu {
  const all = new Map<string, Option>((one?.options ?? []).map((option) => [option.topic, option]));
  for (const { topic, words } of options) all.set(topic, { topic, words: [...new Set([...(all.get(topic)?.words ?? []), ...words])] });
  return { name, options: [...all.values()] };
}

/** What was said and pressed long ago seldom leads to another menu: a walk that forgets it takes a hundredth of the time. */
const memory = 3;

/** A menu that only a longer memory would find is asked by keypad. */
export function menusOf(flow: Flow, examples: Examples = {}): Menu[] {
  const menus = new Map<string, Menu>();
  for (const { next } of walk(flow, examples, { memory }).situations) {
    if (next.kind === 'act' && next.menu !== undefined) menus.set(next.menu.name, merged(menus.get(next.menu.name), next.menu));
  }
  return [...menus.values()];
}

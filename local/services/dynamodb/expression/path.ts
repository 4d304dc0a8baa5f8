/** Reading and rewriting documents by path. Rewriting copies what lies on the way and shares the rest. */
import { invalid, type AttributeValue, type Item } from '../value.ts';
import type { Path } from './tree.ts';

/** What stands at a path; undefined where nothing does. */
export function at(item: Item, path: Path): AttributeValue | undefined {
  let here: AttributeValue | undefined = { M: item };
  for (const part of path) {
    if (here === undefined) return undefined;
    here = typeof part === 'number' ? here.L?.[part] : here.M !== undefined && Object.hasOwn(here.M, part) ? here.M[part] : undefined;
  }
  return here;
}

const wrongPath = () => invalid('The document path provided in the update expression is invalid for update');

/** The item with `value` at `path`; `undefined` takes away what is there. The parent must exist. */
export function withValue(item: Item, path: Path, value: AttributeValue | undefined): Item {
  return replaced({ M: item }, path, 0, value).M as Item;
}

function replaced(here: AttributeValue | undefined, path: Path, depth: number, value: AttributeValue | undefined): AttributeValue {
  const part = path[depth] as string | number;
  const last = depth === path.length - 1;
  if (typeof part === 'number') {
    if (here?.L === undefined) throw wrongPath();
    if (part >= here.L.length && value === undefined && last) return here;
    const list = [...here.L];
    if (!last) list[part] = replaced(list[part], path, depth + 1, value);
    else if (value === undefined) list.splice(part, 1);
    else list[Math.min(part, list.length)] = value;
    return { L: list };
  }
  if (here?.M === undefined) throw wrongPath();
  const map = { ...here.M };
  if (!last) map[part] = replaced(Object.hasOwn(map, part) ? map[part] : undefined, path, depth + 1, value);
  else if (value === undefined) delete map[part];
  else Object.defineProperty(map, part, { value, enumerable: true, writable: true, configurable: true });
  return { M: map };
}

const shown = (path: Path) => `[${path.map((part) => (typeof part === 'number' ? `[${part}]` : part)).join(', ')}]`;

/** Refuses paths of which one contains another, or that treat one place as map and as list. */
export function refuseOverlaps(paths: Path[], which: string): void {
  paths.forEach((one, i) => {
    for (const two of paths.slice(i + 1)) {
      const common = Math.min(one.length, two.length);
      const differs = one.slice(0, common).findIndex((part, depth) => part !== two[depth]);
      if (differs === -1) {
        throw invalid(
          `Invalid ${which}: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${shown(one)}, path two: ${shown(two)}`,
        );
      }
      if (typeof one[differs] !== typeof two[differs]) {
        throw invalid(
          `Invalid ${which}: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: ${shown(one)}, path two: ${shown(two)}`,
        );
      }
    }
  });
}

/** A tree of what a projection keeps: `true` keeps everything below. */
type Kept = Map<string | number, Kept | true>;

/** The parts of an item that the paths name; list elements move together. */
export function project(item: Item, paths: Path[]): Item {
  const kept: Kept = new Map();
  for (const path of paths) {
    let here = kept;
    path.forEach((part, depth) => {
      if (depth === path.length - 1) here.set(part, true);
      else {
        const next = here.get(part);
        const below: Kept = next instanceof Map ? next : new Map<string | number, Kept | true>();
        here.set(part, below);
        here = below;
      }
    });
  }
  return pick({ M: item }, kept)?.M ?? {};
}

function pick(value: AttributeValue, kept: Kept | true): AttributeValue | undefined {
  if (kept === true) return value;
  if (value.L !== undefined) {
    const places = [...kept.keys()].filter((part) => typeof part === 'number').sort((a, b) => a - b);
    const list = places
      .map((place) => value.L?.[place] && pick(value.L[place], kept.get(place) ?? true))
      .filter((member) => member !== undefined);
    return list.length > 0 ? { L: list } : undefined;
  }
  if (value.M === undefined) return undefined;
  const map: Item = {};
  for (const [name, below] of kept) {
    const member = typeof name === 'string' && Object.hasOwn(value.M, name) ? value.M[name] : undefined;
    const part = member && pick(member, below);
    if (part !== undefined) map[name] = part;
  }
  return Object.keys(map).length > 0 ? { M: map } : undefined;
}

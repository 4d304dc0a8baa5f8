/** After a deploy: what it ships goes to where telephony finds it, but for what a company has its own recording of. */
import type { Database } from '../../database/database.ts';
import type { Language } from '../language.ts';
import { promptKey, shippedKey } from '../prompt-key.ts';
import { listEdits } from './read.ts';
import type { Sounds } from './sounds.ts';

const atOnce = 24;

/** Runs `work` on all, some at a time. */
async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const next = async (): Promise<void> => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, next));
}

/** Pure: what has to be copied from where to where. Tags tell what differs. */
export function copiesNeeded(
  language: Language,
  shipped: ReadonlyMap<string, string>,
  published: ReadonlyMap<string, string>,
  own: ReadonlyMap<string, string>,
): [from: string, to: string][] {
  const prefix = shippedKey('', language).replace(/\.wav$/, '');
  const names = [...shipped.keys()].map((key) => key.slice(prefix.length, -'.wav'.length));
  const fresh = names.filter(
    (name) => !own.has(name) && published.get(promptKey(name, language)) !== shipped.get(shippedKey(name, language)),
  );
  // Of a company's own nothing is changed; what was lost is put back.
  const lost = [...own].filter(([name]) => !published.has(promptKey(name, language)));
  return [
    ...fresh.map((name): [string, string] => [shippedKey(name, language), promptKey(name, language)]),
    ...lost.map(([name, key]): [string, string] => [key, promptKey(name, language)]),
  ];
}

/** Publishes what is shipped in a language. Returns how many recordings were copied. */
export async function publishShipped({ db, sounds }: { db: Database; sounds: Sounds }, language: Language): Promise<number> {
  const [shipped, published, edits] = await Promise.all([
    sounds.list(`shipped/${language}/`),
    sounds.list(`prompts/${language}/`),
    listEdits(db, language),
  ]);
  const own = new Map(edits.flatMap(({ audio }) => Object.entries(audio).map(([name, { key }]) => [name, key] as const)));
  const copies = copiesNeeded(language, shipped, published, own);
  await each(copies, ([from, to]) => sounds.copy(from, to));
  return copies.length;
}

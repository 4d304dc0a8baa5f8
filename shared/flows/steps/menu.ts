import type { Circumstances, Step } from '../ask.ts';
import { promptText } from '../../prompts/catalogue.ts';
import { botOf, menuOf } from '../spoken.ts';
import { askAloud } from './ask-aloud.ts';
import { wordsOf } from './say.ts';
import { askKeys, type Asking, promptOfTry, usualSeconds, usualTries } from './keys.ts';

/** Key of the telephone → topic. `#` ends an input and `*` plays the prompt again, so neither chooses. */
export type Choices = Readonly<Partial<Record<'0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9', string>>>;
/** What a menu returns: one of its topics, or `operator`, which is always a way to a person. */
export type TopicOf<C extends Choices> = Exclude<C[keyof C], undefined> | 'operator';

/** `words`: what callers may say for a topic besides its name; with it, also empty, the menu is answered by voice as well as by keys. */
export interface Choosing<C extends Choices = Choices> extends Asking {
  words?: Readonly<Partial<Record<TopicOf<C> & string, readonly string[]>>>;
}

/**
 * What a caller who may speak hears: the prompt in the company's own words, and the first time that they may, later that they were not
 * understood. Throws for a prompt without words: a fault of the flow, found by the checker.
 */
function* saysAloud(circumstances: Circumstances, prompt: string, i: number): Step<string[]> {
  const { language } = circumstances;
  const words = (yield* wordsOf(circumstances, prompt, {})) ?? promptText(prompt, language);
  return i === 0 ? [words, promptText('or-say-it', language)] : [promptText('not-understood', language), words];
}

/**
 * A menu by keypad, and by voice where it has words and a bot for the caller's language. A wrong key or none: the next try, with the next prompt. The operator's key (0, unless told) leads to a person also where
 * the menu has no such choice, and so does the end of the last try, or a menu that can't be played.
 */
export function* menu<const C extends Choices>(
  circumstances: Circumstances,
  prompt: string,
  choices: C,
  asking: Choosing<C> = {},
): Step<TopicOf<C>> {
  const { tries = usualTries, operator = '0' } = asking;
  const topics: Readonly<Record<string, string>> = operator === 'none' ? choices : { [operator]: 'operator', ...choices };
  const last = (topics[operator] ?? 'operator') as TopicOf<C>;
  const spoken = asking.words === undefined ? undefined : menuOf(prompt, topics, asking.words);
  for (let i = 0; i < tries; i++) {
    const shown = promptOfTry(prompt, asking, i);
    if (spoken !== undefined && botOf(circumstances, spoken.name) !== undefined) {
      const [label, seconds] = [`menu ${prompt} ${i + 1} aloud`, asking.seconds ?? usualSeconds];
      const said = yield* askAloud(circumstances, spoken, { label, says: yield* saysAloud(circumstances, shown, i), seconds });
      if (typeof said === 'object') return said.topic as TopicOf<C>;
      if (said === 'nothing') continue;
    }
    const pressed = yield* askKeys(circumstances, {
      ...asking,
      label: `menu ${prompt} ${i + 1}`,
      prompt: shown,
      pattern: `[${Object.keys(topics).join('')}]`,
      most: 1,
    });
    if (pressed === 'unplayable') break;
    const topic = typeof pressed === 'object' && 'digits' in pressed ? topics[pressed.digits] : undefined;
    if (topic !== undefined) return topic as TopicOf<C>;
  }
  return last;
}

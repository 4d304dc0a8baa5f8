import type { Circumstances, Step } from '../ask.ts';
import { askKeys, type Asking, promptOfTry, usualTries } from './keys.ts';

/** Key of the telephone → topic. `#` ends an input and `*` plays the prompt again, so neither chooses. */
export type Choices = Readonly<Partial<Record<'0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9', string>>>;
/** What a menu returns: one of its topics, or `operator`, which is always a way to a person. */
export type TopicOf<C extends Choices> = Exclude<C[keyof C], undefined> | 'operator';

/**
 * A menu by keypad. A wrong key or none: the next try, with the next prompt. The operator's key (0, unless told) leads to a person also where
 * the menu has no such choice, and so does the end of the last try, or a menu that can't be played.
 */
export function* menu<const C extends Choices>(
  circumstances: Circumstances,
  prompt: string,
  choices: C,
  asking: Asking = {},
): Step<TopicOf<C>> {
  const { tries = usualTries, operator = '0' } = asking;
  const topics: Readonly<Record<string, string>> = { [operator]: 'operator', ...choices };
  const last = (topics[operator] ?? 'operator') as TopicOf<C>;
  for (let i = 0; i < tries; i++) {
    const pressed = yield* askKeys(circumstances, {
      ...asking,
      label: `menu ${prompt} ${i + 1}`,
      prompt: promptOfTry(prompt, asking, i),
      pattern: `[${Object.keys(topics).join('')}]`,
      most: 1,
    });
    if (pressed === 'unplayable') break;
    const topic = typeof pressed === 'object' && 'digits' in pressed ? topics[pressed.digits] : undefined;
    if (topic !== undefined) return topic as TopicOf<C>;
  }
  return last;
}

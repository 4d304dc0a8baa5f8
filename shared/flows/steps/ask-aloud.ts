import { Heard, type Circumstances, type Step } from '../ask.ts';
import { askingBot, botOf, isUnderstood, type Menu } from '../spoken.ts';

/** What came of it: the topic; nothing that the menu has; or there is nobody to ask, so that only the keypad is left. */
export type Said = { topic: string } | 'nothing' | 'unavailable';

/**
 * Asks once by voice and keypad. A bot that can't be asked (there is none for the language, no room, no permission) isn't asked again in
 * this call: a menu by keypad at once is better than one after a silence.
 */
export function* askAloud(
  circumstances: Circumstances,
  menu: Menu,
  asked: { label: string; prompts: readonly string[]; seconds: number },
): Step<Said> {
  const bot = botOf(circumstances, menu.name);
  if (bot === undefined) return 'unavailable';
  const { label, prompts, seconds } = asked;
  const action = askingBot(bot, { prompts, language: circumstances.language, seconds });
  const heard = Heard.parse(yield { do: 'act', label, actions: [action], menu });
  if (!heard.ok) {
    circumstances.bots = {};
    return 'unavailable';
  }
  const topic = isUnderstood(heard.intent) ? heard.intent : undefined;
  return topic === undefined || !menu.options.some((option) => option.topic === topic) ? 'nothing' : { topic };
}

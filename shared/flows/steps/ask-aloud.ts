import { promptText } from '../../prompts/catalogue.ts';
import { Heard, type Circumstances, type Step } from '../ask.ts';
import { askingBot, botOf, confirmationOf, isNo, isUnderstood, isYes, type Menu, sureFrom } from '../spoken.ts';

/** What came of it: the topic; nothing that the menu has; or there is nobody to ask, so that only the keypad is left. */
export type Said = { topic: string } | 'nothing' | 'unavailable';

interface Aloud {
  label: string;
  /** What the caller hears, as text. */
  says: readonly string[];
  seconds: number;
}
type Understood = { topic: string; sure: boolean } | 'nothing' | 'unavailable';

/**
 * Asks by voice and keypad. A bot that can't be asked (there is none for the language, no room, no permission) isn't asked again in this call: a
 * menu by keypad at once is better than one after a silence.
 */
function* understand(circumstances: Circumstances, menu: Menu, { label, says, seconds }: Aloud): Step<Understood> {
  const bot = botOf(circumstances, menu.name);
  if (bot === undefined) return 'unavailable';
  const heard = Heard.parse(yield { do: 'act', label, actions: [askingBot(bot, { says, seconds })], menu });
  if (!heard.ok) {
    circumstances.bots = {};
    return 'unavailable';
  }
  const topic = isUnderstood(heard.intent) ? heard.intent : undefined;
  if (topic === undefined || !menu.options.some((option) => option.topic === topic)) return 'nothing';
  return { topic, sure: (heard.confidence ?? 1) >= sureFrom };
}

/** Asks once; and where the bot is not sure, whether that was meant. Another of the menu's answers then counts at once. */
export function* askAloud(circumstances: Circumstances, menu: Menu, aloud: Aloud): Step<Said> {
  const said = yield* understand(circumstances, menu, aloud);
  const asks = confirmationOf(menu);
  if (typeof said === 'string' || said.sure || asks === undefined) return said;
  const { language } = circumstances;
  const [called = said.topic] = menu.options.find(({ topic }) => topic === said.topic)?.words ?? [];
  const says = [promptText('you-said', language), called, promptText('right-yes-or-no', language)];
  const answer = yield* understand(circumstances, asks, { ...aloud, label: `${aloud.label}, sure`, says });
  if (typeof answer === 'string' || isNo(answer.topic)) return answer === 'unavailable' ? answer : 'nothing';
  return { topic: isYes(answer.topic) ? said.topic : answer.topic };
}

/** Menus that callers may answer by voice: what is said for which option, and how a bot is asked. */
import { type Action, fallbackIntent } from '../telephony/sma.ts';
import type { Circumstances } from './ask.ts';

/** One choice of a menu: its topic, and everything that a caller may say, or press, for it. */
export interface Option {
  topic: string;
  words: readonly string[];
}
/** A menu that can be spoken: the bot of its name has an intent for each option. */
export interface Menu {
  name: string;
  options: readonly Option[];
}

/**
 * Languages in which menus can be spoken, with the locale of Lex V2 and a voice of Polly that reads their prompts. Menus have words in
 * English only so far. Lex V2 also has zh_CN, cs_CZ and hu_HU, though Polly has no Hungarian voice; it has no Greek.
 */
export const voices = { 'en-US': { localeId: 'en_US', voiceId: 'Joanna' } } as const;
const voiceOf = (language: string) => (voices as Readonly<Record<string, { localeId: string } | undefined>>)[language];

/** The bot that understands a menu in the caller's language; undefined where there is only the keypad. */
export function botOf({ bots = {}, language }: Circumstances, menu: string): { aliasArn: string; localeId: string } | undefined {
  const aliasArn = bots[menu];
  const voice = voiceOf(language);
  return aliasArn === undefined || voice === undefined ? undefined : { aliasArn, localeId: voice.localeId };
}

const digitWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
/** What people call somebody who helps them. */
const operatorWords = ['operator', 'an operator', 'a person', 'somebody', 'an agent', 'a representative'];

/** The options of a menu: of each the words given, those of its topic, and its key; of the operator also the usual ones. */
export function menuOf(
  name: string,
  topics: Readonly<Record<string, string>>,
  words: Readonly<Record<string, readonly string[] | undefined>>,
): Menu {
  const options = new Map<string, Set<string>>();
  for (const [key, topic] of Object.entries(topics)) {
    const known = options.get(topic) ?? new Set([topic.replaceAll(/[-_]/g, ' '), ...(words[topic] ?? [])]);
    if (topic === 'operator') operatorWords.forEach((word) => known.add(word));
    const spoken = digitWords[Number(key)];
    for (const word of spoken === undefined ? [key] : [key, spoken]) known.add(word);
    options.set(topic, known);
  }
  return { name, options: [...options].map(([topic, known]) => ({ topic, words: [...known].map((word) => word.toLowerCase()) })) };
}

/** Below this score of the bot's own (0 to 1) a caller is asked whether they were understood. */
export const sureFrom = 0.7;
const [yes, no] = ['yes', 'no'];
const yesOrNo: readonly Option[] = [
  { topic: yes, words: ['yes', 'yeah', 'right', 'correct', 'that is right'] },
  { topic: no, words: ['no', 'nope', 'wrong', 'that is wrong'] },
];
export const isYes = (topic: string): boolean => topic === yes;
export const isNo = (topic: string): boolean => topic === no;

/** The menu with the answers to whether its caller was understood; undefined where they are among its own. */
export const confirmationOf = ({ name, options }: Menu): Menu | undefined =>
  options.some(({ topic }) => isYes(topic) || isNo(topic)) ? undefined : { name, options: [...yesOrNo, ...options] };

/** The topic for which somebody says, or presses, this. */
export function topicSaid({ options }: Menu, said: string): string | undefined {
  const wanted = said
    .trim()
    .toLowerCase()
    .replaceAll(/[.,!?]/g, '');
  return options.find(({ words }) => words.includes(wanted))?.topic;
}

/** A caller who hears nothing and says nothing has so long for the first word, or key, after the prompt. */
const timing = (seconds: number) => ({
  'x-amz-lex:audio:start-timeout-ms:*:*': String(seconds * 1000),
  // The first key is the answer: without this a bot would wait for more.
  'x-amz-lex:dtmf:max-length:*:*': '1',
});

/** The most that Lex takes as one message. */
const messageCharacters = 1024;

/** Speaks and takes words or a key. */
export function askingBot(
  bot: { aliasArn: string; localeId: string },
  { says, seconds }: { says: readonly string[]; seconds: number },
): Action {
  return {
    Type: 'StartBotConversation',
    Parameters: {
      BotAliasArn: bot.aliasArn,
      LocaleId: bot.localeId,
      Configuration: {
        SessionState: { DialogAction: { Type: 'ElicitIntent' }, SessionAttributes: timing(seconds) },
        WelcomeMessages: says.map((text) => ({ Content: text.slice(0, messageCharacters), ContentType: 'PlainText' })),
      },
      ParticipantTag: 'LEG-A',
    },
  };
}

/** Whether a bot understood something. */
export const isUnderstood = (intent: string | undefined): intent is string => intent !== undefined && intent !== fallbackIntent;

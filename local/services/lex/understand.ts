/** What a bot makes of a text: the intent whose sample utterance it is. Pure; the real service also knows what is merely like it. */
import { fallbackIntent, type IntentResult } from '../../../shared/telephony/sma.ts';
import { spokenForm } from '../../../gateway/speech/grammar.ts';
import type { BotSession } from '../../../gateway/contract.ts';
import type { Locale } from './shapes.ts';

/** All utterances of a locale, as they are spoken. */
export const utterancesOf = (locale: Locale): string[] =>
  locale.Intents.flatMap(({ SampleUtterances = [] }) => SampleUtterances.map(({ Utterance }) => Utterance));

function intentOf(locale: Locale, text: string | undefined): string | undefined {
  const wanted = text === undefined ? '' : spokenForm(text);
  if (wanted === '') return undefined;
  return locale.Intents.find(({ SampleUtterances = [] }) => SampleUtterances.some(({ Utterance }) => spokenForm(Utterance) === wanted))
    ?.Name;
}

/** The result as `StartBotConversation` tells it; `text` is undefined when nothing was understood. */
export function understand(locale: Locale, session: BotSession, text: string | undefined): IntentResult {
  const found = intentOf(locale, text);
  const intent = { Name: found ?? fallbackIntent, Slots: {}, State: 'ReadyForFulfillment' as const, ConfirmationState: 'None' };
  return {
    SessionId: session.sessionId,
    SessionState: { SessionAttributes: { ...session.attributes }, Intent: intent },
    Interpretations: [{ ...(found === undefined ? {} : { NluConfidence: { Score: 1 } }), Intent: intent }],
  };
}

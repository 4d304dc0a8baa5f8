import { botAliasArn, limits } from '../../shared/telephony/sma.ts';
import type { BotAnswer, Sound } from '../calls/effects.ts';
import { readTiming, type BotTiming } from './bot-timing.ts';
import type { ActionDefinition, Failure, Outcome, Parameters, Running, Stage } from './contract.ts';
import { fields, invalidParameter, invalidTarget, isText, playFailure } from './parameters.ts';

interface Conversation {
  botAliasArn: string;
  localeId: string;
  attributes: Record<string, string>;
  welcome: { text: string; ssml: boolean }[];
}

/**
 * A conversation with a Lex V2 bot: it speaks its welcome, the caller answers by voice or by keys, also in the middle of it, and what the
 * bot makes of that is the result. Silence is an answer too: the bot's fallback.
 */
export const startBotConversation: ActionDefinition = {
  type: 'StartBotConversation',
  interruptible: false,
  chatty: true,
  answersCall: true,
  prepare({ parameters, leg, call }) {
    if (leg.tag !== 'LEG-A') return invalidTarget;
    if (call.legs.some((other) => other.tag === 'LEG-B')) return invalidParameter('Invalid action on the call.');
    const conversation = readConversation(parameters);
    if ('kind' in conversation) return conversation;
    const timing = readTiming(conversation.attributes);
    if ('kind' in timing) return timing;
    return (stage) => converse(conversation, timing, stage);
  },
};

function readConversation(parameters: Parameters): Conversation | Failure {
  const { BotAliasArn: alias, LocaleId: localeId = 'en_US' } = parameters;
  if (!isText(alias) || !botAliasArn.test(alias)) return invalidParameter('BotAliasArn parameter value is invalid.');
  if (!isText(localeId)) return invalidParameter('LocaleId parameter value is invalid.');
  const configuration = fields(parameters['Configuration']);
  if (Buffer.byteLength(JSON.stringify(configuration)) > limits.botConfigurationBytes) return wrongConfiguration;
  const state = fields(configuration['SessionState']);
  const attributes = Object.entries(fields(state['SessionAttributes']));
  const { Type: dialog } = fields(state['DialogAction']);
  const given: unknown = configuration['WelcomeMessages'] ?? [];
  if (!Array.isArray(given) || attributes.some(([, value]) => typeof value !== 'string')) return wrongConfiguration;
  if (dialog !== undefined && dialog !== 'Delegate' && dialog !== 'ElicitIntent') return wrongConfiguration;
  const welcome = given.map(fields).map(({ Content: text, ContentType: type }) => ({ text, type }));
  const readable = welcome.every(({ text, type }) => isText(text) && (type === 'PlainText' || type === 'SSML'));
  if (!readable || (welcome.length > 0 && dialog !== 'ElicitIntent')) return wrongConfiguration;
  return {
    botAliasArn: alias,
    localeId,
    attributes: Object.fromEntries(attributes) as Record<string, string>,
    welcome: welcome.map(({ text, type }) => ({ text: String(text), ssml: type === 'SSML' })),
  };
}

const wrongConfiguration = invalidParameter('Configuration parameter value is invalid.');

/**
 * `answering`: welcome or silence, both end with the first word or key. The first of the two decides: who has pressed a key is not
 * listened to any more, so that a key counts at once.
 */
function converse({ welcome, ...session }: Conversation, timing: BotTiming, stage: Stage): Running {
  const sounds: Sound[] = [];
  let phase: 'beginning' | 'welcome' | 'answering' | 'speaking' | 'keys' | 'asked' = 'beginning';
  let digits = '';
  stage.beginBot(session);

  const next = (): undefined => {
    const sound = sounds.shift();
    phase = sound ? 'welcome' : 'answering';
    if (sound) stage.play(sound);
    else stage.startTimer('answer', timing.startMs);
    // An ear that is open already would lose what it has heard.
    if (!sound && !timing.mayInterrupt) stage.listen(timing);
  };
  const ask = (input: 'utterance' | 'nothing' | { text: string }): undefined => {
    phase = 'asked';
    stage.stopPlaying();
    stage.askBot(input);
  };
  /** Whether the caller may speak, or press, now: in the welcome only where that may be interrupted. */
  const listens = (): boolean => phase === 'answering' || (phase === 'welcome' && timing.mayInterrupt);
  const begun = (answer: BotAnswer & { kind: 'ready' }): undefined => {
    sounds.push(...welcome.map((message): Sound => ({ kind: 'speech', ...message, voiceId: answer.voiceId })));
    if (timing.mayInterrupt) stage.listen(timing);
    next();
  };

  return {
    bot(answer): Outcome | undefined {
      if (answer.kind === 'refused') return { kind: 'failed', errorType: answer.errorType, message: answer.message };
      if (answer.kind === 'understood') return { kind: 'succeeded', data: { IntentResult: answer.result } };
      return begun(answer);
    },
    played: (end) => {
      if (end !== 'finished' && end !== 'terminated') return playFailure(end);
      return phase === 'welcome' ? next() : undefined;
    },
    spoke: () => {
      if (!listens()) return undefined;
      phase = 'speaking';
      stage.stopPlaying();
      stage.stopTimer('answer');
      return undefined;
    },
    said: () => (phase === 'speaking' ? ask('utterance') : undefined),
    digit: (digit) => {
      if (!listens() && phase !== 'speaking' && phase !== 'keys') return undefined;
      if (phase !== 'keys') stage.stopPlaying();
      phase = 'keys';
      if (digit === timing.endKey) return ask({ text: digits });
      digits = digit === timing.deletionKey ? digits.slice(0, -1) : digits + digit;
      if (digits.length >= timing.mostKeys) return ask({ text: digits });
      stage.startTimer('answer', timing.keyGapMs);
      return undefined;
    },
    timer: () => ask(phase === 'keys' ? { text: digits } : 'nothing'),
  };
}

/** The speech parameters that Speak and SpeakAndGetDigits share. */
import { limits } from '../../shared/telephony/sma.ts';
import type { Sound } from '../calls/effects.ts';
import type { Failure, Parameters } from './contract.ts';
import { invalidParameter, isText } from './parameters.ts';

/** Reads a speech. What `inherited` says holds where the parameters say nothing. */
export function readSpeech(parameters: Parameters, inherited: Parameters = {}): Sound | Failure {
  const text = parameters['Text'];
  if (!isText(text)) return missing('Text is a required parameter');
  if (text.length > limits.speechCharacters) return missing(`Text is limited to ${limits.speechCharacters} characters`);
  const value = (name: string, absent: string) => parameters[name] ?? inherited[name] ?? absent;
  const textType = value('TextType', 'text');
  const voiceId = value('VoiceId', 'Joanna');
  const engine = value('Engine', 'standard');
  if (textType !== 'text' && textType !== 'ssml') return invalidParameter('TextType parameter is invalid.');
  if (engine !== 'standard' && engine !== 'neural') return invalidParameter('Engine parameter is invalid.');
  if (!isText(voiceId)) return invalidParameter('VoiceId parameter is invalid.');
  return { kind: 'speech', text, voiceId, ssml: textType === 'ssml' };
}

function missing(message: string): Failure {
  return { kind: 'failed', errorType: 'MissingRequiredActionParameter', message };
}

import { prepareCollection } from './collect-digits.ts';
import type { ActionDefinition } from './contract.ts';
import { fields, invalidTarget } from './parameters.ts';
import { readSpeech } from './speech.ts';

/** Speaks a prompt and collects keys; see `collect-digits.ts`. */
export const speakAndGetDigits: ActionDefinition = {
  type: 'SpeakAndGetDigits',
  interruptible: false,
  chatty: true,
  answersCall: true,
  prepare({ parameters, leg }) {
    if (leg.meetingId !== undefined) return invalidTarget;
    const speech = fields(parameters['SpeechParameters']);
    const prompt = readSpeech(speech);
    if (prompt.kind === 'failed') return prompt;
    const failurePrompt = readSpeech(fields(parameters['FailureSpeechParameters']), speech);
    if (failurePrompt.kind === 'failed') return failurePrompt;
    return prepareCollection(parameters, { prompt, failurePrompt });
  },
};

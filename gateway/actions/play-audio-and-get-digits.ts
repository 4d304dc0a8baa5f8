import { prepareCollection } from './collect-digits.ts';
import type { ActionDefinition } from './contract.ts';
import { audioObject, invalidSound, invalidTarget } from './parameters.ts';

/** Plays a prompt and collects keys; see `collect-digits.ts`. */
export const playAudioAndGetDigits: ActionDefinition = {
  type: 'PlayAudioAndGetDigits',
  interruptible: false,
  chatty: true,
  answersCall: true,
  prepare({ parameters, leg }) {
    if (leg.meetingId !== undefined) return invalidTarget;
    const prompt = audioObject(parameters['AudioSource']);
    const failurePrompt = audioObject(parameters['FailureAudioSource']);
    return prompt && failurePrompt ? prepareCollection(parameters, { prompt, failurePrompt }) : invalidSound;
  },
};

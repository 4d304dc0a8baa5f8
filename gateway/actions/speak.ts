import type { ActionDefinition } from './contract.ts';
import { invalidTarget, playFailure, succeeded } from './parameters.ts';
import { readSpeech } from './speech.ts';

/** Speaks a text to a leg. Nothing stops it, neither a key nor an update. */
export const speak: ActionDefinition = {
  type: 'Speak',
  interruptible: false,
  chatty: false,
  answersCall: true,
  prepare({ parameters, leg }) {
    if (leg.meetingId !== undefined) return invalidTarget;
    const speech = readSpeech(parameters);
    if (speech.kind === 'failed') return speech;
    return (stage) => {
      stage.play(speech);
      return { played: (end) => (end === 'finished' || end === 'terminated' ? succeeded : playFailure(end)) };
    };
  },
};

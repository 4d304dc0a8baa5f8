import type { ActionDefinition } from './contract.ts';
import { audioObject, invalidParameter, invalidSound, invalidTarget, keys, numberWithin, playFailure, succeeded } from './parameters.ts';

/** Plays an audio object to a leg, `Repeat` times or until one of the terminators is pressed. */
export const playAudio: ActionDefinition = {
  type: 'PlayAudio',
  interruptible: true,
  chatty: false,
  answersCall: true,
  prepare({ parameters, leg }) {
    if (leg.meetingId !== undefined) return invalidTarget;
    const sound = audioObject(parameters['AudioSource']);
    if (!sound) return invalidSound;
    const terminators = keys(parameters['PlaybackTerminators'], []);
    if (!terminators) return invalidParameter('PlaybackTerminators parameter is invalid.');
    const repeat = numberWithin(parameters['Repeat'], { min: 1, absent: 1 });
    if (repeat === undefined) return invalidParameter('Repeat parameter is invalid.');
    return (stage) => {
      stage.play(sound, { repeat, terminators });
      return { played: (end) => (end === 'finished' || end === 'terminated' ? succeeded : playFailure(end)) };
    };
  },
};

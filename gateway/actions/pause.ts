import type { ActionDefinition } from './contract.ts';
import { invalidParameter, succeeded, wholeNumber } from './parameters.ts';

/** Waits 100 to 30,000 ms. An unanswered call stays unanswered and rings on. */
export const pause: ActionDefinition = {
  type: 'Pause',
  interruptible: true,
  chatty: false,
  answersCall: false,
  prepare({ parameters }) {
    const durationMs = wholeNumber(parameters['DurationInMilliseconds']);
    if (!(durationMs >= 100 && durationMs <= 30_000)) return invalidParameter('The Duration parameter is invalid.');
    return (stage) => {
      stage.startTimer('pause', durationMs);
      return { timer: () => succeeded };
    };
  },
};

import { digitsMs } from '../media/telephone-event.ts';
import type { ActionDefinition } from './contract.ts';
import { invalidParameter, invalidTarget, isText, numberWithin, succeeded } from './parameters.ts';

/** Presses keys on a telephone: 50 at most, a comma is half a second. It is over when the last key is up. */
export const sendDigits: ActionDefinition = {
  type: 'SendDigits',
  interruptible: false,
  chatty: false,
  answersCall: true,
  prepare({ parameters, leg }) {
    // Of all actions this one has no default target.
    if (!isText(parameters['CallId']) || leg.meetingId !== undefined) return invalidTarget;
    const digits = parameters['Digits'];
    if (!isText(digits) || !/^[0-9*#A-D,]{1,50}$/.test(digits)) return invalidParameter('Digits parameter value is invalid.');
    const toneMs = numberWithin(parameters['ToneDurationInMilliseconds'], { min: 50, max: 24_000, absent: 250 });
    if (toneMs === undefined) return invalidParameter('ToneDuration parameter value is invalid.');
    return (stage) => {
      stage.sendDigits(digits, toneMs);
      stage.startTimer('digits', digitsMs(digits, toneMs));
      return { timer: () => succeeded };
    };
  },
};

import type { ActionDefinition } from './contract.ts';
import { invalidParameter, invalidTarget, positive, wholePattern } from './parameters.ts';

/** Arms a leg: keys that match come as DIGITS_RECEIVED while other actions run. A new one replaces the one before. */
export const receiveDigits: ActionDefinition = {
  type: 'ReceiveDigits',
  interruptible: false,
  chatty: false,
  answersCall: true,
  prepare({ parameters, leg }) {
    if (leg.meetingId !== undefined) return invalidTarget;
    const pattern = wholePattern(parameters['InputDigitsRegex']);
    if (!pattern) return invalidParameter('InputDigitsRegex parameter is invalid.');
    const gapMs = positive(parameters, 'InBetweenDigitsDurationInMilliseconds');
    if (typeof gapMs !== 'number') return gapMs;
    const flushMs = positive(parameters, 'FlushDigitsDurationInMilliseconds');
    if (typeof flushMs !== 'number') return flushMs;
    // The guide contradicts itself about which is to be larger; a flush before the gap would never let a match through.
    if (flushMs <= gapMs) return invalidParameter('FlushDigitsDurationInMilliseconds parameter is invalid.');
    return (stage) => {
      stage.arm({ leg, parameters, pattern, gapMs, flushMs });
      return { kind: 'succeeded', data: { ReceivedDigits: '' } };
    };
  },
};

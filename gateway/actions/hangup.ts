import type { ActionDefinition } from './contract.ts';
import { invalidParameter, wholeNumber } from './parameters.ts';

/** Ends a leg. An unanswered call is refused and costs its caller nothing. */
export const hangup: ActionDefinition = {
  type: 'Hangup',
  interruptible: false,
  chatty: true,
  answersCall: false,
  prepare({ parameters }) {
    const code = wholeNumber(parameters['SipResponseCode'] ?? 0);
    if (![0, 480, 486].includes(code)) return invalidParameter('SipResponseCode parameter value is invalid.');
    return () => ({ kind: 'hangs-up', code });
  },
};

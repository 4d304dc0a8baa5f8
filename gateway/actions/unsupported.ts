import type { ActionDefinition } from './contract.ts';

/** An action of the service that this gateway does not run: it fails by name, and does not answer the call. */
export function unsupported(type: string): ActionDefinition {
  return {
    type,
    interruptible: false,
    chatty: false,
    answersCall: false,
    prepare: () => ({ kind: 'failed', errorType: 'SystemException', message: `${type} is not supported by this gateway` }),
  };
}

/**
 * What became of an attempt to call a customer back who was not reached: one of the company's list (`shared/reasons/`), or what the telephone
 * says (`busy`, `no-answer`, `not-reached`), or `given-back`.
 */
export type CallbackResult = string;

/** Why a callback is over. */
export const callbackEnds = ['served', 'cancelled', 'exhausted', 'replaced', 'wrong-number', 'given-up', 'window-over'] as const;
export type CallbackEnd = (typeof callbackEnds)[number];

/** A message that was left: nobody has listened to it, somebody has, nothing is left to do. */
export const voicemailStates = ['unheard', 'heard', 'done'] as const;
export type VoicemailState = (typeof voicemailStates)[number];

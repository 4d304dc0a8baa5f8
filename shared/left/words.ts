/** What became of an attempt to call a customer back who was not reached. */
export const callbackResults = ['busy', 'no-answer', 'not-reached', 'voicemail-reached', 'wrong-number', 'given-back'] as const;
export type CallbackResult = (typeof callbackResults)[number];

/** Why a callback is over. */
export const callbackEnds = ['served', 'cancelled', 'exhausted', 'replaced', 'wrong-number', 'window-over'] as const;
export type CallbackEnd = (typeof callbackEnds)[number];

/** A message that was left: nobody has listened to it, somebody has, nothing is left to do. */
export const voicemailStates = ['unheard', 'heard', 'done'] as const;
export type VoicemailState = (typeof voicemailStates)[number];

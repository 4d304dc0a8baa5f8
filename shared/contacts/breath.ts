/** A waiting contact must be renewed within this time: two segments of music and some. */
export const waitingBreathMs = 90_000;

/** While people talk no music renews the contact: its call is asked this often, which the service's five rings a second allow. */
export const talkingBreathMs = 10 * 60_000;

/** A waiting contact must be renewed within this time: two segments of music and some. */
export const waitingBreathMs = 90_000;

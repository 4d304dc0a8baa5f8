import type { Contact } from '../contacts/contact.ts';

/** Sent away, and nobody talks with the customer yet: they wait, are being offered, or their call has not been picked up. */
export const isOnTheWay = ({ state, bridge }: Contact): boolean =>
  state === 'waiting' || state === 'offered' || (state === 'passed-on' && bridge !== undefined && !bridge.answered);

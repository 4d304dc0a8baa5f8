/** Pure: how many contacts an agent may have at a time, per channel. Further channels are further rows. */
import type { Agent } from '../../agents/agent.ts';
import type { Contact } from '../../contacts/contact.ts';

/** A person can hear one caller. */
export const capacity: Record<Contact['channel'], number> = { voice: 1 };

/** How many the agent has, wrap-up included: their attention is not free before it ends. */
export const carries = ({ state }: Pick<Agent, 'state'>): number => (state === 'idle' ? 0 : 1);

export const hasRoom = (agent: Pick<Agent, 'state'>, channel: Contact['channel'] = 'voice'): boolean => carries(agent) < capacity[channel];

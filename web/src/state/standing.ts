import type { AgentState } from '../../../shared/agents/words.ts';
import type { ContactView } from '../../../shared/wire/api.ts';
import type { State } from './state.ts';

const stateIn: Record<ContactView['state'], AgentState> = {
  offered: 'offered',
  accepted: 'engaged',
  connected: 'engaged',
  'wrapping-up': 'wrapping-up',
};

/** The wrap-up that is being written: of the contact on the desk, or, while the desk is empty, the one whose time ran out. */
export function wrapUpOnDesk({ contact, late }: Pick<State, 'contact' | 'late'>): ContactView | undefined {
  if (contact === undefined) return late?.contact;
  return contact.state === 'wrapping-up' ? contact : undefined;
}

/**
 * The agent's state and since when, as the top of the page shows it. It is read off the contact on the screen wherever there is one, so
 * that top and desk can't say different things while a word about the agent is late, lost or overtaken.
 */
export function standingOf({ agent, contact }: Pick<State, 'agent' | 'contact'>): { state: AgentState; since: string } | undefined {
  if (contact !== undefined) return { state: stateIn[contact.state], since: contact.since };
  return agent === undefined ? undefined : { state: 'idle', since: agent.since };
}

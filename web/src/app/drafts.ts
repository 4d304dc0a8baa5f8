/** Notes survive a reload: each contact's draft is kept in this tab's session storage until its wrap-up is submitted. */
import { emptyDraft, usualDue, type Draft } from '../state/draft.ts';
import type { State } from '../state/state.ts';

const storedAs = (contact: string) => `linehall.draft.${contact}`;

export const keepDraft = (contact: string, draft: Draft): void => sessionStorage.setItem(storedAs(contact), JSON.stringify(draft));
export const forgetDraft = (contact: string): void => sessionStorage.removeItem(storedAs(contact));

function kept(contact: string): Partial<Draft> {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(storedAs(contact)) ?? '{}');
    return typeof found === 'object' && found !== null ? found : {};
  } catch {
    return {};
  }
}

/** The draft to begin or go on with: what was kept, over what is usual for such a contact. */
export function draftFor(world: { state(): State; now(): number }, contact: string): Draft {
  const { contact: shown, agent } = world.state();
  const usual: Partial<Draft> = {
    subject: shown?.topic === undefined ? '' : capitalised(shown.topic),
    ...(shown?.openTickets.length === 0 ? { ticket: 'new' } : {}),
    ...(agent === undefined ? {} : { ownerId: agent.agentId }),
    ...usualDue(world.now()),
  };
  return { ...emptyDraft, ...usual, ...kept(contact) };
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).replaceAll('-', ' ');

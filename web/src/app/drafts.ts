/** Notes survive a reload: each contact's draft is kept in this tab's session storage until its wrap-up is submitted. */
import { ContactView } from '../../../shared/wire/api.ts';
import { emptyDraft, usualDue, type Draft } from '../state/draft.ts';
import { keyOf, type LateWrapUp, type State } from '../state/state.ts';

const storedAs = (contact: string) => `linehall.draft.${contact}`;

export const keepDraft = (contact: string, draft: Draft): void => sessionStorage.setItem(storedAs(contact), JSON.stringify(draft));
export const forgetDraft = (contact: string): void => sessionStorage.removeItem(storedAs(contact));

/** The late wrap-up stays through a reload as well. */
const lateAs = 'linehall.late';
export function keepLate(contact: ContactView | undefined): void {
  if (contact === undefined) sessionStorage.removeItem(lateAs);
  else sessionStorage.setItem(lateAs, JSON.stringify(contact));
}
export function keptLate(): LateWrapUp | undefined {
  const parsed = ContactView.safeParse(parsedJson(sessionStorage.getItem(lateAs)));
  return parsed.success ? { contact: parsed.data, draft: { ...emptyDraft, ...kept(keyOf(parsed.data)) } } : undefined;
}

export function kept(contact: string): Partial<Draft> {
  const found = parsedJson(sessionStorage.getItem(storedAs(contact)));
  return typeof found === 'object' && found !== null ? found : {};
}

function parsedJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

/** What usually stands in a draft about a contact before anybody has written anything. */
export const usualDraft = (
  { topic, openTickets }: { topic?: string | undefined; openTickets: readonly unknown[] } | { topic?: never; openTickets?: never },
  ownerId: string | undefined,
  nowMs: number,
): Partial<Draft> => ({
  subject: topic === undefined ? '' : capitalised(topic),
  ...(openTickets?.length === 0 ? { ticket: 'new' } : {}),
  ...(ownerId === undefined ? {} : { ownerId }),
  ...usualDue(nowMs),
});

/** The draft to begin or go on with: what was kept, over what is usual for such a contact. */
export function draftFor(world: { state(): State; now(): number }, contact: string): Draft {
  const { contact: onDesk, late, agent } = world.state();
  const shown = onDesk ?? late?.contact;
  const usual: Partial<Draft> = {
    ...usualDraft(shown ?? {}, agent?.agentId, world.now()),
    // A call back is about the ticket of the message.
    ...(shown?.openTickets.some(({ ticketId }) => ticketId === shown.ticketId) === true ? { ticket: shown.ticketId as string } : {}),
  };
  return { ...emptyDraft, ...usual, ...kept(contact) };
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).replaceAll('-', ' ');

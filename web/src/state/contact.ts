/** How the contact on the screen changes. Words may come late, twice and from two sides; a contact never goes backwards. */
import type { ContactView, Me } from '../../../shared/wire/api.ts';
import type { ToClient } from '../../../shared/wire/live.ts';
import { emptyDraft, type Draft } from './draft.ts';
import { withHands } from './help.ts';
import { withMessage } from './messages.ts';
import { partedWords } from './parted.ts';
import { keyOf, type LateWrapUp, type State } from './state.ts';

const order: Record<ContactView['state'], number> = { offered: 0, accepted: 1, connected: 2, 'wrapping-up': 3 };
const remembered = 50;

/** Is this view of the shown contact older than what is shown? Within a conversation its version tells. */
const isOlder = (contact: ContactView, shown: ContactView): boolean =>
  order[contact.state] < order[shown.state] ||
  (contact.state === shown.state && (contact.talk?.version ?? 0) < (shown.talk?.version ?? 0) && contact.talk !== undefined);

/** Takes in a view of a contact, unless it is over, older than what is shown, or about an earlier one. */
export function withContact(state: State, contact: ContactView): State {
  if (state.over.includes(keyOf(contact))) return state;
  const shown = state.contact;
  if (shown === undefined) return withNewContact(state, contact);
  if (keyOf(shown) !== keyOf(contact)) {
    if ((contact.offeredAt ?? contact.arrivedAt) < (shown.offeredAt ?? shown.arrivedAt)) return state;
    return withContact(withContactOver(state, shown), contact);
  }
  if (isOlder(contact, shown)) return state;
  // A push may leave out what the client already has.
  const join = contact.join ?? shown.join;
  const next: State = { ...state, contact: { ...contact, ...(join === undefined ? {} : { join }) } };
  const ownDoing = state.running.some((name) => name === 'talk-cancel' || name.startsWith('talk-drop'));
  const about = keyOf(contact);
  return partedWords(shown, contact, ownDoing).reduce((so, word) => withMessage(so, { ...word, about }), next);
}

/** What was written stays with a contact that comes back to the same agent, and with a late wrap-up that has to wait. */
function withNewContact(state: State, contact: ContactView): State {
  const { late, ...rest } = state;
  const next: State = { ...rest, contact, draft: emptyDraft, draftChecked: false };
  if (late === undefined) return next;
  if (late.contact.contactId === contact.contactId) return { ...next, draft: state.draft };
  return { ...next, late: { ...late, draft: state.draft } };
}

/** The contact is over for this agent: it leaves the screen and doesn't come back under this number. */
export function withContactOver(state: State, over: { contactId: string; n: number }): State {
  const key = keyOf(over);
  const known = state.over.includes(key) ? state.over : [...state.over.slice(1 - remembered), key];
  if (state.contact === undefined || keyOf(state.contact) !== key) return { ...state, over: known };
  const { contact: gone, ...rest } = state;
  const messages = state.messages.filter(({ about }) => about !== key);
  // Its time ran out while the agent still wrote: it can be handed in later.
  const isLate = gone.state === 'wrapping-up' && !state.running.includes('submit-wrap-up');
  const late = isLate ? { contact: gone, draft: state.draft } : state.late;
  return { ...rest, messages, over: known, draft: late?.draft ?? emptyDraft, draftChecked: false, ...(late === undefined ? {} : { late }) };
}

/** A late wrap-up found again, or done with. */
export function withLate(state: State, late: LateWrapUp | undefined): State {
  const { late: _old, ...rest } = state;
  const next: State = late === undefined ? rest : { ...rest, late };
  return state.contact === undefined ? { ...next, draft: late?.draft ?? emptyDraft, draftChecked: false } : next;
}

const withdrawn: Record<Extract<ToClient, { type: 'offer-withdrawn' }>['why'], string | undefined> = {
  'caller-hung-up': 'The caller hung up before you answered.',
  'not-seen': 'The offer went to somebody else: this page did not show it in time.',
  'lease-ended': 'The offer went to somebody else: the connection to this page was lost.',
  'agent-changed-status': 'The offer was taken back because your status changed.',
  expired: 'The caller is no longer there.',
  cancelled: 'You are no longer needed: your colleague stopped calling.',
  'no-audio': 'Your audio did not start in time. The caller keeps their place in the queue.',
  // The agent's notice says it, with what to do.
  missed: undefined,
  declined: undefined,
};

export function withOfferWithdrawn(state: State, word: Extract<ToClient, { type: 'offer-withdrawn' }>): State {
  const shown = state.contact !== undefined && keyOf(state.contact) === keyOf(word);
  const next = withContactOver(state, word);
  const text = withdrawn[word.why];
  return shown && text !== undefined ? withMessage(next, { kind: word.why === 'no-audio' ? 'warning' : 'info', text }) : next;
}

/** The whole state from the server: what it doesn't name is over. */
export function withMe(state: State, me: Me): State {
  const { loadProblem: _solved, ...rest } = state;
  const help = me.hands === undefined ? state.help : withHands(state.help, me.hands);
  const next: State = { ...rest, agent: me.agent, groups: me.groups, help, stale: false };
  if (me.contact !== undefined) return withContact(next, me.contact);
  const after = next.contact === undefined ? next : withContactOver(next, next.contact);
  return withLost(after, me.late, state);
}

/** Told by the server, which tells as well when it is waited for no more: it was handed in elsewhere, or by a supervisor. */
const isWaitedFor = (late: LateWrapUp | undefined): boolean => late?.contact.lost === true || late?.contact.missed === true;

/** The server waits for a wrap-up that was missed; one that is being written goes before. */
function withLost(state: State, lost: ContactView | undefined, before: State): State {
  if (lost === undefined) return isWaitedFor(state.late) ? withLate(state, undefined) : state;
  if (state.late !== undefined) {
    const same = keyOf(state.late.contact) === keyOf(lost);
    return same ? { ...state, late: { ...state.late, contact: lost } } : state;
  }
  const written = before.contact !== undefined && keyOf(before.contact) === keyOf(lost);
  const draft: Draft = written ? before.draft : emptyDraft;
  return withLate(state, { contact: lost, draft });
}

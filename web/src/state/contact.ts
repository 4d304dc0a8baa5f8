/** How the contact on the screen changes. Words may come late, twice and from two sides; a contact never goes backwards. */
import type { ContactView, Me } from '../../../shared/wire/api.ts';
import type { ToClient } from '../../../shared/wire/live.ts';
import { emptyDraft } from './draft.ts';
import { keyOf, type State } from './state.ts';
import { withMessage } from './messages.ts';

const order: Record<ContactView['state'], number> = { offered: 0, accepted: 1, connected: 2, 'wrapping-up': 3 };
const remembered = 50;

/** Takes in a view of a contact, unless it is over, older than what is shown, or about an earlier one. */
export function withContact(state: State, contact: ContactView): State {
  if (state.over.includes(keyOf(contact))) return state;
  const shown = state.contact;
  if (shown === undefined) return { ...state, contact, draft: emptyDraft, draftChecked: false };
  if (keyOf(shown) !== keyOf(contact)) {
    if ((contact.offeredAt ?? contact.arrivedAt) < (shown.offeredAt ?? shown.arrivedAt)) return state;
    return withContact(withContactOver(state, shown), contact);
  }
  if (order[contact.state] < order[shown.state]) return state;
  // A push may leave out what the client already has.
  const join = contact.join ?? shown.join;
  return { ...state, contact: { ...contact, ...(join === undefined ? {} : { join }) } };
}

/** The contact is over for this agent: it leaves the screen and doesn't come back under this number. */
export function withContactOver(state: State, over: { contactId: string; n: number }): State {
  const key = keyOf(over);
  const known = state.over.includes(key) ? state.over : [...state.over.slice(1 - remembered), key];
  if (state.contact === undefined || keyOf(state.contact) !== key) return { ...state, over: known };
  const { contact: _gone, ...rest } = state;
  return { ...rest, over: known, draft: emptyDraft, draftChecked: false };
}

const withdrawn: Record<Extract<ToClient, { type: 'offer-withdrawn' }>['why'], string | undefined> = {
  'caller-hung-up': 'The caller hung up before you answered.',
  'not-seen': 'The offer went to somebody else: this page did not show it in time.',
  'lease-ended': 'The offer went to somebody else: the connection to this page was lost.',
  'agent-changed-status': 'The offer was taken back because your status changed.',
  expired: 'The caller is no longer there.',
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
  const next: State = { ...rest, agent: me.agent, groups: me.groups, stale: false };
  if (me.contact === undefined) return next.contact === undefined ? next : withContactOver(next, next.contact);
  return withContact(next, me.contact);
}

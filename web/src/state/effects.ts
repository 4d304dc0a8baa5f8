/** What should be done when the state went from one value to the next. Pure: `app/rim.ts` does it. */
import type { ContactView, JoinInfo } from '../../../shared/wire/api.ts';
import { emptyDraft } from './draft.ts';
import { keyOf, type State } from './state.ts';
import { isMissed } from './talk.ts';

export type Effect =
  | { do: 'load-me' }
  | { do: 'ring'; contact: ContactView }
  /** The agent's telephone rings: bring the offer into sight. */
  | { do: 'show-offer'; contact: ContactView }
  | { do: 'hush' }
  | { do: 'join'; contact: string; join: JoinInfo }
  | { do: 'leave' }
  /** Tell the server that the agent's audio runs. */
  | { do: 'report-audio'; contactId: string; n: number }
  | { do: 'restore-draft'; contact: string }
  | { do: 'keep-draft'; contact: string }
  | { do: 'forget-draft'; contact: string }
  /** Remember the late wrap-up through a reload, or that there is none. */
  | { do: 'keep-late'; contact?: ContactView }
  /** A beep and the queue's name, and then the call is accepted. */
  | { do: 'accept-by-itself'; contact: ContactView }
  /** The agent may not be here any more. */
  | { do: 'sign-out' }
  | { do: 'load-notices' }
  | { do: 'warm-up-audio' }
  /** The agent came here available: is this device fit for calls? */
  | { do: 'check-readiness' };

/** The offer that rings here, if any. A window that was left for another one is silent. */
const ringing = (state: State): ContactView | undefined =>
  state.link !== 'elsewhere' && state.contact?.state === 'offered' ? state.contact : undefined;

/** The meeting that this window should be in: none while the agent talks by telephone. */
function talking(state: State): { contact: string; join: JoinInfo } | undefined {
  const { contact } = state;
  if (state.link === 'elsewhere' || state.signingOut || contact?.join === undefined || contact.byPhone === true) return undefined;
  return contact.state === 'accepted' || contact.state === 'connected' ? { contact: keyOf(contact), join: contact.join } : undefined;
}

/** The same contact may get another seat, when its meeting had to be made anew. */
const seatOf = (place: ReturnType<typeof talking>): string | undefined =>
  place && `${place.contact} ${place.join.meeting.MeetingId} ${place.join.attendee.AttendeeId}`;

/** The server waits for the word that the audio runs: at first, and again when it took this client for gone. */
const audioIsWanted = ({ contact }: State): boolean => contact?.state === 'accepted' || isMissed(contact);

function audioEffects(before: State, after: State): Effect[] {
  const [was, is] = [talking(before), talking(after)];
  const effects: Effect[] = [];
  if (was !== undefined && was.contact !== is?.contact) effects.push({ do: 'leave' });
  // With the network the lost audio comes back too.
  const again = after.line.face === 'failed' && after.link === 'live' && before.link !== 'live';
  if (is !== undefined && (again || seatOf(was) !== seatOf(is))) effects.push({ do: 'join', ...is });
  const runs = after.line.face === 'on' && after.contact !== undefined && after.line.contact === keyOf(after.contact);
  const started = before.line.face !== 'on' && before.line !== after.line;
  const missed = isMissed(after.contact) && !isMissed(before.contact);
  if (runs && (started || missed) && audioIsWanted(after) && after.contact !== undefined) {
    effects.push({ do: 'report-audio', contactId: after.contact.contactId, n: after.contact.n });
  }
  return effects;
}

const writtenAbout = ({ contact, late }: State): ContactView[] => [contact, late?.contact].filter((one) => one !== undefined);

/** A conversation of the agent's own that vanishes was perhaps lost: what was written is kept until the server says. */
const isLostPerhaps = ({ state, talk }: ContactView): boolean => state === 'connected' && talk?.mine === true;

/** A draft is kept with each change, found again with its contact, and forgotten when neither desk nor late wrap-up needs it. */
function draftEffects(before: State, after: State): Effect[] {
  const [was, is] = [writtenAbout(before), writtenAbout(after)];
  const keys = is.map(keyOf);
  const over = was.filter((one) => !keys.includes(keyOf(one)) && !isLostPerhaps(one));
  const effects: Effect[] = over.map((one) => ({ do: 'forget-draft', contact: keyOf(one) }));
  if (before.late?.contact !== after.late?.contact) {
    effects.push({ do: 'keep-late', ...(after.late === undefined ? {} : { contact: after.late.contact }) });
  }
  const work = is[0];
  if (work === undefined) return effects;
  if (!was.some((one) => keyOf(one) === keyOf(work))) {
    const cameBack = was.some(({ contactId }) => contactId === work.contactId);
    // What waited beside the desk has its draft with it; what the server waits for is looked up.
    const waited = after.contact === undefined && after.draft !== emptyDraft;
    effects.push({ do: cameBack || waited ? 'keep-draft' : 'restore-draft', contact: keyOf(work) });
  } else if (was[0] !== undefined && keyOf(was[0]) === keyOf(work) && before.draft !== after.draft) {
    effects.push({ do: 'keep-draft', contact: keyOf(work) });
  }
  return effects;
}

/** An offer rings, unless it is accepted by itself. On a telephone that one rings, and here only the page shows it. */
function offerEffects(contact: ContactView): Effect[] {
  if (contact.byPhone === true) return [{ do: 'show-offer', contact }];
  return [{ do: contact.autoAccept === true ? 'accept-by-itself' : 'ring', contact }];
}

/** Which wrap-ups the server waits for has changed: missed, or handed in elsewhere. */
const lateChanged = (before: State, after: State): boolean =>
  before.agent !== undefined && JSON.stringify(before.agent.late) !== JSON.stringify(after.agent?.late);

export function effectsOf(before: State, after: State): Effect[] {
  const effects: Effect[] = [];
  const vanished = before.contact !== undefined && after.contact === undefined && isLostPerhaps(before.contact);
  const asked = after.agent !== before.agent && before.link === 'live';
  if (after.link === 'live' && (before.link !== 'live' || lateChanged(before, after) || (vanished && !asked)))
    effects.push({ do: 'load-me' });
  if (after.link === 'live' && before.link !== 'live') effects.push({ do: 'load-notices' });
  if (after.deactivated === true && before.deactivated === undefined) effects.push({ do: 'sign-out' });
  const [was, is] = [ringing(before), ringing(after)];
  if (was !== undefined && (is === undefined || keyOf(is) !== keyOf(was))) effects.push({ do: 'hush' });
  if (is !== undefined && (was === undefined || keyOf(is) !== keyOf(was))) effects.push(...offerEffects(is));
  if (before.agent === undefined && after.agent !== undefined) {
    effects.push({ do: 'warm-up-audio' });
    if (after.agent.status === 'available' && after.agent.device?.kind !== 'phone' && after.contact === undefined)
      effects.push({ do: 'check-readiness' });
  }
  return [...effects, ...audioEffects(before, after), ...draftEffects(before, after)];
}

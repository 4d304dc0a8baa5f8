/** What should be done when the state went from one value to the next. Pure: `app/rim.ts` does it. */
import type { ContactView, JoinInfo } from '../../../shared/wire/api.ts';
import { keyOf, type State } from './state.ts';

export type Effect =
  | { do: 'load-me' }
  | { do: 'ring'; contact: ContactView }
  | { do: 'hush' }
  | { do: 'join'; contact: string; join: JoinInfo }
  | { do: 'leave' }
  /** Tell the server that the agent's audio runs. */
  | { do: 'report-audio'; contactId: string; n: number }
  | { do: 'restore-draft'; contact: string }
  | { do: 'keep-draft'; contact: string }
  | { do: 'forget-draft'; contact: string }
  | { do: 'warm-up-audio' }
  /** The agent came here available: is this device fit for calls? */
  | { do: 'check-readiness' };

/** The offer that rings here, if any. A window that was left for another one is silent. */
const ringing = (state: State): ContactView | undefined =>
  state.link !== 'elsewhere' && state.contact?.state === 'offered' ? state.contact : undefined;

/** The meeting that this window should be in. */
function talking(state: State): { contact: string; join: JoinInfo } | undefined {
  const { contact } = state;
  if (state.link === 'elsewhere' || state.signingOut || contact?.join === undefined) return undefined;
  return contact.state === 'accepted' || contact.state === 'connected' ? { contact: keyOf(contact), join: contact.join } : undefined;
}

function audioEffects(before: State, after: State): Effect[] {
  const [was, is] = [talking(before), talking(after)];
  const effects: Effect[] = [];
  if (was !== undefined && was.contact !== is?.contact) effects.push({ do: 'leave' });
  if (is !== undefined && was?.contact !== is.contact) effects.push({ do: 'join', ...is });
  const started = after.line.face === 'on' && before.line !== after.line && before.line.face !== 'on';
  if (started && after.contact?.state === 'accepted') {
    effects.push({ do: 'report-audio', contactId: after.contact.contactId, n: after.contact.n });
  }
  return effects;
}

function draftEffects(before: State, after: State): Effect[] {
  const was = before.contact && keyOf(before.contact);
  const is = after.contact && keyOf(after.contact);
  const effects: Effect[] = [];
  if (was !== undefined && was !== is) effects.push({ do: 'forget-draft', contact: was });
  if (is !== undefined && was !== is) effects.push({ do: 'restore-draft', contact: is });
  if (is !== undefined && was === is && before.draft !== after.draft) effects.push({ do: 'keep-draft', contact: is });
  return effects;
}

export function effectsOf(before: State, after: State): Effect[] {
  const effects: Effect[] = [];
  if (before.link !== 'live' && after.link === 'live') effects.push({ do: 'load-me' });
  const [was, is] = [ringing(before), ringing(after)];
  if (was !== undefined && (is === undefined || keyOf(is) !== keyOf(was))) effects.push({ do: 'hush' });
  if (is !== undefined && (was === undefined || keyOf(is) !== keyOf(was))) effects.push({ do: 'ring', contact: is });
  if (before.agent === undefined && after.agent !== undefined) {
    effects.push({ do: 'warm-up-audio' });
    if (after.agent.status === 'available' && after.contact === undefined) effects.push({ do: 'check-readiness' });
  }
  return [...effects, ...audioEffects(before, after), ...draftEffects(before, after)];
}

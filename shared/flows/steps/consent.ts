import type { Circumstances, Consent, Step } from '../ask.ts';
import { enqueue } from './enqueue.ts';
import { askKeys, type Asking, playing } from './keys.ts';

export interface ConsentAsking extends Asking {
  /** `notice`: the caller is told that calls may be recorded. `ask`: the caller chooses, 1 for yes and 2 for no; no answer is a no. */
  mode: 'notice' | 'ask';
  /** `recording-notice` or `recording-ask`, unless told. */
  prompt?: string;
}

function* note(consent: Consent): Step<Consent> {
  yield { do: 'look', label: `consent ${consent}`, look: { kind: 'consent', consent } };
  return consent;
}

/** May the call be recorded? The answer stays with the contact, whoever talks with it later. */
export function* consent(circumstances: Circumstances, { mode, prompt, ...asking }: ConsentAsking): Step<Consent> {
  if (mode === 'notice') {
    const name = prompt ?? 'recording-notice';
    yield { do: 'act', label: `play ${name}`, actions: [playing(circumstances, name)] };
    return yield* note('notified');
  }
  const name = prompt ?? 'recording-ask';
  const asked = { operator: '0' as const, ...asking, label: `consent ${name}`, prompt: name, pattern: '[12]', most: 1 };
  const pressed = yield* askKeys(circumstances, asked);
  const given = typeof pressed === 'object' && 'digits' in pressed && pressed.digits === '1';
  const answer = yield* note(given ? 'given' : 'refused');
  return pressed === 'operator' ? yield* enqueue('operator') : answer;
}

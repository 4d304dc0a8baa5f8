import type { Observed } from '../telephony/observe.ts';
import type { Action } from '../telephony/sma.ts';
import type { Heard } from './ask.ts';

/** A call to an outside number is over when the other telephone has gone, and not when it was picked up. */
function listenToBridge(seen: Observed): Heard | 'again' | 'nothing' {
  if (seen.bridgeEnded) return { ok: true };
  if (seen.type === 'ACTION_FAILED' && seen.action === 'CallAndBridge') return { ok: false, why: seen.error ?? 'unknown' };
  const begun = seen.bridgeUp || seen.action === 'CallAndBridge';
  return begun || (seen.type !== 'ACTION_SUCCESSFUL' && seen.type !== 'ACTION_FAILED') ? 'nothing' : 'again';
}

/**
 * What an event means to a flow that waits for the end of `actions`:
 * their outcome, `again` when the call stands without them (they must be given again, or the caller would hear silence), or
 * `nothing` when the event is not the flow's concern and the actions go on.
 */
export function listen(actions: readonly Action[], seen: Observed): Heard | 'again' | 'nothing' {
  if (actions.some(({ Type }) => Type === 'CallAndBridge')) return listenToBridge(seen);
  if (seen.type !== 'ACTION_SUCCESSFUL' && seen.type !== 'ACTION_FAILED') return 'nothing';
  if (!actions.some((action) => action.Type === seen.action)) return 'again';
  if (seen.type === 'ACTION_FAILED') return { ok: false, why: seen.error ?? 'unknown' };
  return {
    ok: true,
    ...(seen.digits === undefined ? {} : { digits: seen.digits }),
    ...(seen.recordedKey === undefined ? {} : { recorded: seen.recordedKey }),
    ...(seen.intent === undefined ? {} : { intent: seen.intent }),
    ...(seen.confidence === undefined || seen.confidence >= 1 ? {} : { confidence: seen.confidence }),
  };
}

import { z } from 'zod';
import type { Circumstances, Step } from '../ask.ts';
import { playing } from './keys.ts';

const Found = z.strictObject({ prompt: z.string().optional(), text: z.string().optional() }).nullable();

/**
 * Plays the notice that a supervisor has switched on: for the topic's queue, for the dialled number, or for everywhere. Returns whether there
 * was one.
 */
export function* notice(circumstances: Circumstances, topic?: string): Step<boolean> {
  const look = { kind: 'notice' as const, ...(topic === undefined ? {} : { topic }) };
  const found = Found.parse(yield { do: 'look', label: `notice ${topic ?? ''}`.trim(), look });
  if (found === null) return false;
  const { prompt, text } = found;
  if (prompt !== undefined) yield { do: 'act', label: 'play notice', actions: [playing(circumstances, prompt)] };
  else if (text !== undefined)
    yield { do: 'act', label: 'say notice', actions: [{ Type: 'Speak', Parameters: { Text: text, ParticipantTag: 'LEG-A' } }] };
  return true;
}

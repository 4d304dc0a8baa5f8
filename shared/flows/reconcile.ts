/**
 * From the queue on a call is level-triggered: the contact says what is desired, the event says what is, and the answer is what
 * leads from one to the other. Nothing depends on how an event came about, so repeated, late, reordered and overlapping ones do
 * no harm: a stale answer is corrected at the next event instead of trusted.
 */
import { z } from 'zod';
import type { Contact } from '../contacts/contact.ts';
import { holdMusic } from '../prompts/catalogue.ts';
import { promptOfKey } from '../prompts/prompt-key.ts';
import type { Observed } from '../telephony/observe.ts';
import type { ParticipantTag } from '../telephony/sma.ts';

const atMs = z.number();
/** What the last accepted answer made the call do. */
export const Doing = z.discriminatedUnion('kind', [
  /** Music, which ends by then at the latest. */
  z.object({ kind: z.literal('hold'), untilMs: z.number() }),
  z.object({ kind: z.literal('join'), meetingId: z.string(), atMs, tries: z.number() }),
  z.object({ kind: z.literal('talk'), meetingId: z.string(), tries: z.number() }),
  z.object({ kind: z.literal('leave'), atMs }),
]);
export type Doing = z.infer<typeof Doing>;

export type Desired = Pick<Contact, 'state' | 'seats'>;

export type Plan =
  | { do: 'nothing' }
  /** Another segment of music; `announce`: the caller's place first; `broken`: the music can't be played, speak instead. */
  | { do: 'hold'; announce: boolean; broken: boolean }
  | { do: 'join'; meetingId: string; joinToken: string; tries: number }
  /** Stops what a stale answer may have left to play over the conversation. */
  | { do: 'hush'; meetingId: string; tries: number }
  | { do: 'leave' }
  | { do: 'hang-up'; legs: ParticipantTag[] }
  /** The meeting can't be joined: back to the queue, then plan again. */
  | { do: 'return-to-queue' };

/** An answer of ours is given this long to show before it is given again. */
const settlesWithinMs = 5_000;
/** Joining the same meeting more often is given up. */
const joinTries = 5;

const nothing: Plan = { do: 'nothing' };
const over = (seen: Observed) => seen.type === 'ACTION_SUCCESSFUL' || seen.type === 'ACTION_FAILED';
const playbacks = ['PlayAudio', 'Pause', 'Speak'];

function planLeave(doing: Doing | undefined, nowMs: number): Plan {
  return doing?.kind === 'leave' && nowMs - doing.atMs < settlesWithinMs ? nothing : { do: 'leave' };
}

function planHold(seen: Observed, doing: Doing | undefined, nowMs: number): Plan {
  if (seen.meetingUp) return planLeave(doing, nowMs);
  const ended = over(seen) && playbacks.includes(seen.action ?? '');
  const broken = seen.type === 'ACTION_FAILED' && promptOfKey(seen.audioKey ?? '') === holdMusic;
  const plays = doing?.kind === 'hold' && doing.untilMs > nowMs;
  if (plays && !ended && seen.type !== 'INVALID_LAMBDA_RESPONSE') return nothing;
  return { do: 'hold', announce: ended && doing?.kind === 'hold' && seen.type === 'ACTION_SUCCESSFUL', broken };
}

/** The caller has a leg in a meeting: the right one? Is anything playing over it? */
function planTogether(meetingId: string, seen: Observed, doing: Doing | undefined, nowMs: number): Plan {
  const joined = seen.type === 'ACTION_SUCCESSFUL' && seen.action === 'JoinChimeMeeting';
  if (joined && seen.meetingId !== undefined && seen.meetingId !== meetingId) return { do: 'leave' };
  const tries = doing !== undefined && 'tries' in doing ? doing.tries : 1;
  // What an answer overtaken by the join has queued up behind it would play now: whatever we answer replaces it.
  if (joined) return { do: 'hush', meetingId, tries };
  if (doing?.kind === 'leave') return planLeave(doing, nowMs);
  if (doing !== undefined && 'meetingId' in doing && doing.meetingId !== meetingId) return { do: 'leave' };
  return doing?.kind === 'talk' ? nothing : { do: 'hush', meetingId, tries };
}

function planTalk({ seats }: Desired, seen: Observed, doing: Doing | undefined, nowMs: number): Plan {
  if (seats === undefined) return { do: 'return-to-queue' };
  const { meetingId, caller } = seats;
  if (seen.meetingUp || (seen.type === 'ACTION_SUCCESSFUL' && seen.action === 'JoinChimeMeeting')) {
    return planTogether(meetingId, seen, doing, nowMs);
  }
  const failed = seen.type === 'ACTION_FAILED' && seen.action === 'JoinChimeMeeting';
  if (failed && (seen.meetingId ?? meetingId) === meetingId) return { do: 'return-to-queue' };
  const before = doing !== undefined && 'meetingId' in doing && doing.meetingId === meetingId ? doing : undefined;
  const lost = seen.type === 'HANGUP' || seen.type === 'ACTION_FAILED' || seen.type === 'INVALID_LAMBDA_RESPONSE';
  if (before?.kind === 'join' && nowMs - before.atMs < settlesWithinMs && !lost) return nothing;
  const tries = (before?.tries ?? 0) + 1;
  return tries > joinTries ? { do: 'return-to-queue' } : { do: 'join', meetingId, joinToken: caller.joinToken, tries };
}

/** What the call does next, given what is desired and what is. */
export function reconcile(desired: Desired, seen: Observed, doing: Doing | undefined, nowMs: number): Plan {
  // Informational: the service doesn't look at the answer.
  if (seen.type === 'ACTION_INTERRUPTED') return nothing;
  const up: ParticipantTag[] = [...(seen.meetingUp ? ['LEG-B' as const] : []), ...(seen.callerUp ? ['LEG-A' as const] : [])];
  if (!seen.callerUp || desired.state === 'ended') return up.length === 0 ? nothing : { do: 'hang-up', legs: up };
  return desired.state === 'connected' ? planTalk(desired, seen, doing, nowMs) : planHold(seen, doing, nowMs);
}

/** Whether what is already agrees with what is desired: only then has the call truly heard of it, and the doorbell may rest. */
export function agrees(desired: Desired, seen: Observed, doing: Doing | undefined): boolean {
  if (!seen.callerUp) return !seen.meetingUp;
  if (desired.state === 'ended') return false;
  if (desired.state !== 'connected') return !seen.meetingUp;
  // Talking, not just joined: an overtaken answer may still be on its way.
  return seen.meetingUp && doing?.kind === 'talk' && doing.meetingId === desired.seats?.meetingId;
}

/**
 * From the queue on a call is level-triggered: the contact says where the telephone should be, the event says where it is, and the answer is
 * what leads from one to the other. Nothing depends on how an event came about, so repeated, late, reordered and overlapping ones do
 * no harm: a stale answer is corrected at the next event instead of trusted.
 */
import { holdMusic } from '../prompts/catalogue.ts';
import { promptOfKey } from '../prompts/prompt-key.ts';
import type { Place } from '../talk/desired-of-leg.ts';
import type { Press } from '../talk/presses.ts';
import type { Observed } from '../telephony/observe.ts';
import type { ParticipantTag } from '../telephony/sma.ts';
import type { Doing } from './doing.ts';

type At<K extends Place['at']> = Extract<Place, { at: K }>;

export type Plan =
  | { do: 'nothing' }
  /** Another segment of music: after a word, the caller's place, or a sign of life; `broken`: the music can't be played, speak instead. */
  | { do: 'hold'; announce?: At<'music'>['between']; word?: { name: string; unsaid: boolean }; broken: boolean }
  /** Without `joinToken`: whoever answers looks it up. */
  | { do: 'join'; meetingId: string; attendeeId: string; joinToken?: string; tries: number }
  /** Stops what a stale answer may have left to play over the conversation. */
  | { do: 'hush'; meetingId: string; tries: number }
  /** `unsure`: it is perhaps in another meeting, where this fails. */
  | { do: 'mute'; meetingId: string; attendeeId: string; muted: boolean; tries: number; unsure?: true }
  /** Keys were pressed that it knows nothing of: whoever answers finds out which are to be sent. */
  | { do: 'press'; meetingId: string; presses: readonly Press[]; tries: number }
  /** Hangs the other leg up: this one, where it is known. */
  | { do: 'leave'; callId?: string }
  | { do: 'bridge'; number: string; callerId: string; since: string }
  /** Says whom the call is for and listens for a key; `silent`: the service's voice failed. */
  | { do: 'ask'; silent: boolean }
  | { do: 'hang-up'; legs: ParticipantTag[] }
  /** The flow that the contact is in begins: whoever answers asks it. */
  | { do: 'flow' }
  /** What was asked for can't be had: whoever answers changes the contact, then plans again. */
  | { do: 'give-up' }
  /** An agent's telephone: the key was pressed, or was not. */
  | { do: 'accept' }
  | { do: 'miss' };

/** An answer of ours is given this long to show before it is given again. */
const settlesWithinMs = 5_000;
/** Joining the same meeting more often is given up. */
const joinTries = 5;

const nothing: Plan = { do: 'nothing' };
const over = (seen: Observed) => seen.type === 'ACTION_SUCCESSFUL' || seen.type === 'ACTION_FAILED';
const failed = (seen: Observed, action: string) => seen.type === 'ACTION_FAILED' && seen.action === action;
const playbacks = ['PlayAudio', 'Pause', 'Speak'];
/** The last thing that an agent's telephone hears when no key is pressed. */
export const noKeyPressed = 'no-key-pressed';

const leave = ({ otherCallId: callId }: Observed): Plan => ({ do: 'leave', ...(callId === undefined ? {} : { callId }) });

/** The end of anything else tells that what was asked for has perhaps not begun. */
function planLeave(seen: Observed, doing: Doing | undefined, nowMs: number): Plan {
  const begun = doing?.kind === 'leave' && nowMs - doing.atMs < settlesWithinMs && !(over(seen) && seen.action !== 'Hangup');
  return begun ? nothing : leave(seen);
}

/** A telephone rings for the caller: nothing ends that before its time, and what we asked for would only queue up behind it. */
const bridges = (seen: Observed, doing: Doing | undefined, nowMs: number): boolean =>
  doing?.kind === 'bridge' &&
  doing.untilMs > nowMs &&
  !(over(seen) && seen.action === 'CallAndBridge') &&
  !seen.bridgeEnded &&
  seen.type !== 'INVALID_LAMBDA_RESPONSE';

/** It is on its way into a meeting, and the end of that tells: a newer list would only make the service ignore what is answered then. */
const joins = (seen: Observed, doing: Doing | undefined, nowMs: number): boolean =>
  doing?.kind === 'join' &&
  nowMs - doing.atMs < settlesWithinMs &&
  !(over(seen) && seen.action === 'JoinChimeMeeting') &&
  seen.type !== 'INVALID_LAMBDA_RESPONSE' &&
  seen.type !== 'HANGUP';

function planHold(place: At<'music'>, seen: Observed, doing: Doing | undefined, nowMs: number): Plan {
  if (seen.meetingUp || seen.bridgeUp) return planLeave(seen, doing, nowMs);
  if (bridges(seen, doing, nowMs) || joins(seen, doing, nowMs)) return nothing;
  const music = doing?.kind === 'hold' ? doing : undefined;
  // With whatever fails, the music goes that was to follow it.
  const ended = seen.type === 'ACTION_FAILED' || (over(seen) && playbacks.includes(seen.action ?? ''));
  const broken = seen.type === 'ACTION_FAILED' && promptOfKey(seen.audioKey ?? '') === holdMusic;
  const plays = music !== undefined && music.untilMs > nowMs;
  const { word } = place;
  const unsaid = word !== undefined && music?.said !== word;
  if (plays && !ended && !unsaid && seen.type !== 'INVALID_LAMBDA_RESPONSE') return nothing;
  const announces = ended && music !== undefined && !unsaid && seen.type === 'ACTION_SUCCESSFUL';
  return {
    do: 'hold',
    ...(announces ? { announce: place.between } : {}),
    ...(word === undefined ? {} : { word: { name: word, unsaid } }),
    broken,
  };
}

const areSent = (presses: readonly Press[], { pressed = 0 }: Doing): boolean => presses.every(({ id }) => id <= pressed);

/** A seat of this meeting could be muted or unmuted, so this is the one. */
const showsMeeting = (seen: Observed, meetingId: string): boolean =>
  seen.muted !== undefined && (seen.meetingId ?? meetingId) === meetingId;

/** What is left to do where everybody is where they should be: one thing at a time. */
function planTalking(place: At<'meeting'>, seen: Observed, doing: Extract<Doing, { kind: 'talk' }>): Plan {
  const { meetingId, attendeeId, muted, presses } = place;
  const { tries } = doing;
  if (doing.unsure === true && seen.type === 'ACTION_FAILED') return leave(seen);
  // A failure drops what was to follow it, muting perhaps.
  if (seen.type === 'ACTION_FAILED' && (muted || doing.muted !== undefined || seen.action === 'ModifyChimeMeetingAttendees')) {
    return tries < joinTries ? { do: 'mute', meetingId, attendeeId, muted, tries: tries + 1 } : nothing;
  }
  const isSure = doing.unsure !== true || showsMeeting(seen, meetingId);
  const hasKeys = presses !== undefined && !areSent(presses, doing);
  // What ran before the tones may have been told of while they sounded, when nothing else could be asked for.
  const tonesOver = over(seen) && seen.action === 'SendDigits';
  if (tonesOver || muted !== (seen.muted ?? doing.muted ?? false) || (hasKeys && !isSure))
    return { do: 'mute', meetingId, attendeeId, muted, tries, ...(isSure ? {} : { unsure: true }) };
  if (!hasKeys) return nothing;
  // Keys are sent by another answer, to which this is to tell that it need not find out any more.
  return doing.unsure === true ? { do: 'hush', meetingId, tries } : { do: 'press', meetingId, presses, tries };
}

/** The telephone has a leg in a meeting: the right one? Is anything playing over it? */
function planTogether(place: At<'meeting'>, seen: Observed, doing: Doing | undefined, nowMs: number): Plan {
  const { meetingId, attendeeId, muted } = place;
  const joined = seen.type === 'ACTION_SUCCESSFUL' && seen.action === 'JoinChimeMeeting';
  if (joined && seen.meetingId !== undefined && seen.meetingId !== meetingId) return leave(seen);
  // It was in a meeting already, and nothing says in which.
  if (failed(seen, 'JoinChimeMeeting') && doing?.kind === 'join') return leave(seen);
  const tries = doing !== undefined && 'tries' in doing ? doing.tries : 1;
  // Back in a meeting, its seat may be muted by an answer that the one which led out of it knew nothing of.
  // Whichever it is, it also replaces what an answer overtaken by the join has queued up to play.
  const quieten: Plan =
    muted || doing?.muted === true || doing?.talked === true
      ? { do: 'mute', meetingId, attendeeId, muted, tries }
      : { do: 'hush', meetingId, tries };
  if (joined) return quieten;
  if (doing?.kind === 'leave') return planLeave(seen, doing, nowMs);
  // Which meeting it is in, the end of the join tells: this one may stand from before. Another event may be first when that took long.
  if (doing?.kind === 'join' && nowMs - doing.atMs < settlesWithinMs) return nothing;
  if (doing?.kind === 'join' && doing.meetingId === meetingId) return { do: 'mute', meetingId, attendeeId, muted, tries, unsure: true };
  if (doing !== undefined && 'meetingId' in doing && doing.meetingId !== meetingId) return leave(seen);
  return doing?.kind === 'talk' ? planTalking(place, seen, doing) : quieten;
}

function planTalk(place: At<'meeting'>, seen: Observed, doing: Doing | undefined, nowMs: number): Plan {
  if (seen.bridgeUp) return planLeave(seen, doing, nowMs);
  const { meetingId, attendeeId, joinToken } = place;
  if (seen.meetingUp || (seen.type === 'ACTION_SUCCESSFUL' && seen.action === 'JoinChimeMeeting')) {
    return planTogether(place, seen, doing, nowMs);
  }
  if (bridges(seen, doing, nowMs)) return nothing;
  if (failed(seen, 'JoinChimeMeeting') && (seen.meetingId ?? meetingId) === meetingId) return { do: 'give-up' };
  const before = doing !== undefined && 'meetingId' in doing && doing.meetingId === meetingId ? doing : undefined;
  const lost = seen.type === 'HANGUP' || seen.type === 'ACTION_FAILED' || seen.type === 'INVALID_LAMBDA_RESPONSE';
  if (before?.kind === 'join' && nowMs - before.atMs < settlesWithinMs && !lost) return nothing;
  const tries = (before?.tries ?? 0) + 1;
  if (tries > joinTries) return { do: 'give-up' };
  return { do: 'join', meetingId, attendeeId, ...(joinToken === undefined ? {} : { joinToken }), tries };
}

/** A hang-up of the meeting that came too late to do any harm may stand for what it does: then the number tells. */
const isBridgedTo = ({ number, since }: At<'bridge'>, { otherNumber }: Observed, doing: Doing | undefined): boolean =>
  doing?.kind === 'bridge' ? doing.since === since : otherNumber === number;

function planBridge(place: At<'bridge'>, seen: Observed, doing: Doing | undefined, nowMs: number): Plan {
  const { number, callerId, since } = place;
  if (seen.meetingUp) return planLeave(seen, doing, nowMs);
  const mine = isBridgedTo(place, seen, doing);
  if (seen.bridgeUp) return mine ? nothing : planLeave(seen, doing, nowMs);
  if (bridges(seen, doing, nowMs)) return nothing;
  return mine ? { do: 'give-up' } : { do: 'bridge', number, callerId, since };
}

/** The flow begins over whatever plays, but not beside another telephone. */
function planFlow(seen: Observed, doing: Doing | undefined, nowMs: number): Plan {
  if (seen.meetingUp || seen.bridgeUp) return planLeave(seen, doing, nowMs);
  return bridges(seen, doing, nowMs) || joins(seen, doing, nowMs) ? nothing : { do: 'flow' };
}

/** An agent's own telephone, picked up. The key counts whenever it comes. */
function planAsk(seen: Observed, doing: Doing | undefined, nowMs: number): Plan {
  if (seen.meetingUp || seen.bridgeUp) return planLeave(seen, doing, nowMs);
  if (seen.type === 'DIGITS_RECEIVED') return seen.digits === '1' ? { do: 'accept' } : nothing;
  if (doing?.kind !== 'ask') return { do: 'ask', silent: false };
  if (failed(seen, 'Speak')) return { do: 'ask', silent: true };
  const said = over(seen) && promptOfKey(seen.audioKey ?? '') === noKeyPressed;
  return said || seen.type === 'ACTION_FAILED' || doing.untilMs <= nowMs ? { do: 'miss' } : nothing;
}

/** What the call does next, given where its telephone should be and what is. */
export function reconcile(place: Place, seen: Observed, doing: Doing | undefined, nowMs: number): Plan {
  // Informational: the service doesn't look at the answer.
  if (seen.type === 'ACTION_INTERRUPTED') return nothing;
  const other = seen.meetingUp || seen.bridgeUp;
  const up: ParticipantTag[] = [...(other ? ['LEG-B' as const] : []), ...(seen.callerUp ? ['LEG-A' as const] : [])];
  if (!seen.callerUp || place.at === 'gone') return up.length === 0 ? nothing : { do: 'hang-up', legs: up };
  if (seen.rings) return nothing;
  switch (place.at) {
    case 'ring':
      return nothing;
    case 'flow':
      return planFlow(seen, doing, nowMs);
    case 'confirm':
      return planAsk(seen, doing, nowMs);
    case 'music':
      return planHold(place, seen, doing, nowMs);
    case 'meeting':
      return planTalk(place, seen, doing, nowMs);
    case 'bridge':
      return planBridge(place, seen, doing, nowMs);
    case 'nowhere':
      return { do: 'give-up' };
  }
}

const doneBy: Record<string, readonly Doing['kind'][]> = {
  JoinChimeMeeting: ['join'],
  Hangup: ['leave'],
  CallAndBridge: ['bridge'],
  ModifyChimeMeetingAttendees: ['talk'],
};

/**
 * Does the event tell of something that our last accepted answer did not ask for? Then a newer list has replaced the one that it is of, and the
 * service ignores what is answered now: whoever has something to answer rings for an event whose answer counts. Of a join that took too long
 * nothing tells it: others have stopped waiting for it, and what they answered may have been accepted since. Nor of one that leads out again:
 * events of before it, read late, may have been answered with music, which would play over the meeting until it ends.
 */
export function isOvertaken(
  { type, action = '', meetingId }: Observed,
  doing: Doing | undefined,
  answered: { do: string },
  nowMs: number,
): boolean {
  const by = type === 'ACTION_SUCCESSFUL' || type === 'ACTION_FAILED' ? doneBy[action] : undefined;
  if (by === undefined || doing === undefined) return false;
  if (!by.includes(doing.kind)) return true;
  if (doing.kind !== 'join') return false;
  const isElsewhere = meetingId !== undefined && meetingId !== doing.meetingId;
  return answered.do === 'leave' || isElsewhere || nowMs - doing.atMs >= settlesWithinMs;
}

/** Whether what is already agrees with what is desired: only then has the call truly heard of it, and the doorbell may rest. */
export function agrees(place: Place, seen: Observed, doing: Doing | undefined): boolean {
  if (!seen.callerUp) return !seen.meetingUp && !seen.bridgeUp;
  switch (place.at) {
    case 'gone':
    case 'nowhere':
    // Heard when an event carries this run: its flow has been asked.
    case 'flow':
      return false;
    case 'ring':
      return true;
    case 'confirm':
      return seen.rings || doing?.kind === 'ask';
    case 'music':
      return (
        !seen.meetingUp &&
        !seen.bridgeUp &&
        // A meeting that ended by itself may be joined again by an answer that is still on its way.
        doing?.kind !== 'join' &&
        doing?.kind !== 'talk' &&
        (place.word === undefined || (doing?.kind === 'hold' && doing.said === place.word))
      );
    case 'meeting':
      // Talking, not just joined: an overtaken answer may still be on its way.
      return seen.meetingUp && doing?.kind === 'talk' && (seen.muted ?? place.muted) === place.muted && isSettled(place, seen, doing);
    case 'bridge':
      return (seen.bridgeUp || doing?.kind === 'bridge') && isBridgedTo(place, seen, doing);
  }
}

const isSettled = ({ meetingId, muted, presses = [] }: At<'meeting'>, seen: Observed, doing: Extract<Doing, { kind: 'talk' }>): boolean =>
  doing.meetingId === meetingId &&
  (doing.unsure !== true || showsMeeting(seen, meetingId)) &&
  muted === (doing.muted ?? false) &&
  areSent(presses, doing);

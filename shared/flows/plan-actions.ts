import { defaultLanguage, holdMusic, holdMusicMs, positionPrompts, promptText, waitPrompts } from '../prompts/catalogue.ts';
import { languageOf } from '../prompts/language.ts';
import { promptSource } from '../prompts/prompt-key.ts';
import { type Action, limits } from '../telephony/sma.ts';
import { type Doing, type Kept, keptOf } from './doing.ts';
import { noKeyPressed, type Plan } from './reconcile.ts';

/** What a plan needs of the moment to become actions. */
export interface Moment {
  nowMs: number;
  promptsBucket: string;
  /** Keys with which the caller may leave the queue. */
  exits?: readonly { key: string; prompt?: string | undefined }[];
  /** A prompt before the music: what has just happened. */
  intro?: string;
  /** The caller's place in the queue, when it shall be said. */
  position?: number;
  /** And their wait, in minutes, when anything shall be said of it. */
  minutes?: number;
  /** In which the caller is spoken to. Absent: the default. */
  language?: string | undefined;
  /** The first leg. */
  callId?: string;
  /** Which queue an agent's telephone rings for. */
  queueName?: string;
}

/** Speech and announcements before a segment of music take no longer than this. */
const announcementMs = 15_000;
/** An outside number rings so long: nothing can end it before, so not long. */
const bridgeSeconds = 20;
/** All that is said to an agent's telephone, and the waits between. */
const askMs = 30_000;

/** What plans that change nothing on the telephone leave to whoever answers. */
type Unplayable = 'give-up' | 'accept' | 'miss' | 'flow' | 'press';
export type Playable =
  Exclude<Plan, { do: Unplayable }> | { do: 'keys'; meetingId: string; digits: string; pressed: number; tries: number };
/** A doing without what it keeps of the one before. */
type Next = Doing extends infer D ? (D extends Doing ? Omit<D, keyof Kept> & Kept : never) : never;

const playing = (bucket: string, name: string, language: string): Action => ({
  Type: 'PlayAudio',
  Parameters: { AudioSource: promptSource(bucket, name, language), ParticipantTag: 'LEG-A' },
});

/** Plays prompts to the caller, one after the other. */
export const playPrompts = (bucket: string, names: readonly string[], language: string = defaultLanguage): Action[] =>
  names.map((name) => playing(bucket, name, languageOf(language)));

const pause = (ms: number): Action => ({ Type: 'Pause', Parameters: { DurationInMilliseconds: ms, ParticipantTag: 'LEG-A' } });
const speak = (text: string): Action => ({ Type: 'Speak', Parameters: { Text: text, ParticipantTag: 'LEG-A' } });

/** One of these keys, at any time from now on, whatever plays. */
const listenFor = (keys: readonly string[]): Action => ({
  Type: 'ReceiveDigits',
  Parameters: {
    InputDigitsRegex: `^[${keys.join('')}]$`,
    InBetweenDigitsDurationInMilliseconds: 200,
    FlushDigitsDurationInMilliseconds: 10_000,
    ParticipantTag: 'LEG-A',
  },
});

/** What is said before the music: whole announcements, as many as fit into an answer. What comes first matters most. */
function fitting(announcements: readonly string[][], room: number): string[] {
  const said: string[] = [];
  for (const names of announcements) if (said.length + names.length <= room) said.push(...names);
  return said;
}

/** The caller's place, their wait as far as it is known, and the keys that lead out. */
function between({ position, minutes, language, exits = [] }: Moment): string[][] {
  if (position === undefined) return [];
  return [positionPrompts(position, language), waitPrompts(minutes, language), ...exits.map(({ prompt }) => (prompt === undefined ? [] : [prompt]))]; // prettier-ignore
}

function hold(moment: Moment, { announce, word, broken }: Extract<Plan, { do: 'hold' }>): Action[] {
  const { promptsBucket, language, intro, exits = [] } = moment;
  const first = word?.unsaid === true ? [word.name] : intro === undefined ? [] : [intro];
  const listens = exits.length === 0 ? [] : [listenFor(exits.map(({ key }) => key))];
  // The bucket can't be read: a voice of the service's own, now and then, until it can.
  const spoken = broken ? [speak(promptText('connecting-soon')), pause(15_000)] : [];
  const room = limits.actionsPerAnswer - listens.length - spoken.length - 1;
  const said = fitting([first, ...(announce === 'still-there' ? [['still-there']] : between(moment))], room);
  return [...listens, ...spoken, ...playPrompts(promptsBucket, [...said, holdMusic], language)];
}

/** A key counts from the first word on; everything but the queue's name can be cut short. */
function ask({ promptsBucket, queueName }: Moment, silent: boolean): Action[] {
  const [forYou, press, noKey] = playPrompts(promptsBucket, ['call-for-you', 'press-1', noKeyPressed]) as [Action, Action, Action];
  const queue = queueName === undefined || silent ? [] : [speak(queueName)];
  return [listenFor(['1']), forYou, ...queue, press, pause(4_000), press, pause(4_000), noKey];
}

function bridge({ number, callerId }: Extract<Plan, { do: 'bridge' }>): Action {
  return {
    Type: 'CallAndBridge',
    Parameters: {
      Endpoints: [{ BridgeEndpointType: 'PSTN', Uri: number }],
      CallerIdNumber: callerId,
      CallTimeoutSeconds: bridgeSeconds,
      ParticipantTag: 'LEG-A',
    },
  };
}

function join({ meetingId, joinToken }: Extract<Plan, { do: 'join' }>): Action {
  if (joinToken === undefined) throw new Error(`Nobody has looked up how to get into the meeting ${meetingId}`);
  return { Type: 'JoinChimeMeeting', Parameters: { MeetingId: meetingId, JoinToken: joinToken, ParticipantTag: 'LEG-A' } };
}

function mute({ meetingId, attendeeId, muted }: Extract<Plan, { do: 'mute' }>): Action {
  return {
    Type: 'ModifyChimeMeetingAttendees',
    Parameters: { Operation: muted ? 'Mute' : 'Unmute', MeetingId: meetingId, AttendeeList: [attendeeId], ParticipantTag: 'LEG-B' },
  };
}

function actionsOf(plan: Playable, moment: Moment): Action[] {
  switch (plan.do) {
    case 'nothing':
      return [];
    case 'hold':
      return hold(moment, plan);
    case 'join':
      return [join(plan)];
    case 'hush':
      return [pause(100)];
    case 'mute':
      return [mute(plan)];
    case 'keys':
      return moment.callId === undefined ? [] : [{ Type: 'SendDigits', Parameters: { CallId: moment.callId, Digits: plan.digits } }];
    case 'leave':
      return [{ Type: 'Hangup', Parameters: plan.callId === undefined ? { ParticipantTag: 'LEG-B' } : { CallId: plan.callId } }];
    case 'bridge':
      return [bridge(plan)];
    case 'ask':
      return ask(moment, plan.silent);
    case 'hang-up':
      return plan.legs.map((ParticipantTag) => ({ Type: 'Hangup', Parameters: { ParticipantTag } }));
  }
}

function doingOf(plan: Playable, nowMs: number): Next | undefined {
  switch (plan.do) {
    case 'hold':
      return {
        kind: 'hold',
        untilMs: nowMs + holdMusicMs + announcementMs,
        ...(plan.word === undefined ? {} : { said: plan.word.name }),
      };
    case 'join':
      return { kind: 'join', meetingId: plan.meetingId, atMs: nowMs, tries: plan.tries };
    case 'hush':
      return { kind: 'talk', meetingId: plan.meetingId, talked: true, tries: plan.tries };
    case 'mute':
      return {
        kind: 'talk',
        meetingId: plan.meetingId,
        talked: true,
        tries: plan.tries,
        muted: plan.muted,
        ...(plan.unsure === undefined ? {} : { unsure: plan.unsure }),
      };
    case 'keys':
      return { kind: 'talk', meetingId: plan.meetingId, talked: true, tries: plan.tries, pressed: plan.pressed };
    case 'leave':
      return { kind: 'leave', atMs: nowMs };
    case 'bridge':
      return { kind: 'bridge', since: plan.since, untilMs: nowMs + bridgeSeconds * 1000 + announcementMs };
    case 'ask':
      return { kind: 'ask', untilMs: nowMs + askMs };
    case 'nothing':
    case 'hang-up':
      return undefined;
  }
}

/** The actions of a plan, and what the call then does. No actions: what runs, runs on. */
export function planActions(plan: Playable, moment: Moment, before?: Doing): { actions: Action[]; doing?: Doing } {
  const doing = doingOf(plan, moment.nowMs);
  return { actions: actionsOf(plan, moment), ...(doing === undefined ? {} : { doing: { ...keptOf(before), ...doing } }) };
}

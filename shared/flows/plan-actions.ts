import { defaultLanguage, holdMusic, holdMusicMs, numberPrompts, promptText } from '../prompts/catalogue.ts';
import { promptSource } from '../prompts/prompt-key.ts';
import type { Action } from '../telephony/sma.ts';
import type { Doing, Plan } from './reconcile.ts';

/** What a plan needs of the moment to become actions. */
export interface Moment {
  nowMs: number;
  promptsBucket: string;
  /** A prompt before the music: what has just happened. */
  intro?: string;
  /** The caller's place in the queue, when it shall be said. */
  position?: number;
}

/** Speech and announcements before a segment of music take no longer than this. */
const announcementMs = 15_000;

const playing = (bucket: string, name: string): Action => ({
  Type: 'PlayAudio',
  Parameters: { AudioSource: promptSource(bucket, name, defaultLanguage), ParticipantTag: 'LEG-A' },
});

/** Plays prompts to the caller, one after the other. */
export const playPrompts = (bucket: string, names: readonly string[]): Action[] => names.map((name) => playing(bucket, name));

function positionPrompts(position: number | undefined): string[] {
  if (position === undefined) return [];
  const numbers = numberPrompts(position);
  return numbers === undefined ? ['position-many'] : ['position-intro', ...numbers];
}

function hold({ promptsBucket, intro, position }: Moment, broken: boolean): Action[] {
  const names = [...(intro === undefined ? [] : [intro]), ...positionPrompts(position), holdMusic];
  const music = playPrompts(promptsBucket, names);
  if (!broken) return music;
  // The bucket can't be read: a voice of the service's own, now and then, until it can.
  return [
    { Type: 'Speak', Parameters: { Text: promptText('connecting-soon'), ParticipantTag: 'LEG-A' } },
    { Type: 'Pause', Parameters: { DurationInMilliseconds: 15_000, ParticipantTag: 'LEG-A' } },
    ...music,
  ];
}

/** The actions of a plan, and what the call then does. No actions: what runs, runs on. */
export function planActions(plan: Exclude<Plan, { do: 'return-to-queue' }>, moment: Moment): { actions: Action[]; doing?: Doing } {
  const { nowMs } = moment;
  switch (plan.do) {
    case 'nothing':
      return { actions: [] };
    case 'hold':
      return { actions: hold(moment, plan.broken), doing: { kind: 'hold', untilMs: nowMs + holdMusicMs + announcementMs } };
    case 'join': {
      const { meetingId, joinToken, tries } = plan;
      const actions: Action[] = [
        { Type: 'JoinChimeMeeting', Parameters: { MeetingId: meetingId, JoinToken: joinToken, ParticipantTag: 'LEG-A' } },
      ];
      return { actions, doing: { kind: 'join', meetingId, atMs: nowMs, tries } };
    }
    case 'hush': {
      const actions: Action[] = [{ Type: 'Pause', Parameters: { DurationInMilliseconds: 100, ParticipantTag: 'LEG-A' } }];
      return { actions, doing: { kind: 'talk', meetingId: plan.meetingId, tries: plan.tries } };
    }
    case 'leave':
      return { actions: [{ Type: 'Hangup', Parameters: { ParticipantTag: 'LEG-B' } }], doing: { kind: 'leave', atMs: nowMs } };
    case 'hang-up':
      return { actions: plan.legs.map((ParticipantTag) => ({ Type: 'Hangup', Parameters: { ParticipantTag } })) };
  }
}

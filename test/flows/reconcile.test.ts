import { describe, expect, it } from 'vitest';
import { agrees, reconcile, type Desired, type Doing, type Plan } from '../../shared/flows/reconcile.ts';
import { planActions } from '../../shared/flows/plan-actions.ts';
import { promptKey } from '../../shared/prompts/prompt-key.ts';
import type { Observed } from '../../shared/telephony/observe.ts';

const now = 1_000_000;
const waiting: Desired = { state: 'waiting' };
const connected: Desired = {
  state: 'connected',
  seats: {
    meetingId: 'm',
    meeting: {},
    caller: { attendeeId: 'c', joinToken: 'token' },
    agent: { attendeeId: 'a', joinToken: 'other', externalUserId: 'a' },
  },
};
const doorbell: Observed = { type: 'CALL_UPDATE_REQUESTED', callerUp: true, meetingUp: false };
const done = (action: string, more: Partial<Observed> = {}): Observed => ({ ...doorbell, type: 'ACTION_SUCCESSFUL', action, ...more });
const failed = (action: string, more: Partial<Observed> = {}): Observed => ({ ...doorbell, type: 'ACTION_FAILED', action, ...more });
const together = (seen: Observed): Observed => ({ ...seen, meetingUp: true });
const hold: Doing = { kind: 'hold', untilMs: now + 20_000 };
const join = (more: Partial<Extract<Doing, { kind: 'join' }>> = {}): Doing => ({
  kind: 'join',
  meetingId: 'm',
  atMs: now - 1_000,
  tries: 1,
  ...more,
});
const talk: Doing = { kind: 'talk', meetingId: 'm', tries: 1 };

describe('reconciling', () => {
  it.each<[string, Desired, Observed, Doing | undefined, Plan['do']]>([
    ['leaves the music alone when the doorbell brings nothing new', waiting, doorbell, hold, 'nothing'],
    ['plays music when none plays', waiting, doorbell, undefined, 'hold'],
    ['plays music when the last piece must be over', waiting, doorbell, { kind: 'hold', untilMs: now - 1 }, 'hold'],
    ['plays on at the end of a piece', waiting, done('PlayAudio'), hold, 'hold'],
    ['plays music again when the service refused our answer', waiting, { ...doorbell, type: 'INVALID_LAMBDA_RESPONSE' }, hold, 'hold'],
    ['says nothing to an interruption', connected, { ...doorbell, type: 'ACTION_INTERRUPTED', action: 'PlayAudio' }, hold, 'nothing'],
    ['joins the meeting when the doorbell says so', connected, doorbell, hold, 'join'],
    ['joins at the end of a piece when the doorbell was lost', connected, done('PlayAudio'), hold, 'join'],
    ['does not join twice while the first try is under way', connected, doorbell, join(), 'nothing'],
    ['joins again when the first try shows nothing', connected, doorbell, join({ atMs: now - 6_000 }), 'join'],
    ['joins another meeting at once', connected, doorbell, join({ meetingId: 'before' }), 'join'],
    [
      'clears what an overtaken answer queued up behind the join',
      connected,
      together(done('JoinChimeMeeting', { meetingId: 'm' })),
      join(),
      'hush',
    ],
    ['stops music that a stale answer began over the conversation', connected, together(doorbell), hold, 'hush'],
    ['leaves a conversation alone', connected, together(doorbell), talk, 'nothing'],
    ['leaves a meeting that is not the contact’s any more', connected, together(doorbell), { ...talk, meetingId: 'before' }, 'leave'],
    ['leaves a meeting that it joined too late', connected, together(done('JoinChimeMeeting', { meetingId: 'before' })), join(), 'leave'],
    ['leaves the meeting when the agent was lost', waiting, together(doorbell), talk, 'leave'],
    ['does not leave twice', waiting, together(doorbell), { kind: 'leave', atMs: now - 1_000 }, 'nothing'],
    ['leaves again when the first try shows nothing', waiting, together(doorbell), { kind: 'leave', atMs: now - 6_000 }, 'leave'],
    ['joins again when the meeting’s leg is lost', connected, { ...doorbell, type: 'HANGUP' }, talk, 'join'],
    ['gives up after five tries', connected, { ...doorbell, type: 'HANGUP' }, { ...talk, tries: 5 }, 'return-to-queue'],
    ['gives up when joining fails', connected, failed('JoinChimeMeeting', { meetingId: 'm' }), join(), 'return-to-queue'],
    ['gives up when joining fails without saying what', connected, failed('JoinChimeMeeting'), join(), 'return-to-queue'],
    ['does not give up for a meeting of before', connected, failed('JoinChimeMeeting', { meetingId: 'before' }), join(), 'join'],
    ['does not give up when it was joined already', connected, together(failed('JoinChimeMeeting', { meetingId: 'm' })), talk, 'nothing'],
    ['hangs up what is left when the caller has gone', connected, { type: 'HANGUP', callerUp: false, meetingUp: true }, talk, 'hang-up'],
    ['has nothing to do when both have gone', connected, { type: 'HANGUP', callerUp: false, meetingUp: false }, talk, 'nothing'],
    ['hangs up both when the contact has ended', { state: 'ended' }, together(doorbell), talk, 'hang-up'],
  ])('%s', (_, desired, seen, doing, expected) => {
    expect(reconcile(desired, seen, doing, now).do).toBe(expected);
  });

  it('announces the place at the end of a piece of music only', () => {
    expect(reconcile(waiting, done('PlayAudio'), hold, now)).toMatchObject({ announce: true });
    expect(reconcile(waiting, done('PlayAudioAndGetDigits'), undefined, now)).toMatchObject({ announce: false });
    expect(reconcile(waiting, failed('PlayAudio'), hold, now)).toMatchObject({ announce: false });
  });

  it('speaks with the service’s own voice when the music can’t be read, and does not run in circles', () => {
    const plan = reconcile(waiting, failed('PlayAudio', { audioKey: promptKey('hold-music', 'en-US') }), hold, now);
    if (plan.do !== 'hold') throw new Error(plan.do);
    const { actions } = planActions(plan, { nowMs: now, promptsBucket: 'b' });
    expect(actions.map(({ Type }) => Type)).toEqual(['Speak', 'Pause', 'PlayAudio']);
  });

  it('agrees only when the call is where its contact is', () => {
    expect(agrees(connected, together(doorbell), talk)).toBe(true);
    expect(agrees(connected, doorbell, join())).toBe(false);
    expect(agrees(connected, together(done('JoinChimeMeeting', { meetingId: 'm' })), join())).toBe(false);
    expect(agrees(connected, together(doorbell), hold)).toBe(false);
    expect(agrees(waiting, doorbell, hold)).toBe(true);
    expect(agrees(waiting, together(doorbell), talk)).toBe(false);
    expect(agrees({ state: 'ended' }, doorbell, hold)).toBe(false);
  });
});

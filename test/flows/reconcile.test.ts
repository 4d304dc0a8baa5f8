import { describe, expect, it } from 'vitest';
import type { Doing } from '../../shared/flows/doing.ts';
import { agrees, noKeyPressed, reconcile, type Plan } from '../../shared/flows/reconcile.ts';
import { planActions } from '../../shared/flows/plan-actions.ts';
import type { PhoneNumber } from '../../shared/ids.ts';
import { promptKey, promptOfKey } from '../../shared/prompts/prompt-key.ts';
import type { Place } from '../../shared/talk/desired-of-leg.ts';
import type { Observed } from '../../shared/telephony/observe.ts';

const now = 1_000_000;
const waiting: Place = { at: 'music', between: 'position' };
const held: Place = { at: 'music', between: 'still-there' };
const connected: Place = { at: 'meeting', meetingId: 'm', attendeeId: 'c', joinToken: 'token', muted: false };
const muted: Place = { ...connected, muted: true };
const keys: Place = { ...connected, presses: [{ id: 2, partyId: 'customer', digits: '12#' }] };
const bridged: Place = { at: 'bridge', number: '+12025550133' as PhoneNumber, callerId: '+12025550100' as PhoneNumber, since: 'now' };
const gone: Place = { at: 'gone' };
const doorbell: Observed = {
  type: 'CALL_UPDATE_REQUESTED',
  callerUp: true,
  meetingUp: false,
  bridgeUp: false,
  bridgeEnded: false,
  rings: false,
};
const done = (action: string, more: Partial<Observed> = {}): Observed => ({ ...doorbell, type: 'ACTION_SUCCESSFUL', action, ...more });
const failed = (action: string, more: Partial<Observed> = {}): Observed => ({ ...doorbell, type: 'ACTION_FAILED', action, ...more });
const withNumber = (seen: Observed): Observed => ({ ...seen, bridgeUp: true });
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
const bridge: Doing = { kind: 'bridge', since: 'now', untilMs: now + 20_000 };
const ask: Doing = { kind: 'ask', untilMs: now + 20_000 };
const pressed = (digits: string): Observed => ({ ...doorbell, type: 'DIGITS_RECEIVED', digits });

const prompts = (plan: Plan): string[] => {
  if (plan.do !== 'hold') throw new Error(plan.do);
  const { actions } = planActions(plan, { nowMs: now, promptsBucket: 'b' });
  return actions.flatMap(({ Parameters }) => ('AudioSource' in Parameters ? [promptOfKey(Parameters.AudioSource.Key) ?? ''] : []));
};

describe('reconciling', () => {
  it.each<[string, Place, Observed, Doing | undefined, Plan['do']]>([
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
    ['gives up after five tries', connected, { ...doorbell, type: 'HANGUP' }, { ...talk, tries: 5 }, 'give-up'],
    ['gives up when joining fails', connected, failed('JoinChimeMeeting', { meetingId: 'm' }), join(), 'give-up'],
    ['gives up when joining fails without saying what', connected, failed('JoinChimeMeeting'), join(), 'give-up'],
    ['does not give up for a meeting of before', connected, failed('JoinChimeMeeting', { meetingId: 'before' }), join(), 'join'],
    ['does not give up when it was joined already', connected, together(failed('JoinChimeMeeting', { meetingId: 'm' })), talk, 'nothing'],
    [
      'hangs up what is left when the caller has gone',
      connected,
      { ...doorbell, type: 'HANGUP', callerUp: false, meetingUp: true },
      talk,
      'hang-up',
    ],
    ['has nothing to do when both have gone', connected, { ...doorbell, type: 'HANGUP', callerUp: false }, talk, 'nothing'],
    ['hangs up both when the contact has ended', gone, together(doorbell), talk, 'hang-up'],
    ['leaves the meeting when the caller is put on hold', held, together(doorbell), talk, 'leave'],
    ['plays music once it has left', held, done('Hangup'), { kind: 'leave', atMs: now - 100 }, 'hold'],
    ['waits for a telephone that rings', connected, { ...doorbell, rings: true }, undefined, 'nothing'],
    ['hangs up a telephone that rings for nobody', gone, { ...doorbell, rings: true }, undefined, 'hang-up'],
    ['gives up without a seat', { at: 'nowhere' }, doorbell, hold, 'give-up'],
    ['mutes', muted, together(doorbell), talk, 'mute'],
    ['mutes once', muted, together(doorbell), { ...talk, muted: true }, 'nothing'],
    ['unmutes', connected, together(doorbell), { ...talk, muted: true }, 'mute'],
    ['mutes as soon as it has joined', muted, together(done('JoinChimeMeeting', { meetingId: 'm' })), join(), 'mute'],
    [
      'unmutes as soon as it has joined a seat that was muted',
      connected,
      together(done('JoinChimeMeeting', { meetingId: 'm' })),
      join({ muted: true }),
      'mute',
    ],
    [
      'mutes again when it failed',
      muted,
      together(failed('ModifyChimeMeetingAttendees', { meetingId: 'm' })),
      { ...talk, muted: true },
      'mute',
    ],
    [
      'does not mute for ever',
      muted,
      together(failed('ModifyChimeMeetingAttendees', { meetingId: 'm' })),
      { ...talk, muted: true, tries: 5 },
      'nothing',
    ],
    ['sends keys', keys, together(doorbell), { ...talk, pressed: 1 }, 'press'],
    ['sends keys once', keys, together(doorbell), { ...talk, pressed: 2 }, 'nothing'],
    ['sends no keys before it has joined', keys, doorbell, hold, 'join'],
    ['leaves the meeting before it bridges', bridged, together(doorbell), talk, 'leave'],
    ['bridges', bridged, done('Hangup'), { kind: 'leave', atMs: now - 100 }, 'bridge'],
    ['waits while the other telephone rings', bridged, doorbell, bridge, 'nothing'],
    ['waits through the late news that the meeting was left', bridged, { ...doorbell, type: 'HANGUP' }, bridge, 'nothing'],
    ['leaves a bridged call alone', bridged, withNumber(doorbell), bridge, 'nothing'],
    ['leaves a bridge that is not the contact’s any more', bridged, withNumber(doorbell), { ...bridge, since: 'before' }, 'leave'],
    ['gives a bridge up that nobody answers', bridged, failed('CallAndBridge'), bridge, 'give-up'],
    ['gives a bridge up that has ended', bridged, { ...doorbell, type: 'HANGUP', bridgeEnded: true }, bridge, 'give-up'],
    ['gives a bridge up that nothing was heard of', bridged, doorbell, { ...bridge, untilMs: now - 1 }, 'give-up'],
    ['can’t stop a telephone that rings for the caller', waiting, doorbell, bridge, 'nothing'],
    ['takes the caller back once that telephone is picked up', connected, withNumber(done('CallAndBridge')), bridge, 'leave'],
    ['takes the caller back when it is not', connected, failed('CallAndBridge'), bridge, 'join'],
    ['asks an agent’s telephone for a key', { at: 'confirm' }, { ...doorbell, type: 'CALL_ANSWERED' }, undefined, 'ask'],
    ['does not ask twice', { at: 'confirm' }, doorbell, ask, 'nothing'],
    ['takes the key', { at: 'confirm' }, pressed('1'), ask, 'accept'],
    ['takes no other key', { at: 'confirm' }, pressed('2'), ask, 'nothing'],
    ['asks without the queue’s name when it can’t be spoken', { at: 'confirm' }, failed('Speak'), ask, 'ask'],
    [
      'misses the offer when no key was pressed',
      { at: 'confirm' },
      done('PlayAudio', { audioKey: promptKey(noKeyPressed, 'en-US') }),
      ask,
      'miss',
    ],
    ['misses the offer when nothing was heard of it', { at: 'confirm' }, doorbell, { ...ask, untilMs: now - 1 }, 'miss'],
    ['is not confused by a late key', connected, together(pressed('1')), talk, 'nothing'],
  ])('%s', (_, desired, seen, doing, expected) => {
    expect(reconcile(desired, seen, doing, now).do).toBe(expected);
  });

  it('announces the place at the end of a piece of music only', () => {
    expect(reconcile(waiting, done('PlayAudio'), hold, now)).toMatchObject({ announce: 'position' });
    expect(reconcile(waiting, done('PlayAudioAndGetDigits'), undefined, now)).not.toHaveProperty('announce');
    expect(reconcile(waiting, failed('PlayAudio'), hold, now)).not.toHaveProperty('announce');
  });

  it('tells who is on hold that they are not forgotten', () => {
    const plan = reconcile(held, done('PlayAudio'), hold, now);
    expect(plan).toMatchObject({ do: 'hold', announce: 'still-there' });
    expect(prompts(plan)).toEqual(['still-there', 'hold-music']);
  });

  it('says a word about what has happened before the music, at once, and only once', () => {
    const sorry: Place = { ...held, word: 'sorry-agent-lost' };
    const first = reconcile(sorry, doorbell, hold, now);
    expect(prompts(first)).toEqual(['sorry-agent-lost', 'hold-music']);
    if (first.do !== 'hold') throw new Error(first.do);
    const { doing } = planActions(first, { nowMs: now, promptsBucket: 'b' }, hold);
    expect(reconcile(sorry, doorbell, doing, now).do).toBe('nothing');
    expect(prompts(reconcile(sorry, done('PlayAudio'), doing, now))).toEqual(['still-there', 'hold-music']);
  });

  it('remembers what was muted and sent, whatever it does since', () => {
    const { doing } = planActions({ do: 'leave' }, { nowMs: now, promptsBucket: 'b' }, { ...talk, muted: true, pressed: 2 });
    expect(doing).toEqual({ kind: 'leave', atMs: now, muted: true, pressed: 2 });
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
    expect(agrees(gone, doorbell, hold)).toBe(false);
  });
});

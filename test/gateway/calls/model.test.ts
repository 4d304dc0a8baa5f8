/** Calls under functions, callers, clocks and updates that do whatever they like, in any order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Effect } from '../../../gateway/calls/effects.ts';
import { answer, ask, bridge, hangup, join, pause, play, record, Rig } from './rig.ts';
import type { Answer } from './rig.ts';

const receive = {
  Type: 'ReceiveDigits',
  Parameters: { InputDigitsRegex: '\\d', InBetweenDigitsDurationInMilliseconds: 300, FlushDigitsDurationInMilliseconds: 900 },
};
const anAction = fc.constantFrom<Record<string, unknown>>(
  play(),
  play('b.wav', { ParticipantTag: 'LEG-B' }),
  ask({ Repeat: 2, RepeatDurationInMilliseconds: 700 }),
  join(),
  join('stolen'),
  pause(200),
  pause(1),
  hangup(),
  hangup({ ParticipantTag: 'LEG-A' }),
  hangup({ ParticipantTag: 'LEG-B' }),
  receive,
  { Type: 'Speak', Parameters: { Text: 'Hello' } },
  { Type: 'VoiceFocus', Parameters: {} },
  record({ DurationInSeconds: 1 }),
  record({ ParticipantTag: 'LEG-B' }),
  bridge({ CallTimeoutSeconds: 2 }),
  bridge({ CallerIdNumber: 'nobody' }),
  { Type: 'SendDigits', Parameters: { CallId: 'id-1', Digits: '1,2' } },
  {
    Type: 'ModifyChimeMeetingAttendees',
    Parameters: { Operation: 'Mute', MeetingId: 'meeting', AttendeeList: ['a'], ParticipantTag: 'LEG-B' },
  },
);
const anAnswer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 8, arbitrary: fc.array(anAction, { maxLength: 4 }).map((actions) => answer(...actions)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Answer>('silence', 'error', null, answer({ Type: 'Dance' }), { SchemaVersion: '1.0', Actions: null }),
  },
);
const aDeed = fc.oneof(
  fc.constantFrom('1', '*', '#').map((keys) => (rig: Rig) => void rig.press(keys)),
  fc.constantFrom(0, 100, 350, 1000, 5000).map((ms) => (rig: Rig) => void rig.pass(ms)),
  fc.constantFrom('finished' as const, 'unreadable' as const).map((end) => (rig: Rig) => void (rig.call.playing && rig.finishPlaying(end))),
  fc.constant((rig: Rig) => void rig.update()),
  fc.constant((rig: Rig) => void rig.hear({ kind: 'ringing' })),
  fc.constant((rig: Rig) => void rig.hear({ kind: 'answered' })),
  fc.constant((rig: Rig) => void rig.hear({ kind: 'meeting-left' })),
  fc.constant((rig: Rig) => void (rig.call.calling && rig.hear({ kind: 'callee-answered' }))),
  fc.constant((rig: Rig) => void rig.hear({ kind: 'callee-ended', code: 486 })),
  fc.constant((rig: Rig) => void (rig.call.recording && rig.hear({ kind: 'silent', recordingId: rig.call.recording }))),
  fc.constant((rig: Rig) => void rig.press('#', 'LEG-B')),
  { weight: 1, arbitrary: fc.constant((rig: Rig) => void rig.hear({ kind: 'leg-ended', code: 0 })) },
);

const count = (done: readonly Effect[], kind: Effect['kind']): number => done.filter((effect) => effect.kind === kind).length;

/** What plays and what runs down belongs to the one action that runs. */
function belongsToOneAction({ call }: Rig): void {
  if (call.current) return;
  expect([call.playing, call.recording, call.calling]).toEqual([undefined, undefined, false]);
  expect([...call.timers].filter((name) => name.startsWith('action:'))).toEqual([]);
}

test('a call ends once, hangs up each leg once, numbers its events without gaps and runs one action at a time', () => {
  const scenario = fc.record({
    answers: fc.array(anAnswer, { minLength: 1, maxLength: 12 }),
    deeds: fc.array(aDeed, { maxLength: 25 }),
    answerMs: fc.constantFrom(undefined, 50, 2000, 6000),
    playMs: fc.constantFrom(undefined, 150),
    outbound: fc.boolean(),
    lateAck: fc.boolean(),
    callee: fc.constantFrom(undefined, 'answers' as const, 'refuses' as const),
    saves: fc.constantFrom(undefined, 'stored' as const, 'refused' as const),
  });
  fc.assert(
    fc.property(scenario, ({ answers, deeds, answerMs, playMs, outbound, lateAck, callee, saves }) => {
      let asked = 0;
      const handler = (): Answer => answers[asked++ % answers.length];
      const options = {
        outbound,
        lateAck,
        ...(answerMs === undefined ? {} : { answerMs }),
        ...(playMs === undefined ? {} : { playMs }),
        ...(callee ? { callee } : {}),
        ...(saves ? { saves } : {}),
      };
      const rig = new Rig(handler, options);
      let legLost = 0;
      let meetingsLeft = 0;
      let joined = 0;
      let calleesGone = 0;
      const hear = rig.hear.bind(rig);
      rig.hear = (input) => {
        const { legA, legs, phase } = rig.call;
        if (phase === 'live' && input.kind === 'leg-ended' && legA.status !== 'Disconnected') legLost += 1;
        if (phase === 'live' && input.kind === 'meeting-left' && legs.some((leg) => leg.meetingId && leg.status === 'Connected'))
          meetingsLeft += 1;
        const bridged = legs.some((leg) => leg.tag === 'LEG-B' && !leg.meetingId && leg.status === 'Connected');
        if (phase === 'live' && input.kind === 'callee-ended' && (rig.call.calling || bridged)) calleesGone += 1;
        if (input.kind === 'joined' && input.attendeeId !== undefined) joined += 1;
        const heard = hear(input);
        expect(rig.call.pending.length).toBeLessThanOrEqual(10);
        belongsToOneAction(rig);
        return heard;
      };
      rig.start();
      for (const deed of deeds) deed(rig);
      rig.hear({ kind: 'leg-ended', code: 0 }).hear({ kind: 'meeting-left' }).hear({ kind: 'callee-ended', code: 0 }).pass(60_000);
      rig.hear({ kind: 'meeting-left' }).hear({ kind: 'callee-ended', code: 0 }).pass(60_000);

      expect(rig.call.phase).toBe('ended');
      expect(count(rig.done, 'end')).toBe(1);
      expect(count(rig.done, 'release')).toBe(1);
      expect(rig.done.at(-1)?.kind).toBe('end');
      const hungUp = (on: string): number => rig.wanted('hang-up').filter((effect) => effect.on === on).length;
      expect(hungUp('LEG-A') + legLost).toBe(1);
      expect(hungUp('LEG-B') + calleesGone).toBe(count(rig.done, 'call'));
      expect(count(rig.done, 'bridge')).toBeLessThanOrEqual(count(rig.done, 'call'));
      expect(count(rig.done, 'save-recording') + count(rig.done, 'discard-recording')).toBeLessThanOrEqual(2 * count(rig.done, 'record'));
      expect(count(rig.done, 'leave') + meetingsLeft).toBe(joined);
      expect(rig.call.timers.size).toBe(0);
      const sequences = rig.events.map((event) => event.Sequence);
      expect([...new Set(sequences)]).toEqual(Array.from({ length: Math.max(...sequences) }, (_, index) => index + 1));
      const started = count(rig.done, 'play');
      expect(count(rig.done, 'stop')).toBeLessThanOrEqual(started);
      rig.update().press('1').hear({ kind: 'leg-ended', code: 0 }).pass(60_000);
      expect(rig.done.at(-1)?.kind).toBe('end');
    }),
    { numRuns: 500 },
  );
});

test('whatever is playing was stopped or ended before anything else plays', () => {
  fc.assert(
    fc.property(fc.array(anAnswer, { minLength: 1, maxLength: 8 }), fc.array(aDeed, { maxLength: 20 }), (answers, deeds) => {
      let asked = 0;
      const rig = new Rig(() => answers[asked++ % answers.length]);
      let playing: string | undefined;
      const hear = rig.hear.bind(rig);
      rig.hear = (input) => {
        if (input.kind === 'played' && input.playId === playing) playing = undefined;
        const before = rig.done.length;
        const heard = hear(input);
        for (const effect of rig.done.slice(before)) {
          if (effect.kind === 'stop' && effect.playId === playing) playing = undefined;
          if (effect.kind !== 'play') continue;
          expect(playing).toBeUndefined();
          playing = effect.playId;
        }
        return heard;
      };
      rig.start();
      for (const deed of deeds) deed(rig);
    }),
    { numRuns: 300 },
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeAttributes, readAttributes } from '../../shared/flows/attributes.ts';
import { planActions } from '../../shared/flows/plan-actions.ts';
import { agrees, isOvertaken, reconcile } from '../../shared/flows/reconcile.ts';
import type { Place } from '../../shared/talk/desired-of-leg.ts';
import { observe } from '../../shared/telephony/observe.ts';
import { TelephonyAnswer, type TelephonyEvent } from '../../shared/telephony/sma.ts';
import { plain, Service, type Quirks } from './service.ts';

const nothing: TelephonyAnswer = { SchemaVersion: '1.0', Actions: [] };
const waiting: Place = { at: 'music', between: 'position' };
const inMeeting = (meetingId: string): Place => ({
  at: 'meeting',
  meetingId,
  attendeeId: 'caller',
  joinToken: `token of ${meetingId}`,
  muted: false,
});

/** A call in its queue, and whoever else moves its contact. Time, delivery and answers happen when the test says so. */
class World {
  nowMs = 1_000_000;
  desired: Place = waiting;
  version = 1;
  heard = 0;
  meetings = 0;
  /** Events whose invocation has read nothing yet, and answers on their way back. */
  readonly reading: TelephonyEvent[] = [];
  readonly answering: { event: TelephonyEvent; answer: TelephonyAnswer }[] = [];
  readonly service: Service;

  constructor(quirks: Quirks) {
    this.service = new Service('transaction', undefined, undefined, quirks);
    this.service.dial();
    this.settle();
  }

  private collect(): void {
    this.reading.push(...this.service.outbox.splice(0));
  }

  /** An invocation reads the contact and makes its answer. */
  read(i: number): void {
    this.collect();
    const [event] = this.reading.splice(i % Math.max(1, this.reading.length), 1);
    if (event !== undefined) this.answering.push({ event, answer: this.answer(event) });
  }

  /** The service gives up on an answer and sends the event again. */
  repeat(i: number): void {
    this.collect();
    const event = this.reading[i % Math.max(1, this.reading.length)];
    if (event !== undefined && this.reading.length < 6) this.reading.push(structuredClone(event));
  }

  private answer(event: TelephonyEvent): TelephonyAnswer {
    const seen = observe(event);
    if (!seen.callerUp) this.change({ at: 'gone' });
    let doing = readAttributes(event.CallDetails.TransactionAttributes).doing;
    if (agrees(this.desired, seen, doing)) this.heard = Math.max(this.heard, this.version);
    let plan = reconcile(this.desired, seen, doing, this.nowMs);
    if (plan.do === 'give-up') {
      if (this.desired.at === 'meeting') this.change(waiting);
      doing = undefined;
      plan = reconcile(this.desired, seen, doing, this.nowMs);
    }
    if (plan.do === 'give-up' || plan.do === 'accept' || plan.do === 'miss' || plan.do === 'flow' || plan.do === 'press')
      throw new Error(`A caller who waits does not ${plan.do}.`);
    const { actions, doing: next } = planActions(plan, { nowMs: this.nowMs, promptsBucket: 'prompts', position: 2 }, doing);
    if (actions.length === 0) return nothing;
    if (isOvertaken(seen, doing, plan, this.nowMs)) this.service.update(this.version);
    const attributes = writeAttributes({ contactId: 'c', flow: 'main', ...(next === undefined ? {} : { doing: next }) });
    return TelephonyAnswer.parse({ SchemaVersion: '1.0', Actions: actions, TransactionAttributes: attributes });
  }

  arrive(i: number): void {
    const [back] = this.answering.splice(i % Math.max(1, this.answering.length), 1);
    if (back !== undefined) this.service.apply(back.event, back.answer);
    this.collect();
  }

  change(desired: Place): void {
    if (this.desired.at === 'gone') return;
    this.desired = desired;
    this.version += 1;
  }

  connect(): void {
    if (this.desired.at === 'music') this.change(inMeeting(`m${++this.meetings}`));
    this.service.update(this.version);
  }
  agentLost(): void {
    if (this.desired.at === 'meeting') this.change(waiting);
    this.service.update(this.version);
  }
  agentHangsUp(): void {
    if (this.desired.at === 'meeting') this.change({ at: 'gone' });
    this.service.update(this.version);
  }

  private drain(): void {
    for (let i = 0; i < 200 && (this.service.outbox.length > 0 || this.reading.length > 0 || this.answering.length > 0); i++) {
      if (this.answering.length > 0) this.arrive(0);
      else this.read(0);
    }
  }

  /** Everything under way arrives; what plays ends once; the doorbell is rung until the call has looked. */
  settle(): void {
    this.drain();
    for (let ring = 0; ring < 8; ring++) {
      this.nowMs += 10_000;
      for (let i = 0; i < 4 && this.service.current !== undefined; i++) {
        const music = this.service.current.Type === 'PlayAudio' && this.service.pending.length === 0;
        if (music && this.desired.at !== 'meeting') break;
        this.service.finish();
        this.drain();
      }
      if (this.heard >= this.version || this.service.over) break;
      this.service.update(this.version);
      this.drain();
    }
  }

  /** An answer that was slower than a join and all that followed may have begun music: it is noticed at its end at the latest. */
  pieceEnds(): void {
    if (this.desired.at !== 'meeting') return;
    for (let i = 0; i < 5 && this.service.current !== undefined; i++) this.service.finish();
    this.drain();
    if (this.service.current?.Type === 'Pause') this.service.finish();
    this.drain();
  }

  /** Nobody will ever do anything for this call any more. */
  get stuck(): boolean {
    const { over, meeting, current, outbox } = this.service;
    return !over && meeting === undefined && current === undefined && outbox.length + this.reading.length + this.answering.length === 0;
  }
}

type Move = (world: World) => void;
const at = (name: string, move: (world: World, i: number) => void) =>
  fc.nat({ max: 5 }).map((i) => Object.assign((world: World) => move(world, i), { toString: () => `${name}(${i})` }) as Move);
const moves = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: at('read', (w, i) => w.read(i)) },
    { weight: 6, arbitrary: at('arrive', (w, i) => w.arrive(i)) },
    { weight: 3, arbitrary: at('finish', (w) => w.service.finish()) },
    { weight: 1, arbitrary: at('fail', (w) => w.service.finish(false)) },
    { weight: 1, arbitrary: at('repeat', (w, i) => w.repeat(i)) },
    { weight: 2, arbitrary: at('connect', (w) => w.connect()) },
    { weight: 1, arbitrary: at('agentLost', (w) => w.agentLost()) },
    { weight: 1, arbitrary: at('agentHangsUp', (w) => w.agentHangsUp()) },
    { weight: 1, arbitrary: at('meetingEnds', (w) => w.service.meetingEnds()) },
    { weight: 1, arbitrary: at('callerHangsUp', (w) => w.service.callerHangsUp()) },
    { weight: 1, arbitrary: at('wait', (w, i) => (w.nowMs += i * 3_000)) },
  ),
  { maxLength: 40 },
);
const quirks: fc.Arbitrary<Quirks> = fc.record({
  leaving: fc.constantFrom('success', 'hangup', 'both'),
  eager: fc.boolean(),
  failsBeforeHangup: fc.boolean(),
  terse: fc.boolean(),
  bareError: fc.boolean(),
  overtaken: fc.constantFrom('counts', 'is-ignored', 'leaves-attributes'),
});

function expectRight(world: World): void {
  const { service, desired } = world;
  expect(service.faults).toEqual([]);
  if (service.caller === 'gone' || desired.at === 'gone') {
    expect(service.over, 'a leg is left up').toBe(true);
  } else if (desired.at === 'meeting') {
    expect(service.meeting?.meetingId).toBe(desired.meetingId);
    expect(service.current, 'something plays over the conversation').toBeUndefined();
  } else {
    expect(service.meeting, 'the caller is still in a meeting').toBeUndefined();
    expect(service.current?.Type, 'the caller hears nothing').toBe('PlayAudio');
  }
}

describe('a call from its queue on', () => {
  it.each(['is-ignored', 'leaves-attributes'] as const)(
    'leaves a meeting that it joined too late, when others have stopped waiting for the join (an overtaken answer %s)',
    (overtaken) => {
      const world = new World({ ...plain, overtaken });
      world.connect();
      // A piece of music ends before the join is asked for: it is told when the join is over, and looks as if the caller heard music still.
      world.service.finish();
      world.read(0);
      world.arrive(0);
      world.nowMs += 6_000;
      world.agentLost();
      world.service.finish();
      world.settle();
      expectRight(world);
    },
  );

  it.each(['counts', 'is-ignored', 'leaves-attributes'] as const)(
    'stays in a meeting whose join took long, though the doorbell that rings for its end still shows it joining (an overtaken answer %s)',
    (overtaken) => {
      const world = new World({ ...plain, overtaken });
      world.connect();
      world.read(0);
      world.arrive(0);
      world.nowMs += 6_000;
      world.service.finish();
      world.settle();
      world.pieceEnds();
      expectRight(world);
      expect(world.service.started.filter(({ Type }) => Type === 'JoinChimeMeeting' || Type === 'Hangup')).toHaveLength(1);
    },
  );

  it('hears music when the join fails that an answer from before it has queued up behind', () => {
    const world = new World(plain);
    world.service.finish();
    world.read(0);
    world.connect();
    world.read(0);
    world.arrive(1);
    world.arrive(0);
    world.service.finish(false);
    world.agentLost();
    world.settle();
    expectRight(world);
  });

  it('comes to what its contact says, however events are late, repeated, reordered and overlapping', () => {
    fc.assert(
      fc.property(quirks, moves, (how, list) => {
        const world = new World(how);
        for (const move of list) {
          move(world);
          expect(world.stuck, 'the call stands still and nobody knows').toBe(false);
        }
        world.settle();
        world.pieceEnds();
        expectRight(world);
      }),
      { numRuns: Number(process.env['RUNS'] ?? 3000) },
    );
  });
});

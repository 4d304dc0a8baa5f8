import { describe, expect, it } from 'vitest';
import { flow as main } from '../../functions/flows/main.ts';
import { readContactRecordings } from '../../bin/flows/replay.ts';
import { requireContact } from '../../shared/contacts/read-contact.ts';
import { readFacts } from '../../shared/contacts/read-facts.ts';
import { defineFlow } from '../../shared/flows/flow.ts';
import { answerEvent } from '../../shared/flows/receive-event.ts';
import { toFlow } from '../../shared/flows/to-flow.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { changeContact } from '../../shared/routing/change.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import type { TelephonyAnswer } from '../../shared/telephony/sma.ts';
import { openCentre, PhoneCall, seatAgent, type Centre } from './centre.ts';

let looked = 0;
const unserved = defineFlow('unserved', function* (call) {
  yield* call.run('count', async () => ++looked);
  yield* call.play(call.left?.why === 'timed-out' ? 'sorry-goodbye' : 'closed');
  const topic = yield* call.menu('main-menu', { 1: 'product' });
  if (topic === 'product') return yield* call.enqueue(topic);
  return yield* call.hangUp();
});
const flows = [main, unserved];

async function waitingCall(centre: Centre): Promise<PhoneCall> {
  const call = new PhoneCall(centre);
  await call.flow();
  await call.presses('2');
  await call.listens();
  expect(call.hears).toBe('hold-music');
  return call;
}

/** The contact leaves its queue unserved, as the routing writes it. */
async function leaves({ world }: Centre, call: PhoneCall, flow = 'unserved', left = 'timed-out'): Promise<number> {
  const { after, writes } = changeContact(await call.contact(), world.now(), toFlow(await call.contact(), flow, { left }), []);
  expect((await world.db.write(writes)).outcome).toBe('written');
  return after.version;
}

/** Two events that were told before either was answered. */
async function overlap(centre: Centre, call: PhoneCall): Promise<TelephonyAnswer[]> {
  const events = call.service.outbox.splice(0);
  const answers = await Promise.all(events.map((event) => answerEvent(centre.reception, structuredClone(event))));
  for (const [i, event] of events.entries()) call.service.apply(event, answers[i] as TelephonyAnswer);
  return answers;
}

const played = (call: PhoneCall, prompt: string): number =>
  call.service.started.filter(({ Parameters }) => 'AudioSource' in Parameters && Parameters.AudioSource.Key.includes(`/${prompt}.`)).length;

describe('a caller who leaves the queue unserved', () => {
  it('hears the flow that the contact is sent to as soon as the doorbell rings, and waits again when it says so', async () => {
    const centre = await openCentre(flows);
    const call = await waitingCall(centre);
    const version = await leaves(centre, call);
    expect(await call.rings(version)).toBe('sorry-goodbye');
    expect(await call.listens()).toBe('main-menu');
    expect((await call.contact()).heardVersion).toBe(version);
    expect(await call.presses('1')).toBe('connecting-soon');
    expect(await call.contact()).toMatchObject({ state: 'waiting', queueId: 'product', run: 1, attributes: { left: 'timed-out' } });
    expect(await call.listens()).toBe('hold-music');
  });

  it('hears it at the end of a piece of music when the doorbell was lost', async () => {
    const centre = await openCentre(flows);
    const call = await waitingCall(centre);
    await leaves(centre, call);
    expect(await call.listens()).toBe('sorry-goodbye');
  });

  it('hears its first words once, however often the doorbell rings and whatever else is told at the same time', async () => {
    const centre = await openCentre(flows);
    const call = await waitingCall(centre);
    const version = await leaves(centre, call);
    const before = looked;
    call.service.update(version);
    call.service.update(version);
    call.service.finish();
    const answers = await overlap(centre, call);
    expect(answers.filter(({ Actions }) => Actions.length > 0)).toHaveLength(1);
    call.twice = true;
    for (let i = 0; i < 3; i++) await call.rings(version);
    expect(call.hears).toBe('sorry-goodbye');
    expect(played(call, 'sorry-goodbye')).toBe(1);
    expect(looked - before).toBe(1);
    expect(await call.listens()).toBe('main-menu');
  });

  it('hears the flow from its beginning when the answer that began it was overtaken by older music', async () => {
    const centre = await openCentre(flows);
    const call = await waitingCall(centre);
    call.service.finish();
    const [ended] = call.service.outbox.splice(0);
    if (ended === undefined) throw new Error('The music has not ended.');
    const music = await answerEvent(centre.reception, structuredClone(ended));
    const version = await leaves(centre, call);
    await call.rings(version);
    call.service.apply(ended, music);
    await call.rings(version);
    centre.clock.nowMs += 5_000;
    expect(await call.rings(version)).toBe('sorry-goodbye');
    expect(await call.listens()).toBe('main-menu');
  });

  it('leaves the agent’s meeting before the flow begins', async () => {
    const centre = await openCentre(flows);
    const anna = await seatAgent(centre, 'anna');
    const call = await waitingCall(centre);
    const { contactId, offers } = await call.contact();
    await acceptOffer(centre.world, anna, contactId, offers);
    await reportAudio(centre.world, anna, contactId, offers);
    await call.rings(9);
    await call.listens();
    await call.listens();
    const version = await leaves(centre, call);
    await call.rings(version);
    expect(call.service.meeting).toBeUndefined();
    expect(call.hears).toBe('sorry-goodbye');
  });

  it('hears an apology and waits for an operator when there is no such flow', async () => {
    const centre = await openCentre(flows);
    const call = await waitingCall(centre);
    expect(await call.rings(await leaves(centre, call, 'nowhere'))).toBe('sorry-lost');
    expect(await call.contact()).toMatchObject({ state: 'waiting', queueId: 'operator', run: 1 });
    expect(await call.listens()).toBe('hold-music');
  });

  it('may hang up in it: the record of each run is kept, and each is replayed', async () => {
    const centre = await openCentre(flows);
    const call = await waitingCall(centre);
    await call.rings(await leaves(centre, call));
    await call.listens();
    await call.hangsUp();
    const { contactId, state } = await call.contact();
    expect(state).toBe('ended');
    const recordings = await readContactRecordings(centre.world.db, contactId);
    expect(recordings.map(({ flow, end, left }) => ({ flow, end, left: left?.why }))).toEqual([
      { flow: 'main', end: { kind: 'enqueue', topic: 'technical' }, left: undefined },
      { flow: 'unserved', end: { kind: 'caller-hung-up' }, left: 'timed-out' },
    ]);
  });

  it('may hang up before the flow has begun', async () => {
    const centre = await openCentre(flows);
    const call = await waitingCall(centre);
    const version = await leaves(centre, call);
    call.service.callerHangsUp();
    call.service.update(version);
    await call.flow();
    expect(call.service.over).toBe(true);
    expect(await call.contact()).toMatchObject({ state: 'ended', endReason: 'caller-hung-up' });
  });
});

describe('a flow that sends its call to another', () => {
  const other = defineFlow('other', function* (call) {
    yield* call.identify();
    yield* call.play('goodbye');
  });
  const sender = defineFlow('main', function* (call) {
    yield* call.identify();
    yield* call.play('welcome');
    return yield* call.goTo('other');
  });

  it('is followed at once, with records of their own, also when the event comes twice', async () => {
    const centre = await openCentre([sender, other]);
    const call = new PhoneCall(centre);
    call.twice = true;
    await call.flow();
    expect(await call.listens()).toBe('goodbye');
    const { contactId, seq } = await call.contact();
    await call.listens();
    expect(call.service.over).toBe(true);
    for (const { event, answer, again } of call.answers) expect(again, event.InvocationEventType).toEqual(answer);
    const facts = await readFacts(centre.world.db, contactId);
    expect(facts.map(({ type }) => type)).toEqual(['ContactArrived', 'CustomerIdentified', 'FlowEntered', 'ContactEnded']);
    expect(seq).toBe(3);
    const recordings = await readContactRecordings(centre.world.db, contactId);
    expect(recordings.map(({ flow, end }) => [flow, end.kind])).toEqual([
      ['main', 'flow'],
      ['other', 'hang-up'],
    ]);
    expect((await requireContact(centre.world.db, contactId)).endReason).toBe('flow-ended');
  });

  it('is followed by the next event when the first has taken most of the time: the caller hears a word between them', async () => {
    const centre = await openCentre([sender, other]);
    let late = false;
    const { reception } = centre;
    const before = { ...reception };
    // Whatever flow answers an event leaves no time for another.
    reception.invokeFlow = async (...asked) => {
      late = true;
      return before.invokeFlow(...asked);
    };
    reception.isLate = () => late;
    const call = new PhoneCall(centre);
    await call.flow();
    expect(await call.listens()).toBe('connecting-soon');
    expect(centre.invoked.map(({ flow }) => flow)).toEqual(['main', 'main']);
    late = false;
    expect(await call.listens()).toBe('goodbye');
    await call.listens();
    expect(call.service.over).toBe(true);
  });

  it('loses the call when there is no such flow', async () => {
    const centre = await openCentre([sender]);
    const call = new PhoneCall(centre);
    await call.flow();
    expect(await call.listens()).toBe('sorry-lost');
  });

  it('does not go round in a circle', async () => {
    const there = defineFlow('main', function* (call) {
      return yield* call.goTo('back');
    });
    const back = defineFlow('back', function* (call) {
      return yield* call.goTo('main');
    });
    const centre = await openCentre([there, back]);
    const call = new PhoneCall(centre);
    await call.flow();
    expect(call.hears).toBe('sorry-lost');
    expect(await call.contact()).toMatchObject({ state: 'waiting', queueId: 'operator' });
  });
});

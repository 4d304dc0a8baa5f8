import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerParty } from '../../shared/talk/party.ts';
import { plain, type Quirks, type Service } from '../flows/service.ts';
import { agentParty, Conversation, numberParty } from './conversation.ts';

type Telephone = Conversation['telephones'][number];
type Move = (talk: Conversation) => void;
const named = (name: string, move: Move): Move => Object.assign((talk: Conversation) => move(talk), { toString: () => name });
const once = (name: string, move: Move) => fc.constant(named(name, move));
/** Something that happens to one of the telephones there are. */
const to = (name: string, move: (talk: Conversation, telephone: Telephone, i: number) => void) =>
  fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 3 })).map(([which, i]) =>
    named(`${name}(${which}, ${i})`, (talk) => {
      const telephone = talk.telephones[which % talk.telephones.length];
      if (telephone !== undefined) move(talk, telephone, i);
    }),
  );

const moves = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: to('read', (talk, telephone, i) => talk.read(telephone, i)) },
    { weight: 10, arbitrary: to('arrive', (talk, telephone, i) => talk.arrive(telephone, i)) },
    { weight: 5, arbitrary: to('finish', (_, { service }) => service.finish()) },
    { weight: 1, arbitrary: to('fail', (_, { service }) => service.finish(false)) },
    { weight: 1, arbitrary: to('repeat', (talk, telephone) => talk.repeat(telephone)) },
    { weight: 3, arbitrary: to('pickUp', (_, { service }) => service.picksUp()) },
    { weight: 2, arbitrary: to('press', (_, { service }) => service.presses('1')) },
    { weight: 1, arbitrary: to('refuse', (_, { service }) => service.refuses(486)) },
    { weight: 1, arbitrary: to('otherEnds', (_, { service }) => (service.bridge ? service.bridgeEnds() : service.meetingEnds())) },
    { weight: 1, arbitrary: to('hangUp', (_, { service }) => (service.rings ? undefined : service.callerHangsUp())) },
    { weight: 2, arbitrary: to('hold', (talk, { partyId }) => talk.toggle(partyId, 'held')) },
    { weight: 2, arbitrary: to('mute', (talk, { partyId }) => talk.toggle(partyId, 'muted')) },
    { weight: 1, arbitrary: to('keys', (talk, { partyId }) => talk.keys(partyId)) },
    { weight: 1, arbitrary: to('drop', (talk, { partyId }) => (partyId === customerParty ? undefined : talk.remove(partyId))) },
    { weight: 2, arbitrary: once('call the number', (talk) => talk.call(numberParty)) },
    { weight: 2, arbitrary: once('call the agent', (talk) => talk.call(agentParty)) },
    { weight: 1, arbitrary: once('pass on', (talk) => talk.passOn()) },
    { weight: 1, arbitrary: once('to the queue', (talk) => talk.toQueue()) },
    { weight: 2, arbitrary: once('from the queue', (talk) => talk.fromQueue()) },
    { weight: 1, arbitrary: once('owner away or back', (talk) => talk.ownerAway()) },
    { weight: 1, arbitrary: once('rings are lost', (talk) => (talk.deaf = true)) },
    { weight: 1, arbitrary: once('the end', (talk) => talk.change({ state: 'ended' })) },
    { weight: 2, arbitrary: fc.nat({ max: 4 }).map((i) => named(`wait(${i})`, (talk) => (talk.nowMs += i * 5_000))) },
  ),
  { maxLength: 60 },
);
const quirks: fc.Arbitrary<Quirks> = fc.record({
  leaving: fc.constantFrom('success', 'hangup', 'both'),
  eager: fc.boolean(),
  failsBeforeHangup: fc.boolean(),
  terse: fc.boolean(),
  bareError: fc.boolean(),
  overtaken: fc.constantFrom('counts', 'is-ignored', 'leaves-attributes'),
});

function isAlone({ meeting, bridge }: Service): void {
  expect(meeting, 'it is still in a meeting').toBeUndefined();
  expect(bridge, 'it is still bridged').toBeUndefined();
}

function expectRight(talk: Conversation, { partyId, service }: Telephone): void {
  const place = talk.place(partyId);
  expect(service.faults).toEqual([]);
  const keys = service.keysSent.join('').split(',').filter(Boolean);
  expect(new Set(keys).size, 'keys were pressed twice').toBe(keys.length);
  if (service.caller === 'gone' || place.at === 'gone') return expect(service.over, `a leg of ${partyId} is left up`).toBe(true);
  switch (place.at) {
    case 'ring':
    case 'confirm':
      return isAlone(service);
    case 'music':
      isAlone(service);
      return expect(service.current?.Type, 'there is silence').toBe('PlayAudio');
    case 'meeting':
      expect(service.meeting?.meetingId).toBe(place.meetingId);
      expect(service.mutedSeats.has(place.attendeeId)).toBe(place.muted);
      return expect(service.current, 'something plays over the conversation').toBeUndefined();
    case 'bridge':
      return expect(service.bridge?.number).toBe(place.number);
    case 'flow':
      throw new Error('A conversation is in no flow.');
    case 'nowhere':
      throw new Error('A contact in a conversation has its seats.');
  }
}

describe('the telephones of a conversation', () => {
  it('come to where their contact says, however commands and events are late, lost, repeated, reordered and overlapping', () => {
    fc.assert(
      fc.property(quirks, moves, (how, list) => {
        const talk = new Conversation(how);
        for (const move of list) move(talk);
        talk.settle();
        for (const telephone of talk.telephones) expectRight(talk, telephone);
      }),
      { numRuns: Number(process.env['RUNS'] ?? 1500) },
    );
  });

  it.each(['counts', 'is-ignored', 'leaves-attributes'] as const)(
    'keep the number that the customer was passed on to, when the answer to leave the meeting comes after it (an overtaken answer %s)',
    (overtaken) => {
      for (const answered of [true, false]) {
        const talk = new Conversation({ ...plain, overtaken });
        const customer = talk.telephones[0]!;
        const { service } = customer;
        talk.passOn();
        service.meetingEnds();
        // The doorbell’s invocation has seen the meeting, and is slower than that of the meeting’s end.
        talk.read(customer, 0);
        talk.read(customer, 0);
        talk.arrive(customer, 1);
        if (answered) service.finish();
        talk.arrive(customer, 0);
        if (!answered) service.finish();
        talk.settle();
        expectRight(talk, customer);
        expect(service.started.filter(({ Type }) => Type === 'CallAndBridge')).toHaveLength(1);
        service.bridgeEnds();
        talk.settle();
        expect(service.over, 'the contact ends with the number').toBe(true);
        expect(service.started.filter(({ Type }) => Type === 'CallAndBridge')).toHaveLength(1);
      }
    },
  );

  it.each(['counts', 'is-ignored', 'leaves-attributes'] as const)(
    'have no music in the meeting when it is put on hold while it joins and what was told before is read late (an overtaken answer %s)',
    (overtaken) => {
      const talk = new Conversation({ ...plain, overtaken });
      const customer = talk.telephones[0]!;
      talk.toggle(customer.partyId, 'held');
      talk.read(customer, 0);
      talk.toggle(customer.partyId, 'held');
      talk.arrive(customer, 0);
      talk.toggle(customer.partyId, 'muted');
      // The end of the meeting's leg is read before both doorbells.
      talk.read(customer, 1);
      talk.arrive(customer, 0);
      talk.toggle(customer.partyId, 'held');
      customer.service.finish();
      talk.settle();
      expectRight(talk, customer);
    },
  );

  it.each(['counts', 'is-ignored', 'leaves-attributes'] as const)(
    'leave the meeting of before, whatever is asked for until it shows that it is that one (an overtaken answer %s)',
    (overtaken) => {
      for (const asks of ['keys', 'mute'] as const) {
        const talk = new Conversation({ ...plain, overtaken });
        const customer = talk.telephones[0]!;
        // The end of the meeting is answered before the contact comes to another agent, in another meeting.
        customer.service.meetingEnds();
        talk.read(customer, 0);
        talk.toQueue();
        talk.fromQueue();
        if (asks === 'keys') talk.keys(customer.partyId);
        else talk.toggle(customer.partyId, 'muted');
        talk.settle();
        expectRight(talk, customer);
      }
    },
  );

  it('send all keys, each once and in their order, while everybody stays', () => {
    const late = fc.array(
      fc.oneof(
        { weight: 6, arbitrary: to('read', (talk, telephone, i) => talk.read(telephone, i)) },
        { weight: 6, arbitrary: to('arrive', (talk, telephone, i) => talk.arrive(telephone, i)) },
        { weight: 4, arbitrary: to('finish', (_, { service }) => service.finish()) },
        { weight: 1, arbitrary: to('repeat', (talk, telephone) => talk.repeat(telephone)) },
        { weight: 4, arbitrary: once('keys', (talk) => talk.keys(customerParty)) },
        { weight: 1, arbitrary: once('rings are lost', (talk) => (talk.deaf = true)) },
        { weight: 1, arbitrary: fc.nat({ max: 4 }).map((i) => named(`wait(${i})`, (talk) => (talk.nowMs += i * 1_000))) },
      ),
      { maxLength: 50 },
    );
    fc.assert(
      fc.property(quirks, late, (how, list) => {
        const talk = new Conversation(how);
        for (const move of list) move(talk);
        talk.settle();
        const pressed = (talk.talk.presses ?? []).map(({ digits }) => digits);
        expect(talk.telephones[0]?.service.keysSent.join('')).toBe(pressed.join(''));
      }),
      { numRuns: Number(process.env['RUNS'] ?? 600) },
    );
  });
});

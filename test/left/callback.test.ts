/** Callbacks: the customer keeps their place, the agent comes first, nobody is called twice or in vain. */
import { beforeEach, describe, expect, it } from 'vitest';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { requireContact } from '../../shared/contacts/read-contact.ts';
import { defineFlow } from '../../shared/flows/flow.ts';
import { renewLease } from '../../shared/agents/lease.ts';
import { AgentId, ConnectionId, type ContactId, instant } from '../../shared/ids.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { callBack, tellResult } from '../../shared/left/callback/call-back.ts';
import { cancelCallback, rescheduleCallback } from '../../shared/left/callback/change-callback.ts';
import { listCallbacks } from '../../shared/left/callback/read-callback.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { followUpsOf } from '../../shared/tickets/read-ticket.ts';
import { type Centre, openCentre, seatAgent } from '../flows/centre.ts';
import { Service } from '../flows/service.ts';
import { hears, Telephones } from '../talk-legs/telephones.ts';
import { Bus, factsOf } from './facts.ts';

const ask = defineFlow('ask', function* (call) {
  yield* call.identify();
  yield* call.offerCallback({ queue: 'technical' });
  return yield* call.hangUp();
});

let centre: Centre;
let phones: Telephones;
let bus: Bus;
const supervisor = { agentId: AgentId.parse('clara'), supervises: true };
const minutes = (n: number) => n * 60_000;

beforeEach(async () => {
  centre = await openCentre([ask]);
  phones = await new Telephones(centre).open();
  bus = new Bus(centre.world);
  const put = { ...settingKeys.number('+12025550100'), schemaVersion: 1, number: '+12025550100', flow: 'ask' };
  await centre.world.db.write([{ table: 'settings', put }]);
});

let calls = 0;
/** A customer rings, and goes on until they are asked something. */
async function ring(from = '+12025550111'): Promise<Service> {
  const service = new Service(`in-${++calls}`, from);
  service.dial();
  phones.services.set(service.transactionId, service);
  await phones.flow();
  await toQuestion(service);
  return service;
}

/** What is only played is listened to. */
async function toQuestion(service: Service): Promise<void> {
  for (let i = 0; i < 30 && service.current?.Type === 'PlayAudio'; i++) {
    service.finish();
    await phones.flow();
  }
}

async function press(service: Service, keys: string): Promise<string | undefined> {
  service.finish(true, keys);
  await phones.flow();
  await toQuestion(service);
  return hears(service);
}

async function contactOf(service: Service): Promise<Contact> {
  const item = await centre.world.db.get('contacts', { pk: `TRANSACTION#${service.transactionId}`, sk: 'TRANSACTION' });
  return requireContact(centre.world.db, item!['contactId'] as ContactId);
}

/** Asks to be called back as soon as may be, and hangs up at the end. */
async function asksFor(from?: string, when: '1' | '2' = '1'): Promise<ContactId> {
  const service = await ring(from);
  expect(hears(service)).toBe('callback-number');
  expect(await press(service, '1')).toBe('callback-when');
  await press(service, when);
  expect(hears(service)).toBe('gone');
  const { contactId } = await contactOf(service);
  await bus.deliver(contactId);
  return contactId;
}

const present = (contactId: ContactId) => requireContact(centre.world.db, contactId);

/** The agent's client is still there: without its heartbeats nobody is offered anything. */
const beats = (agentId: AgentId) => renewLease(centre.world, agentId, ConnectionId.parse(`socket-of-${agentId}`));

/** The agent takes the offer, and their audio runs. */
async function accepts(agentId: AgentId, contactId: ContactId): Promise<number> {
  const { n } = await requireAgent(centre.world.db, agentId);
  await acceptOffer(centre.world, agentId, contactId, n!);
  await reportAudio(centre.world, agentId, contactId, n!);
  await phones.flow();
  return n!;
}

describe('a caller who wants to be called back', () => {
  it('confirms the number, hangs up, and waits on with the arrival that they had', async () => {
    const arrivedAt = instant(centre.clock.nowMs);
    const contactId = await asksFor();
    const contact = await present(contactId);
    expect(contact).toMatchObject({
      state: 'waiting',
      queueId: 'technical',
      arrivedAt,
      callback: { state: 'open', number: '+12025550111', attempts: 0 },
    });
    expect(contact.transactionId).toBeUndefined();
    expect(await listCallbacks(centre.world.db, supervisor)).toMatchObject([{ contactId, state: 'waiting', attempts: 0, most: 3 }]);
  });

  it('types another number, which may have to be a better one', async () => {
    const service = await ring();
    expect(await press(service, '2')).toBe('callback-type');
    expect(await press(service, '911')).toBeDefined();
    const again = hears(service) === 'callback-type' ? service : service;
    expect(await press(again, '2025550145')).toBe('callback-number');
    await press(again, '1');
    await press(again, '1');
    expect((await contactOf(service)).callback).toMatchObject({ number: '+12025550145' });
  });

  it('must type a number when they withheld theirs', async () => {
    const service = await ring('anonymous');
    expect(hears(service)).toBe('callback-type');
  });

  it('may hang up before the goodbye: the wish is noted', async () => {
    const service = await ring();
    await press(service, '1');
    service.finish(true, '1');
    await phones.flow();
    service.callerHangsUp();
    await phones.flow();
    expect(await contactOf(service)).toMatchObject({ state: 'waiting', callback: { state: 'open' } });
  });

  it('outlives every deadline while nobody is there, as long as it takes', async () => {
    const contactId = await asksFor();
    const { aliveUntil } = await present(contactId);
    await centre.world.setDeadline({ kind: 'contact-expired', contactId }, aliveUntil);
    await phones.pass(3 * 24 * 60 * minutes(1));
    expect(await present(contactId)).toMatchObject({ state: 'waiting', callback: { state: 'open' } });
    const anna = await seatAgent(centre, 'anna');
    expect(await requireAgent(centre.world.db, anna)).toMatchObject({ state: 'offered', contactId });
  });

  it('hangs up once, though telephony tells it twice at the same time', async () => {
    const service = await ring();
    await press(service, '1');
    service.finish(true, '1');
    await phones.flow();
    const { contactId } = await contactOf(service);
    await Promise.all([1, 2, 3].map(() => endContact(centre.world, contactId, 'caller-hung-up')));
    expect(await present(contactId)).toMatchObject({ state: 'waiting', callback: { state: 'open' } });
  });

  it('who asks again replaces the first request and keeps its arrival', async () => {
    const first = await asksFor();
    const { arrivedAt } = await present(first);
    await phones.pass(minutes(10));
    const second = await asksFor();
    await bus.deliver(first, second);
    expect(await present(first)).toMatchObject({ state: 'ended', callback: { state: 'closed' } });
    expect(await present(second)).toMatchObject({ state: 'waiting', arrivedAt });
    expect(await listCallbacks(centre.world.db, supervisor)).toHaveLength(1);
  });
});

describe('the agent', () => {
  it('has the customer before them first; then the customer rings, and they talk', async () => {
    const contactId = await asksFor();
    const anna = await seatAgent(centre, 'anna');
    const n = await accepts(anna, contactId);
    expect(await present(contactId)).toMatchObject({ state: 'dialling' });
    expect(phones.dialled).toEqual([]);
    expect(await callBack(centre.world, contactId, n, anna)).toMatchObject({ contact: { callback: { attempts: 1, dials: true } } });
    expect(phones.called).toMatchObject({ to: '+12025550111', from: '+12025550100' });
    await phones.flow();
    phones.called.service.picksUp();
    await phones.settle();
    const contact = await present(contactId);
    expect(contact).toMatchObject({ state: 'connected', agentId: anna });
    expect(hears(phones.called.service)).toBe(contact.seats!.meetingId);
    await endContact(centre.world, contactId, 'agent-hung-up', { agentId: anna, n });
    await phones.flow();
    expect(phones.called.service.over).toBe(true);
    expect(await requireAgent(centre.world.db, anna)).toMatchObject({ state: 'wrapping-up' });
    expect(await listCallbacks(centre.world.db, supervisor)).toEqual([]);
    const facts = (await factsOf(centre.world, contactId)).map(({ type }) => type);
    expect(facts.filter((type) => type === 'ContactQueued' || type === 'EntryLeft')).toEqual(['ContactQueued', 'EntryLeft']);
    expect(facts).toContain('CallbackClosed');
  });

  it('need not press: after a while the customer is called by itself, once', async () => {
    const contactId = await asksFor();
    const anna = await seatAgent(centre, 'anna');
    const n = await accepts(anna, contactId);
    await phones.pass(21_000);
    expect(phones.dialled).toHaveLength(1);
    await callBack(centre.world, contactId, n, anna);
    await callBack(centre.world, contactId, n);
    expect(phones.dialled).toHaveLength(1);
  });

  it('is free again when nobody answers; the next attempt comes a quarter of an hour later, and after the last a ticket', async () => {
    const contactId = await asksFor();
    const anna = await seatAgent(centre, 'anna');
    for (let attempt = 1; attempt <= 3; attempt++) {
      const n = await accepts(anna, contactId);
      await callBack(centre.world, contactId, n, anna);
      await phones.flow();
      phones.called.service.refuses(486);
      await phones.flow();
      expect(await requireAgent(centre.world.db, anna)).toMatchObject({ state: 'idle' });
      const contact = await present(contactId);
      expect(contact.callback).toMatchObject({ attempts: attempt, last: 'busy' });
      if (attempt === 3) break;
      expect(contact.state).toBe('scheduled');
      await phones.pass(minutes(14));
      expect((await present(contactId)).state).toBe('scheduled');
      await phones.pass(minutes(2));
      expect((await present(contactId)).state).toBe('waiting');
      await beats(anna);
      expect((await present(contactId)).state).toBe('offered');
    }
    expect(await present(contactId)).toMatchObject({ state: 'ended', callback: { state: 'closed' } });
    expect(phones.dialled).toHaveLength(3);
    await bus.deliver(contactId);
    await bus.again();
    expect(await followUpsOf(centre.world.db, anna)).toMatchObject([
      { status: 'requires-follow-up', subject: 'Not reached: +12025550111' },
    ]);
    const facts = await factsOf(centre.world, contactId);
    expect(facts.filter(({ type }) => type === 'EntryLeft')).toMatchObject([{ data: { why: 'exhausted' } }]);
  });

  it('says that a mailbox has answered: the call ends and is tried again', async () => {
    const contactId = await asksFor();
    const anna = await seatAgent(centre, 'anna');
    const n = await accepts(anna, contactId);
    await callBack(centre.world, contactId, n, anna);
    await phones.flow();
    phones.called.service.picksUp();
    await phones.settle();
    expect(await tellResult(centre.world, anna, contactId, n, { result: 'voicemail-reached' })).toEqual({ done: true });
    expect(await tellResult(centre.world, anna, contactId, n, { result: 'voicemail-reached' })).toEqual({ done: true });
    await phones.settle();
    expect(phones.called.service.over).toBe(true);
    expect(await present(contactId)).toMatchObject({ state: 'scheduled', callback: { attempts: 1, last: 'voicemail-reached' } });
    expect(await requireAgent(centre.world.db, anna)).toMatchObject({ state: 'idle' });
  });

  it('says that the number is a stranger’s: nobody is called any more', async () => {
    const contactId = await asksFor();
    const anna = await seatAgent(centre, 'anna');
    const n = await accepts(anna, contactId);
    await callBack(centre.world, contactId, n, anna);
    await phones.flow();
    phones.called.service.picksUp();
    await phones.settle();
    await tellResult(centre.world, anna, contactId, n, { result: 'wrong-number', over: true });
    await phones.settle();
    expect(phones.called.service.over).toBe(true);
    expect(await present(contactId)).toMatchObject({ state: 'ended', callback: { state: 'closed', last: 'wrong-number' } });
  });

  it('may give it back before anybody is called', async () => {
    const contactId = await asksFor();
    const anna = await seatAgent(centre, 'anna');
    const n = await accepts(anna, contactId);
    await endContact(centre.world, contactId, 'agent-hung-up', { agentId: anna, n });
    expect(await present(contactId)).toMatchObject({ state: 'scheduled', callback: { attempts: 0, last: 'given-back' } });
    await phones.pass(minutes(1.1));
    await beats(anna);
    expect(await present(contactId)).toMatchObject({ state: 'offered' });
  });

  it('does not call somebody whose later request has taken over, though the first never heard of it', async () => {
    const first = await asksFor();
    const anna = await seatAgent(centre, 'anna');
    const n = await accepts(anna, first);
    const service = await ring();
    await press(service, '1');
    await press(service, '1');
    expect(await callBack(centre.world, first, n, anna)).toMatchObject({ refused: { code: 'offer-over' } });
    expect(phones.dialled).toEqual([]);
    expect(await present(first)).toMatchObject({ state: 'ended' });
    expect(await contactOf(service)).toMatchObject({ callback: { state: 'open' } });
  });

  it('does not let a telephone ring twice: the second request waits until the first call is over', async () => {
    const first = await asksFor();
    const anna = await seatAgent(centre, 'anna');
    await callBack(centre.world, first, await accepts(anna, first), anna);
    const bela = await seatAgent(centre, 'bela');
    const second = await asksFor();
    const n = await accepts(bela, second);
    expect(await callBack(centre.world, second, n, bela)).toMatchObject({ refused: { code: 'rings-already' } });
    await phones.pass(10_000);
    expect(phones.dialled).toHaveLength(1);
    phones.called.service.refuses(486);
    await phones.flow();
    expect(await callBack(centre.world, second, n, bela)).toMatchObject({ contact: { callback: { attempts: 1, dials: true } } });
    expect(phones.dialled).toHaveLength(2);
  });

  it('has it alone, though two press at once', async () => {
    const contactId = await asksFor();
    const anna = await seatAgent(centre, 'anna');
    const bela = await seatAgent(centre, 'bela');
    const { n } = await requireAgent(centre.world.db, anna);
    const answers = await Promise.all([anna, bela].map((agentId) => acceptOffer(centre.world, agentId, contactId, n!)));
    expect(answers.map((answer) => 'refused' in answer)).toEqual([false, true]);
    await reportAudio(centre.world, anna, contactId, n!);
    await Promise.all([
      callBack(centre.world, contactId, n!, anna),
      callBack(centre.world, contactId, n!, anna),
      callBack(centre.world, contactId, n!),
    ]);
    expect(phones.dialled).toHaveLength(1);
    expect(await requireAgent(centre.world.db, bela)).toMatchObject({ state: 'idle' });
  });

  it('who hears the last of an earlier attempt late is not disturbed by it', async () => {
    const contactId = await asksFor();
    const anna = await seatAgent(centre, 'anna');
    await callBack(centre.world, contactId, await accepts(anna, contactId), anna);
    await phones.flow();
    const { transactionId, to } = phones.called.service;
    phones.called.service.refuses(486);
    await phones.flow();
    await phones.pass(minutes(16));
    await beats(anna);
    await callBack(centre.world, contactId, await accepts(anna, contactId), anna);
    await phones.flow();
    phones.called.service.picksUp();
    await phones.settle();
    const late = new Service(transactionId, '+12025550100', to);
    late.dialOut({ contactId, partyId: 'customer' });
    late.refuses(486);
    phones.services.set('late', late);
    await phones.flow();
    expect(await present(contactId)).toMatchObject({ state: 'connected' });
  });
});

describe('times', () => {
  const office = {
    schemaVersion: 1,
    hoursId: 'office',
    name: 'Office',
    timeZone: 'UTC',
    open: ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => ({ day, from: '09:00', to: '17:00' })),
  };
  beforeEach(async () => {
    // A Saturday; the clock is put to a Monday at ten.
    centre.clock.nowMs = Date.parse('2026-11-23T10:00:00.000Z');
    await centre.world.db.write([
      { table: 'settings', put: { ...settingKeys.hours('office'), ...office } },
      { table: 'settings', update: settingKeys.queue('technical'), set: { hoursId: 'office' } },
    ]);
  });

  it('may be the next morning', async () => {
    const contactId = await asksFor(undefined, '2');
    expect(await present(contactId)).toMatchObject({ state: 'scheduled', callback: { dueAt: '2026-11-24T09:00:00.000Z' } });
    await phones.pass(23 * 60 * minutes(1) - 1000);
    expect((await present(contactId)).state).toBe('scheduled');
    await phones.pass(2000);
    expect((await present(contactId)).state).toBe('waiting');
  });

  it('never are outside of the queue’s hours', async () => {
    const contactId = await asksFor();
    expect((await present(contactId)).state).toBe('waiting');
    await phones.pass(8 * 60 * minutes(1));
    expect(await present(contactId)).toMatchObject({ state: 'scheduled', callback: { dueAt: '2026-11-24T09:00:00.000Z' } });
  });

  it('can be changed and cancelled while nobody calls', async () => {
    const contactId = await asksFor();
    const dueAt = '2026-11-23T15:00:00.000Z';
    expect(await rescheduleCallback(centre.world, supervisor, contactId, { dueAt, untilAt: '2026-11-23T16:00:00.000Z' })).toMatchObject({
      callback: { state: 'scheduled', dueAt },
    });
    expect(await rescheduleCallback(centre.world, supervisor, contactId, { dueAt: '2026-11-22T15:00:00.000Z' })).toMatchObject({
      refused: { code: 'past-time' },
    });
    await phones.pass(7 * 60 * minutes(1));
    expect(await present(contactId)).toMatchObject({ state: 'ended', callback: { state: 'closed' } });
    const other = await asksFor('+12025550145');
    expect(await cancelCallback(centre.world, supervisor, other)).toMatchObject({ callback: { state: 'closed' } });
    expect(await cancelCallback(centre.world, supervisor, other)).toMatchObject({ refused: { code: 'no-such-callback' } });
  });
});

import { describe, expect, it } from 'vitest';
import { flow as main } from '../../functions/flows/main.ts';
import { closedNumber } from '../../local/demo/settings.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { readFacts } from '../../shared/contacts/read-facts.ts';
import { Customer, customerKeys } from '../../shared/customers/customer.ts';
import { defineFlow } from '../../shared/flows/flow.ts';
import { CustomerId } from '../../shared/ids.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { openCentre, PhoneCall, seatAgent, type Centre } from './centre.ts';

/** A call that has chosen technical support and waits. */
async function waitingCall(centre: Centre, from?: string): Promise<PhoneCall> {
  const call = new PhoneCall(centre, from);
  await call.flow();
  await call.presses('2');
  // Whoever calls next, calls later.
  centre.clock.nowMs += 1000;
  return call;
}

describe('a call', () => {
  it('goes through the menu into the queue that the topics table says, and hears its place after each piece of music', async () => {
    const centre = await openCentre([main]);
    const first = await waitingCall(centre);
    const call = new PhoneCall(centre, '+12025550112');
    await call.flow();
    expect(call.hears).toBe('main-menu');
    expect(await call.presses('2')).toBe('connecting-soon');
    expect(await call.listens()).toBe('hold-music');
    expect(await call.contact()).toMatchObject({ state: 'waiting', queueId: 'technical', topic: 'technical' });
    expect(await call.listens()).toBe('position-intro');
    expect(await call.listens()).toBe('number-2');
    expect(await call.listens()).toBe('hold-music');
    await first.hangsUp();
    await call.listens();
    expect(await call.listens()).toBe('number-1');
  });

  it('talks with the agent who accepts, in their meeting, once the agent can be heard, and both legs end with the agent’s hang-up', async () => {
    const centre = await openCentre([main]);
    const anna = await seatAgent(centre, 'anna');
    const call = await waitingCall(centre);
    const { contactId, offers, state } = await call.contact();
    expect(state).toBe('offered');
    await acceptOffer(centre.world, anna, contactId, offers);
    expect((await call.contact()).state).toBe('accepted');
    expect(await call.rings(1)).toBe('connecting-soon');
    await reportAudio(centre.world, anna, contactId, offers);
    const { version, seats } = await call.contact();
    expect(await call.rings(version)).toBe('JoinChimeMeeting');
    expect(await call.listens()).toBe('Pause');
    expect(await call.listens()).toBe(seats?.meetingId);
    expect((await call.contact()).heardVersion).toBe(version);
    await endContact(centre.world, contactId, 'agent-hung-up', { agentId: anna, n: offers });
    await call.rings(version + 1);
    expect(call.service.over).toBe(true);
    expect((await call.contact()).endReason).toBe('agent-hung-up');
  });

  it('returns to its queue when the meeting can’t be joined', async () => {
    const centre = await openCentre([main]);
    const anna = await seatAgent(centre, 'anna');
    const call = await waitingCall(centre);
    const { contactId, offers } = await call.contact();
    await acceptOffer(centre.world, anna, contactId, offers);
    await reportAudio(centre.world, anna, contactId, offers);
    expect(await call.rings(9)).toBe('JoinChimeMeeting');
    expect(await call.saysNothing()).toBe('sorry-agent-lost');
    // The agent is free again, so the contact is offered anew.
    expect(await call.contact()).toMatchObject({ state: 'offered', offers: offers + 1 });
  });

  it('joins again when its leg in the meeting is lost', async () => {
    const centre = await openCentre([main]);
    const anna = await seatAgent(centre, 'anna');
    const call = await waitingCall(centre);
    const { contactId, offers } = await call.contact();
    await acceptOffer(centre.world, anna, contactId, offers);
    await reportAudio(centre.world, anna, contactId, offers);
    await call.rings(9);
    await call.listens();
    await call.listens();
    call.service.meetingEnds();
    await call.flow();
    expect(call.hears).toBe('JoinChimeMeeting');
  });

  it('hangs up the meeting’s leg when the caller hangs up, and frees the agent for wrap-up', async () => {
    const centre = await openCentre([main]);
    const anna = await seatAgent(centre, 'anna');
    const call = await waitingCall(centre);
    const { contactId, offers } = await call.contact();
    await acceptOffer(centre.world, anna, contactId, offers);
    await reportAudio(centre.world, anna, contactId, offers);
    await call.rings(9);
    await call.listens();
    await call.hangsUp();
    expect(call.service.over).toBe(true);
    expect(await call.contact()).toMatchObject({ state: 'ended', endReason: 'caller-hung-up' });
  });

  it('plays a message and hangs up at a number that is closed', async () => {
    const centre = await openCentre([main]);
    const call = new PhoneCall(centre, undefined, closedNumber);
    await call.flow();
    expect(call.hears).toBe('closed');
    await call.listens();
    expect(call.service.over).toBe(true);
    expect(await call.contact()).toMatchObject({ state: 'ended', endReason: 'flow-ended' });
  });

  it('makes one customer of two simultaneous calls from one new number, and none of a withheld one', async () => {
    const centre = await openCentre([main]);
    const calls = [new PhoneCall(centre), new PhoneCall(centre), new PhoneCall(centre, 'anonymous')];
    await Promise.all(calls.map((call) => call.flow()));
    const [one, two, withheld] = await Promise.all(calls.map((call) => call.contact()));
    expect(one?.customerId).toBeDefined();
    expect(two?.customerId).toBe(one?.customerId);
    expect(withheld).not.toHaveProperty('customerId');
    expect(withheld).not.toHaveProperty('callerNumber');
    const key = customerKeys.customer(CustomerId.parse(one?.customerId));
    expect(Customer.parse(await centre.world.db.get('customers', key)).numbers).toEqual(['+12025550111']);
    expect(await centre.world.db.query({ table: 'customers', pk: key.pk, prefix: 'FACT#' })).toHaveLength(1);
  });

  it('stays on the version of the flow that it began on', async () => {
    const centre = await openCentre([main]);
    await waitingCall(centre);
    expect(centre.invoked.map(({ version }) => version)).toEqual([undefined, '7']);
  });
});

describe('a lost call', () => {
  const broken = defineFlow('main', function* (call) {
    yield* call.play('welcome');
    throw new Error('a mistake in the flow');
  });

  const failing = defineFlow('main', function* (call) {
    yield* call.run('look up', () => Promise.reject(new Error('no answer')));
  });

  it.each([
    ['whose flow fails', [broken], undefined],
    ['whose look outside fails', [failing], undefined],
    ['whose flow is gone', [], undefined],
    ['whose flow takes too long', [main], async () => ({ failed: 'the flow took too long' })],
  ] as const)('%s hears an apology and waits for an operator, told once', async (_, flows, invoke) => {
    const centre = await openCentre(flows, invoke);
    const call = new PhoneCall(centre);
    await call.flow();
    if (call.hears === 'welcome') await call.listens();
    expect(call.hears).toBe('sorry-lost');
    expect(await call.listens()).toBe('hold-music');
    const { contactId, state, queueId } = await call.contact();
    expect({ state, queueId }).toEqual({ state: 'waiting', queueId: 'operator' });
    const facts = await readFacts(centre.world.db, contactId);
    expect(facts.filter(({ type }) => type === 'CallLost')).toHaveLength(1);
  });

  it('says goodbye when there is no queue at all', async () => {
    const centre = await openCentre([]);
    for (const { pk, sk } of await centre.world.db.query({ table: 'settings', pk: 'QUEUE' }))
      await centre.world.db.write([{ table: 'settings', delete: { pk: String(pk), sk: String(sk) } }]);
    for (const { pk, sk } of await centre.world.db.query({ table: 'settings', pk: 'TOPIC' }))
      await centre.world.db.write([{ table: 'settings', delete: { pk: String(pk), sk: String(sk) } }]);
    const call = new PhoneCall(centre);
    await call.flow();
    expect(call.hears).toBe('sorry-goodbye');
    await call.listens();
    expect(call.service.over).toBe(true);
  });
});

describe('the telephony function', () => {
  it('gives an event that comes twice the same answer twice, and does nothing twice', async () => {
    const centre = await openCentre([main]);
    const anna = await seatAgent(centre, 'anna');
    const call = new PhoneCall(centre);
    call.twice = true;
    await call.flow();
    await call.listens();
    await call.presses('2');
    const { contactId, offers } = await call.contact();
    await acceptOffer(centre.world, anna, contactId, offers);
    await reportAudio(centre.world, anna, contactId, offers);
    expect(await call.rings(9)).toBe('JoinChimeMeeting');
    await call.listens();
    await call.listens();
    await call.hangsUp();
    expect(call.service.over).toBe(true);
    for (const { event, answer, again } of call.answers) expect(again, event.InvocationEventType).toEqual(answer);
    const facts = await readFacts(centre.world.db, contactId);
    expect(facts.map(({ type }) => type)).toEqual([
      'ContactArrived',
      'CustomerIdentified',
      'ContactQueued',
      'ContactOffered',
      'OfferAccepted',
      'ContactConnected',
      'EntryLeft',
      'ContactEnded',
    ]);
  });

  it('keeps a caller on music while the database is gone, and goes on when it is back', async () => {
    const centre = await openCentre([main]);
    const call = await waitingCall(centre);
    const { db } = centre.world;
    centre.world.db = { ...db, get: () => Promise.reject(new Error('no database')) };
    await call.listens();
    expect(await call.listens()).toBe('hold-music');
    expect(centre.logged).toContain('fault');
    centre.world.db = db;
    expect(await call.listens()).toBe('position-intro');
  });

  it('throws for the first event of a call that it can’t serve, so that the service sends it again', async () => {
    const centre = await openCentre([main]);
    centre.world.db.get = () => Promise.reject(new Error('no database'));
    await expect(new PhoneCall(centre).flow()).rejects.toThrow('no database');
  });
});

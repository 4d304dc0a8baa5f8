/** The whole system by one command: real SIP and RTP over UDP, the functions' own bundles, agents with real audio, no browser. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PlacedCall } from '../../local/caller.ts';
import { closedNumber } from '../../local/demo/settings.ts';
import { readFacts } from '../../shared/contacts/read-facts.ts';
import { ContactId, epochMs, instant } from '../../shared/ids.ts';
import type { ContactView } from '../../shared/wire/api.ts';
import type { Agent } from './agent.ts';
import { queueIds, startCenter, type Center } from './center.ts';
import { choose } from './menu.ts';
import type { Seat } from '../../local/agents/seat.ts';

const maria = '+12025550111';
const callerHz = 500;
const agentHz = 900;

describe('a call through the whole system', { timeout: 90_000 }, () => {
  let center: Center;
  let anna: Agent;
  const calls: PlacedCall[] = [];
  const seats: Seat[] = [];
  const contacts: string[] = [];
  const offered = new Set<string>();

  const call = async (from: string, to?: string): Promise<PlacedCall> => {
    const placed = await center.call({ from, hz: callerHz, ...(to === undefined ? {} : { to }) });
    calls.push(placed);
    return placed;
  };
  /** The next offer that did not come before: the safety net pushes some again. */
  const nextOffer = async (agent: Agent): Promise<ContactView & { at: number }> => {
    const { contact, at } = await agent.next('offer', (message) => !offered.has(`${message.contact.contactId} ${message.contact.n}`));
    offered.add(`${contact.contactId} ${contact.n}`);
    contacts.push(contact.contactId);
    return { ...contact, at };
  };
  /** Dials, presses a key, and gives what the agent is offered. */
  const ring = async (from: string, key: string, agent = anna): Promise<{ caller: PlacedCall; contact: ContactView }> => {
    const caller = await call(from);
    await choose(caller, key);
    return { caller, contact: await nextOffer(agent) };
  };
  const accept = async (contact: ContactView, agent = anna): Promise<Seat> => {
    const seat = await agent.accept(contact, agentHz);
    seats.push(seat);
    return seat;
  };
  const hearEachOther = async (caller: PlacedCall, seat: Seat): Promise<void> => {
    await caller.until('the agent’s tone', () => caller.hearsTone(agentHz), 10_000);
    await expect.poll(() => seat.hearsTone(callerHz), { timeout: 10_000 }).toBe(true);
  };
  const wrapUp = async ({ contactId, n }: ContactView, agent = anna): Promise<void> => {
    await agent.next('contact', ({ contact }) => contact.contactId === contactId && contact.state === 'wrapping-up');
    const request = { n, disposition: 'solved', ticketStatus: 'resolved', subject: 'Asked and answered' } as const;
    const me = await agent.call('POST /api/contacts/{contactId}/wrap-up', { contactId }, request);
    expect(me.agent.status).toBe('available');
    expect(me.agent.state).not.toBe('wrapping-up');
  };

  beforeAll(async () => {
    center = await startCenter({ ringSeconds: 6 });
    anna = await center.agent('anna');
    await anna.goAvailable();
  }, 120_000);

  afterEach(async () => {
    for (const seat of seats.splice(0)) await seat.leave();
    for (const placed of calls.splice(0)) await placed.hangUp();
  });

  afterAll(async () => {
    await center?.close();
  });

  it('reaches the agent with the caller’s history, carries both voices, and ends in a ticket', async () => {
    const { caller, contact } = await ring(maria, '2');
    expect(contact).toMatchObject({ queueName: 'Technical', topic: 'technical', callerNumber: maria, customer: { name: 'Maria Keller' } });
    expect(contact.history).toHaveLength(3);
    expect(contact.openTickets.map(({ subject }) => subject)).toEqual(['Card reader loses its connection']);
    expect(contact.reason).not.toBe('');

    const seat = await accept(contact);
    await hearEachOther(caller, seat);
    await caller.hangUp();
    const { contact: after } = await anna.next('contact', (message) => message.contact.state === 'wrapping-up');
    expect(after.contactId).toBe(contact.contactId);

    const [open] = contact.openTickets;
    const dueAt = instant(Date.now() + 86_400_000);
    const { agent } = await anna.call('GET /api/me', {}, {});
    const request = { n: contact.n, disposition: 'follow-up', notes: 'Sends the log file', ticketStatus: 'requires-follow-up' } as const;
    const me = await anna.call(
      'POST /api/contacts/{contactId}/wrap-up',
      { contactId: contact.contactId },
      { ...request, ...(open === undefined ? {} : { ticketId: open.ticketId }), ownerId: agent.agentId, dueAt },
    );
    expect(me).toMatchObject({ agent: { status: 'available', state: 'idle' } });
    const { tickets } = await anna.call('GET /api/follow-ups', {}, {});
    expect(tickets).toMatchObject([{ ticketId: open?.ticketId, status: 'requires-follow-up', dueAt, customerName: 'Maria Keller' }]);
  });

  it('tells the contact’s timeline to its agent', async () => {
    const [contactId = ''] = contacts;
    const { lines, customerName } = await anna.call('GET /api/contacts/{contactId}/timeline', { contactId }, {});
    expect(customerName).toBe('Maria Keller');
    expect(lines.map(({ type }) => type)).toEqual([
      'ContactArrived',
      'CustomerIdentified',
      'ContactQueued',
      'ContactOffered',
      'OfferAccepted',
      'ContactConnected',
      'EntryLeft',
      'ContactEnded',
      'WrapUpCompleted',
    ]);
  });

  it('goes on with the next call, whose number is withheld: nobody’s record, and a conversation all the same', async () => {
    const { caller, contact } = await ring('anonymous', '1');
    expect(contact).toMatchObject({ queueName: 'Product', history: [], openTickets: [] });
    expect(contact).not.toHaveProperty('customer');
    expect(contact).not.toHaveProperty('callerNumber');
    await hearEachOther(caller, await accept(contact));
    await caller.hangUp();
    await wrapUp(contact);
  });

  it('offers a waiting caller as soon as the agent’s wrap-up is handed in', async () => {
    const first = await ring('+12025550112', '3');
    await accept(first.contact);
    const second = await call('+12025550113');
    await choose(second, '4');
    await center.facts.first('ContactQueued', ({ data }) => data.queueId === 'returns');
    await second.until('music while waiting', () => second.hears().kind === 'music', 15_000);
    await first.caller.hangUp();
    await wrapUp(first.contact);
    const handedIn = performance.now();
    const offer = await nextOffer(anna);
    expect(offer.queueName).toBe('Returns');
    expect(offer.at - handedIn).toBeLessThan(2000);
    await hearEachOther(second, await accept(offer));
    await second.hangUp();
    await wrapUp(offer);
  });

  it('makes one customer of a new number, also when two calls arrive together', async () => {
    const number = '+13035550142';
    const pair = await Promise.all([call(number), call(number)]);
    await center.facts.until('no two arrivals', ({ all }) => all.filter(isArrivalFrom(number)).length === 2);
    const ids = center.facts.all.filter(isArrivalFrom(number)).map(({ subjectId }) => subjectId);
    await center.facts.until(
      'not both identified',
      (facts) => facts.of('CustomerIdentified', (f) => ids.includes(f.subjectId)).length === 2,
    );
    const identified = center.facts.of('CustomerIdentified', (fact) => ids.includes(fact.subjectId)).map(({ data }) => data);
    expect(new Set(identified.map(({ customerId }) => customerId)).size).toBe(1);
    expect(identified.map(({ created }) => created).sort()).toEqual([false, true]);
    await Promise.all(pair.map((placed) => placed.hangUp()));
    await center.facts.until('not both ended', (facts) => facts.of('ContactEnded', (f) => ids.includes(f.subjectId)).length === 2);
    const created = center.facts.of('CustomerCreated', ({ subjectId }) => subjectId === identified[0]?.customerId);
    expect(created).toHaveLength(1);
    contacts.push(...ids);
  });

  it('says that it is closed, and hangs up', async () => {
    const caller = await call('+12025550114', closedNumber);
    await caller.until('the message', () => caller.hears().kind === 'speech', 10_000);
    expect(await caller.ended).toMatchObject({ by: 'far' });
    const arrived = await center.facts.first('ContactArrived', ({ data }) => data.dialledNumber === closedNumber);
    const ended = await center.facts.first('ContactEnded', ({ subjectId }) => subjectId === arrived.subjectId);
    expect(ended.data.why).toBe('flow-ended');
    expect(center.facts.ofContact(arrived.subjectId).map(({ type }) => type)).not.toContain('ContactQueued');
  });

  it('withdraws the offer of a caller who hangs up while it rings', async () => {
    const { caller, contact } = await ring('+12025550115', '2');
    await caller.hangUp();
    await anna.next('offer-withdrawn', ({ contactId, why }) => contactId === contact.contactId && why === 'caller-hung-up');
    await center.facts.first('ContactEnded', ({ subjectId }) => subjectId === contact.contactId);
    const left = center.facts.of('EntryLeft', ({ subjectId }) => subjectId === contact.contactId);
    expect(left.map(({ data }) => data.why)).toEqual(['abandoned']);
    expect((await anna.call('GET /api/me', {}, {})).agent).toMatchObject({ status: 'available', state: 'idle' });
  });

  it('puts an agent who misses an offer on a break and says so; the caller keeps the place', async () => {
    const { caller, contact } = await ring('+12025550116', '1');
    await anna.next('offer-withdrawn', ({ contactId, why }) => contactId === contact.contactId && why === 'missed');
    const { agent } = await anna.next('agent', (message) => message.agent.breakReason === 'missed');
    expect(agent).toMatchObject({ status: 'on-break', state: 'idle' });
    expect(agent.notice).toMatch(/\w/);
    expect(await center.places('QUEUE', 'product')).toMatchObject([{ contactId: contact.contactId, arrivedAt: contact.arrivedAt }]);
    const offeredAt = epochMs(contact.offeredAt ?? contact.arrivedAt);
    expect(epochMs(contact.deadlineAt ?? contact.arrivedAt) - offeredAt).toBe(6000);

    await anna.goAvailable();
    const again = await nextOffer(anna);
    expect(again).toMatchObject({ contactId: contact.contactId, n: contact.n + 1 });
    await hearEachOther(caller, await accept(again));
    await anna.call('POST /api/contacts/{contactId}/hang-up', { contactId: again.contactId }, { n: again.n });
    expect(await caller.ended).toMatchObject({ by: 'far' });
    await wrapUp(again);
    const [ended] = center.facts.of('ContactEnded', ({ subjectId }) => subjectId === contact.contactId);
    expect(ended?.data.why).toBe('agent-hung-up');
  });

  it('asks the next agent when the first declines', async () => {
    const { caller, contact } = await ring('+12025550117', '0');
    expect(contact).toMatchObject({ queueName: 'Operator', mayDecline: true });
    const bela = await center.agent('bela');
    await bela.goAvailable();
    await anna.call('POST /api/contacts/{contactId}/decline', { contactId: contact.contactId }, { n: contact.n });
    const passed = await nextOffer(bela);
    expect(passed).toMatchObject({ contactId: contact.contactId, n: contact.n + 1 });
    await hearEachOther(caller, await accept(passed, bela));
    await caller.hangUp();
    await wrapUp(passed, bela);
    await bela.call('POST /api/me/status', {}, { status: 'offline' });
    expect((await anna.call('GET /api/me', {}, {})).agent).toMatchObject({ status: 'available', state: 'idle' });
  });

  it('leaves nothing behind: no leg, no meeting, no place, no dead letter, no error', async () => {
    await anna.call('POST /api/me/status', {}, { status: 'offline' });
    const { gateway } = center.system;
    await expect.poll(() => gateway.calls(), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => gateway.meetings(), { timeout: 10_000 }).toEqual([]);
    for (const queueId of queueIds) expect(await center.places('QUEUE', queueId)).toEqual([]);
    expect(await center.places('PROFILE', 'everyone')).toEqual([]);
    expect(center.deadLetters()).toEqual([]);
    expect(center.errors).toEqual([]);
  });

  it('tells each fact once, numbered without gaps, as the tables hold them', async () => {
    for (const contactId of new Set(contacts)) {
      const stored = (await readFacts(center.db, ContactId.parse(contactId))).sort((a, b) => a.seq - b.seq);
      await center.facts.until(`not all facts of ${contactId} came`, (facts) => facts.ofContact(contactId).length >= stored.length);
      const told = center.facts.ofContact(contactId);
      expect(told.map(({ seq }) => seq)).toEqual(stored.map((_, i) => i + 1));
      expect(told.map(({ factId }) => factId)).toEqual(stored.map((fact) => fact.factId));
      const queued = told.filter(({ type, data }) => type === 'ContactQueued' && !(data as { again: boolean }).again);
      expect(told.filter(({ type }) => type === 'EntryLeft')).toHaveLength(queued.length);
    }
    const ids = center.facts.all.map(({ factId }) => factId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

const isArrivalFrom =
  (number: string) =>
  ({ type, data }: { type: string; data: object }): boolean =>
    type === 'ContactArrived' && 'callerNumber' in data && data.callerNumber === number;

import { expect, test } from 'vitest';
import type { Agent, Vacancy } from '../../shared/agents/agent.ts';
import { AgentId, ContactId, CustomerId, instant, ProfileId, QueueId, TicketId } from '../../shared/ids.ts';
import { chooseAgent, levelsFor, orderVacancies } from '../../shared/routing/decide/choose-agent.ts';
import { orderEntries } from '../../shared/routing/decide/choose-contact.ts';
import { ticketWrites } from '../../shared/tickets/attach-ticket.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { WrapUpRequest } from '../../shared/wire/api.ts';
import { profile, startMs as now } from './center.ts';

const technical = QueueId.parse('technical');
const vacancy = (name: string, profileId: string, idleSeconds: number): Vacancy => ({
  schemaVersion: 1,
  agentId: AgentId.parse(name),
  profileId: ProfileId.parse(profileId),
  idleSince: instant(now - idleSeconds * 1000),
  agentVersion: 1,
});
const agent = (name: string, over: Partial<Agent> = {}): Agent => ({
  schemaVersion: 1,
  agentId: AgentId.parse(name),
  name,
  version: 1,
  seq: 0,
  profileId: ProfileId.parse('first'),
  status: 'available',
  since: instant(now),
  state: 'idle',
  leaseUntil: instant(now + 1000),
  mayDecline: true,
  ...over,
});

test('the lower level goes first, then who is idle longest; a profile that does not serve the queue is not asked', () => {
  const levels = levelsFor(technical, [
    profile('first', [['technical', 1]]),
    profile('second', [['technical', 2]]),
    profile('other', [['billing', 1]]),
  ]);
  const order = orderVacancies(
    [vacancy('a', 'second', 500), vacancy('b', 'first', 10), vacancy('c', 'first', 20), vacancy('d', 'other', 900)],
    levels,
  );
  expect(order.map(({ agentId }) => agentId)).toEqual(['c', 'b', 'a']);
});

test('each candidate who is passed over has the reason beside them', () => {
  const place = (name: string, idleSeconds: number) => ({
    agentId: AgentId.parse(name),
    level: 1,
    idleSince: instant(now - idleSeconds * 1000),
  });
  const considered = [
    { place: place('gone', 90), agent: agent('gone', { leaseUntil: instant(now) }) },
    { place: place('busy', 80), agent: agent('busy', { state: 'engaged' }) },
    { place: place('away', 70), agent: agent('away', { status: 'on-break' }) },
    { place: place('unwilling', 60), agent: agent('unwilling') },
    { place: place('anna', 50), agent: agent('anna') },
    { place: place('bela', 40), agent: agent('bela') },
  ];
  const choice = chooseAgent(considered, now, new Set([AgentId.parse('unwilling')]));
  expect(choice.chosen?.agentId).toBe('anna');
  expect(choice.candidates.map(({ ruledOut }) => ruledOut)).toEqual([
    'has no living client',
    'is engaged',
    'is on-break',
    'declined this contact a moment ago',
    undefined,
    undefined,
  ]);
  expect(choice.reason).toBe('Longest idle of 2 free agents at level 1.');
});

test('an agent serves by level, order, priority and arrival', () => {
  const entry = (name: string, queueId: string, priority: number, second: number) => ({
    schemaVersion: 1 as const,
    contactId: ContactId.parse(name),
    queueId: QueueId.parse(queueId),
    priority,
    arrivedAt: instant(now + second * 1000),
    queuedAt: instant(now),
    contactVersion: 1,
  });
  const entries = [
    entry('late', 'technical', 5, 9),
    entry('other', 'billing', 9, 1),
    entry('early', 'technical', 5, 2),
    entry('urgent', 'technical', 8, 30),
  ];
  const order = orderEntries(
    entries,
    profile('both', [
      ['technical', 1],
      ['billing', 2],
    ]),
  );
  expect(order.map((one) => one.entry.contactId)).toEqual(['urgent', 'early', 'late', 'other']);
});

const contact = { contactId: ContactId.parse('c1'), customerId: CustomerId.parse('maria'), topic: 'technical' } as Contact;
const ticketId = TicketId.parse('t1');
const followUp = WrapUpRequest.parse({
  n: 1,
  disposition: 'follow-up',
  ticketStatus: 'requires-follow-up',
  ownerId: 'anna',
  dueAt: instant(now + 3600_000),
  notes: 'call back',
});

test('a follow-up without owner and due time is refused', () => {
  expect(WrapUpRequest.safeParse({ n: 1, disposition: 'follow-up', ticketStatus: 'requires-follow-up', ownerId: 'anna' }).success).toBe(
    false,
  );
});

test('a follow-up stands among its owner’s until the ticket is closed', () => {
  const opening = ticketWrites(undefined, { ticketId, contact, request: followUp }, now);
  const puts = opening.flatMap((write) => ('put' in write ? [write.put] : []));
  expect(puts.map(({ pk }) => pk)).toEqual(['TICKET#t1', 'TICKET#t1', 'CUSTOMER#maria', 'OWNER#anna']);
  expect(puts[1]).toMatchObject({ type: 'TicketOpened', seq: 1 });
  const before = puts[0] as unknown as Ticket;
  const request = WrapUpRequest.parse({ n: 1, disposition: 'solved', ticketStatus: 'closed' });
  const closing = ticketWrites(before, { ticketId, contact, request }, now + 1);
  expect(closing.flatMap((write) => ('delete' in write ? [write.delete.pk] : []))).toEqual(['OWNER#anna']);
  expect(closing[0]).toMatchObject({ put: { status: 'closed', notes: 'call back', contactIds: ['c1'], version: 2, seq: 2 } });
});

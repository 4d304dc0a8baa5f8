import { expect, test } from 'vitest';
import type { Vacancy } from '../../shared/agents/agent.ts';
import { AgentId, ContactId, CustomerId, instant, ProfileId, QueueId, SkillId, TicketId } from '../../shared/ids.ts';
import type { Candidate } from '../../shared/contacts/contact.ts';
import type { RoutingProfile, Step } from '../../shared/queues/queue.ts';
import type { Strategy } from '../../shared/queues/words.ts';
import { rankVacancies, reasonForAgent, type Search } from '../../shared/routing/decide/choose-agent.ts';
import { orderEntries } from '../../shared/routing/decide/choose-contact.ts';
import { mayServe } from '../../shared/routing/decide/may-serve.ts';
import { nextChangeMs, resolveSteps, stepAt } from '../../shared/routing/decide/steps.ts';
import { rankingOf } from '../../shared/routing/decide/strategies.ts';
import { ticketWrites } from '../../shared/tickets/attach-ticket.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { WrapUpRequest } from '../../shared/wire/api.ts';
import { profile, startMs as now } from './center.ts';

const technical = QueueId.parse('technical');
const vacancy = (name: string, profileId: string, idleSeconds: number, over: Partial<Vacancy> = {}): Vacancy => ({
  schemaVersion: 1,
  agentId: AgentId.parse(name),
  profileId: ProfileId.parse(profileId),
  idleSince: instant(now - idleSeconds * 1000),
  agentVersion: 1,
  ...over,
});
const search = (over: Partial<Search> = {}): Search => ({
  contact: { queueId: technical, waitedMs: 0 },
  present: { step: {}, index: 0 },
  strategy: 'longest-idle',
  picked: new Set(),
  declined: new Set(),
  ...over,
});
const profiles = [profile('first', [['technical', 1]]), profile('second', [['technical', 2]]), profile('other', [['billing', 1]])];
const names = (candidates: Candidate[]) => candidates.filter(({ ruledOut }) => ruledOut === undefined).map(({ agentId }) => agentId);

test('the lower level goes first, then who is idle longest; a profile that does not serve the queue is not asked', () => {
  const vacancies = [vacancy('a', 'second', 500), vacancy('b', 'first', 10), vacancy('c', 'first', 20), vacancy('d', 'other', 900)];
  const ranked = rankVacancies(search(), vacancies, profiles);
  expect(names(ranked)).toEqual(['c', 'b', 'a']);
  expect(ranked.at(-1)).toMatchObject({ agentId: 'd', ruledOut: 'does not serve this queue' });
});

test('each candidate who is passed over has the reason beside them', () => {
  const hungarian = SkillId.parse('hungarian');
  const step: Step = { skills: [{ skillId: hungarian, level: 4 }], upToLevel: 1 };
  const vacancies = [
    vacancy('beginner', 'first', 90, { skills: { [hungarian]: 2 } }),
    vacancy('silent', 'first', 80),
    vacancy('second', 'second', 70, { skills: { [hungarian]: 5 } }),
    vacancy('unwilling', 'first', 60, { skills: { [hungarian]: 5 } }),
    vacancy('anna', 'first', 50, { skills: { [hungarian]: 5 } }),
    vacancy('bela', 'first', 40, { skills: { [hungarian]: 4 } }),
  ];
  const declined = new Set([AgentId.parse('unwilling')]);
  const ranked = rankVacancies(search({ present: { step, index: 0 }, declined }), vacancies, profiles);
  expect(names(ranked)).toEqual(['anna', 'bela']);
  expect(Object.fromEntries(ranked.map(({ agentId, ruledOut }) => [agentId, ruledOut]))).toMatchObject({
    beginner: 'knows hungarian at level 2, asked is level 4',
    silent: 'knows hungarian not, asked is level 4',
    second: 'serves the queue at level 2, asked is 1 or better',
    unwilling: 'declined this contact a moment ago',
  });
  expect(reasonForAgent(ranked, 'longest-idle')).toBe('Longest idle of 2 free agents at level 1.');
});

test('steps follow each other, the last holds; a step for somebody who is not there is left out', () => {
  const last = { seconds: 15, agent: 'last' as const };
  const skilled = { seconds: 30, skills: [{ skillId: SkillId.parse('hungarian'), level: 4 }] };
  const steps = [last, skilled, { seconds: 60, queues: [QueueId.parse('billing')] }];
  const anna = AgentId.parse('anna');
  const resolved = resolveSteps(steps, anna, new Set([anna]));
  expect(stepAt(resolved, 0)).toEqual({ step: { seconds: 15, agent: 'anna' }, index: 0, endsAtMs: 15_000 });
  expect(stepAt(resolved, 15_000)).toEqual({ step: skilled, index: 1, endsAtMs: 45_000 });
  expect(stepAt(resolved, 9_000_000)).toEqual({ step: steps[2], index: 2 });
  expect(resolveSteps(steps, anna, new Set())).toEqual(steps.slice(1));
  expect(resolveSteps(steps, undefined, new Set([anna]))).toEqual(steps.slice(1));
  expect(stepAt([], 5)).toEqual({ step: {}, index: 0 });
});

test('a backup group comes in when the contact has waited long enough', () => {
  const backup: RoutingProfile = { ...profile('backup', []), serves: [{ queueId: technical, level: 1, order: 0, afterSeconds: 60 }] };
  const waiter = (waitedMs: number) => ({ queueId: technical, waitedMs });
  const who = vacancy('anna', 'backup', 1);
  expect(mayServe(waiter(59_999), {}, who, backup, { queueId: technical })).toContain('backup group');
  expect(mayServe(waiter(60_000), {}, who, backup, { queueId: technical })).toBeUndefined();
  const queuedAt = instant(now);
  expect(nextChangeMs({ requirements: [], queuedAt, queueId: technical }, [backup], now)).toBe(now + 60_000);
  expect(nextChangeMs({ requirements: [], queuedAt, queueId: technical }, [backup], now + 60_000)).toBeUndefined();
});

test('a queue is ranked by its own strategy; a name that is none is an error', () => {
  const vacancies = [
    vacancy('often', 'first', 90, { served: 9 }),
    vacancy('seldom', 'first', 10, { served: 2 }),
    vacancy('never', 'first', 50, { served: 4 }),
  ];
  const first = (strategy: Strategy) => names(rankVacancies(search({ strategy }), vacancies, profiles))[0];
  expect(first('longest-idle')).toBe('often');
  expect(first('fewest-contacts')).toBe('seldom');
  expect(first('ordered')).toBe('never');
  expect(() => rankingOf('round-robin')).toThrow(RangeError);
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
    vacancy('anna', 'both', 1),
    profile('both', [
      ['technical', 1],
      ['billing', 2],
    ]),
    new Set(),
    now + 60_000,
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

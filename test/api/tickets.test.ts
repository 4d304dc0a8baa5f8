import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactKeys } from '../../shared/contacts/contact.ts';
import { ContactId, instant, TicketId } from '../../shared/ids.ts';
import { followUpWrites } from '../../shared/tickets/follow-up-place.ts';
import { Ticket, ticketKeys } from '../../shared/tickets/ticket.ts';
import { type Account, openAccount } from './account.ts';

/** The functions make their clients from the environment, so they are loaded when it stands. */
const load = async () => ({
  db: (await import('../../functions/kit/world.ts')).openWorld().db,
  list: (await import('../../functions/api/follow-ups.ts')).handler,
  set: (await import('../../functions/api/set-ticket-status.ts')).handler,
});
let account: Account;
let on: Awaited<ReturnType<typeof load>>;
const seen = instant(Date.UTC(2026, 5, 1));
beforeAll(async () => {
  account = await openAccount();
  on = await load();
  const ticket = Ticket.parse({
    ...{ schemaVersion: 1, ticketId: 't1', version: 1, seq: 1, subject: 'Door seal', status: 'requires-follow-up', contactIds: ['c1'] },
    ...{ ownerId: 'anna', dueAt: instant(Date.UTC(2026, 5, 2)), openedAt: seen, updatedAt: seen },
  });
  const share = { schemaVersion: 1, contactId: 'c1', n: 1, agentId: 'bela', queueId: 'q', state: 'connected', acceptedAt: seen };
  await on.db.write([
    { table: 'tickets', put: { ...ticketKeys.ticket(TicketId.parse('t1')), ...ticket } },
    ...followUpWrites(undefined, ticket),
    { table: 'contacts', put: { ...contactKeys.interaction(ContactId.parse('c1'), 1), ...share } },
  ]);
});
afterAll(() => account.close());

async function call(
  handler: unknown,
  body: object = {},
  as = { sub: 'anna', groups: '[agents]' },
): Promise<{ status: number; answer: unknown }> {
  const event = {
    body: JSON.stringify(body),
    pathParameters: { ticketId: 't1' },
    requestContext: { authorizer: { jwt: { claims: { sub: as.sub, username: as.sub, 'cognito:groups': as.groups } } } },
  };
  const answered = (handler as (event: object, context: Context) => Promise<{ statusCode: number; body: string }>)(event, {} as Context);
  const { statusCode, body: text } = await answered;
  return { status: statusCode, answer: JSON.parse(text) };
}

test('an agent finishes a follow-up and it is gone from the list', async () => {
  expect(await call(on.list)).toMatchObject({ status: 200, answer: { tickets: [{ ticketId: 't1' }] } });
  const late = { status: 'requires-follow-up', dueAt: instant(Date.UTC(2026, 5, 3)), updatedAt: instant(0) };
  expect(await call(on.set, late)).toMatchObject({ status: 409, answer: { code: 'ticket-changed' } });
  expect(await call(on.set, { status: 'requires-follow-up', updatedAt: seen })).toMatchObject({ status: 400, answer: { about: 'dueAt' } });
  const done = await call(on.set, { status: 'resolved', updatedAt: seen });
  expect(done).toMatchObject({ status: 200, answer: { ticketId: 't1', status: 'resolved' } });
  expect(await call(on.list)).toEqual({ status: 200, answer: { tickets: [] } });
});

test('a ticket is changed by its owner, by who took one of its contacts, and by supervisors; nobody else', async () => {
  const change = async (as: { sub: string; groups: string }, status: string) => {
    const ticket = await on.db.get('tickets', ticketKeys.ticket(TicketId.parse('t1')));
    return call(on.set, { status, updatedAt: ticket?.['updatedAt'] }, as);
  };
  const refused = await change({ sub: 'cili', groups: '[agents]' }, 'open');
  expect(refused).toMatchObject({ status: 403, answer: { code: 'not-your-ticket' } });
  expect((refused.answer as { remedy: string }).remedy).toContain('supervisor');
  expect(await change({ sub: 'bela', groups: '[agents]' }, 'open')).toMatchObject({ status: 200, answer: { status: 'open' } });
  expect(await change({ sub: 'dora', groups: '[agents supervisors]' }, 'closed')).toMatchObject({ answer: { status: 'closed' } });
  expect(await change({ sub: 'anna', groups: '[agents]' }, 'resolved')).toMatchObject({ answer: { status: 'resolved' } });
});

import { expect, test } from 'vitest';
import { type AgentId, instant, TicketId } from '../../shared/ids.ts';
import { followUpWrites } from '../../shared/tickets/follow-up-place.ts';
import { followUpsOf, readTicket } from '../../shared/tickets/read-ticket.ts';
import { setTicketStatus } from '../../shared/tickets/set-status.ts';
import { Ticket, ticketKeys } from '../../shared/tickets/ticket.ts';
import { TicketStatusRequest } from '../../shared/wire/api.ts';
import { arriveAgent, type Center, openCenter, profile, queue, startMs } from '../routing/center.ts';

const ticketId = TicketId.parse('t1');
const at = (hours: number) => instant(startMs + hours * 3_600_000);

/** A center with two agents and a follow-up of Anna's, due in an hour. */
async function openWithFollowUp() {
  const center = await openCenter({ queues: [queue('technical')], profiles: [profile('everyone', [['technical', 1]])] });
  const [anna, bela] = [await arriveAgent(center, 'anna'), await arriveAgent(center, 'bela')];
  const ticket = Ticket.parse({
    ...{ schemaVersion: 1, ticketId, version: 4, seq: 4, subject: 'Door seal', status: 'requires-follow-up', contactIds: [] },
    ...{ ownerId: anna, dueAt: at(1), openedAt: at(-5), updatedAt: at(-4), notes: 'Send one' },
  });
  await center.world.db.write([
    { table: 'tickets', put: { ...ticketKeys.ticket(ticketId), ...ticket } },
    ...followUpWrites(undefined, ticket),
  ]);
  return { center, anna, bela, seen: ticket.updatedAt };
}
/** Who may change every ticket: what is tested here is what becomes of it. */
const by = (agentId: AgentId) => ({ agentId, supervises: true });
const asked = (request: object) => TicketStatusRequest.parse(request);
const factAt = (center: Center, seq: number) => center.world.db.get('tickets', ticketKeys.fact(ticketId, seq));

test('a follow-up that is done leaves the list, keeps its notes, and tells so', async () => {
  const { center, anna, seen } = await openWithFollowUp();
  const result = await setTicketStatus(center.world, by(anna), ticketId, asked({ status: 'resolved', updatedAt: seen }));
  expect(result).toMatchObject({ ticket: { status: 'resolved', version: 5, notes: 'Send one', updatedAt: at(0) } });
  expect((await readTicket(center.world.db, ticketId))?.dueAt).toBeUndefined();
  expect(await followUpsOf(center.world.db, anna)).toEqual([]);
  expect(await factAt(center, 5)).toMatchObject({ type: 'TicketUpdated', data: { status: 'resolved', ownerId: anna } });
});

test('one that is moved has its new time and, when given, its new owner', async () => {
  const { center, anna, bela, seen } = await openWithFollowUp();
  await setTicketStatus(center.world, by(anna), ticketId, asked({ status: 'requires-follow-up', dueAt: at(30), updatedAt: seen }));
  expect(await followUpsOf(center.world.db, anna)).toMatchObject([{ ticketId, dueAt: at(30) }]);
  center.clock.now += 1000;
  const later = asked({ status: 'requires-follow-up', ownerId: bela, dueAt: at(40), updatedAt: at(0) });
  await setTicketStatus(center.world, by(anna), ticketId, later);
  expect(await followUpsOf(center.world.db, anna)).toEqual([]);
  expect(await followUpsOf(center.world.db, bela)).toMatchObject([{ ticketId, dueAt: at(40) }]);
  expect(await factAt(center, 6)).toMatchObject({ data: { status: 'requires-follow-up', ownerId: bela, dueAt: at(40) } });
});

test('the same request again changes nothing more and is not refused', async () => {
  const { center, anna, seen } = await openWithFollowUp();
  const request = asked({ status: 'resolved', updatedAt: seen });
  const first = await setTicketStatus(center.world, by(anna), ticketId, request);
  expect(await setTicketStatus(center.world, by(anna), ticketId, request)).toEqual(first);
  expect(await factAt(center, 6)).toBeUndefined();
});

test('of two who change it at once only the first does, and the other is told', async () => {
  const { center, anna, bela, seen } = await openWithFollowUp();
  const both = await Promise.all([
    setTicketStatus(center.world, by(anna), ticketId, asked({ status: 'resolved', updatedAt: seen })),
    setTicketStatus(center.world, by(bela), ticketId, asked({ status: 'requires-follow-up', dueAt: at(9), updatedAt: seen })),
  ]);
  expect(both.filter((one) => 'ticket' in one)).toHaveLength(1);
  expect(both.find((one) => 'refused' in one)).toMatchObject({ refused: { code: 'ticket-changed', status: 409 } });
  expect(await readTicket(center.world.db, ticketId)).toMatchObject({ version: 5, seq: 5 });
});

test('no ticket, no such owner and no due time are refused by name', async () => {
  const { center, anna, seen } = await openWithFollowUp();
  const gone = await setTicketStatus(center.world, by(anna), TicketId.parse('t9'), asked({ status: 'closed', updatedAt: seen }));
  expect(gone).toMatchObject({ refused: { code: 'ticket-gone' } });
  const nobody = asked({ status: 'requires-follow-up', ownerId: 'nobody', dueAt: at(3), updatedAt: seen });
  expect(await setTicketStatus(center.world, by(anna), ticketId, nobody)).toMatchObject({ refused: { code: 'no-such-owner' } });
  expect(TicketStatusRequest.safeParse({ status: 'requires-follow-up', updatedAt: seen }).error?.issues[0]?.path).toEqual(['dueAt']);
});

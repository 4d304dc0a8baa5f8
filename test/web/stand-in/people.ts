/** The people and matters of the browser's test. */
import { ContactId, CustomerId, instant, QueueId, TicketId } from '../../../shared/ids.ts';
import type { ContactView, Floor, TicketView, Timeline } from '../../../shared/wire/api.ts';
import { anna } from './center.ts';

const ago = (minutes: number) => instant(Date.now() - minutes * 60_000);
const day = 24 * 60;

export const invoice: TicketView = {
  ticketId: TicketId.parse('ticket-1'),
  subject: 'Invoice of May shows the old address',
  status: 'open',
  openedAt: ago(3 * day),
  updatedAt: ago(3 * day),
};

export const maria = (contactId: string): ContactView => ({
  contactId: ContactId.parse(contactId),
  n: 1,
  state: 'offered',
  since: ago(0),
  queueName: 'Billing',
  topic: 'billing',
  arrivedAt: ago(1.2),
  callerNumber: '+36301234567',
  customer: {
    customerId: CustomerId.parse('maria'),
    name: 'Maria Fernandez',
    company: 'Delta Bakeries Ltd',
    email: 'maria@delta-bakeries.example',
    numbers: ['+36301234567', '+3612345678'],
    notes: 'Prefers to be called back in the morning.',
    since: ago(400 * day),
  },
  history: [
    {
      contactId: ContactId.parse('c-3'),
      arrivedAt: ago(3 * day),
      topic: 'billing',
      agentName: 'Béla Kiss',
      disposition: 'follow-up',
      notes: 'Asked for a corrected invoice.',
    },
    {
      contactId: ContactId.parse('c-2'),
      arrivedAt: ago(30 * day),
      topic: 'technical',
      agentName: 'Anna Weber',
      disposition: 'solved',
      notes: 'Oven controller restarted; works again.',
    },
    { contactId: ContactId.parse('c-1'), arrivedAt: ago(90 * day), topic: 'product' },
  ],
  openTickets: [invoice],
  attributes: { language: 'english' },
  reason: 'Longest idle of 3 agents who serve Billing',
  mayDecline: true,
});

export const withheld = (contactId: string): ContactView => {
  const { callerNumber: _number, customer: _customer, ...rest } = maria(contactId);
  return { ...rest, history: [], openTickets: [], attributes: {} };
};

export const followUps: TicketView[] = [
  {
    ...invoice,
    status: 'requires-follow-up',
    ownerId: anna,
    dueAt: ago(50),
    customerName: 'Maria Fernandez',
    notes: 'Send the corrected one.',
  },
  {
    ...invoice,
    ticketId: TicketId.parse('ticket-2'),
    subject: 'Replacement door seal',
    status: 'requires-follow-up',
    ownerId: anna,
    dueAt: ago(-2 * day),
    customerName: 'Oak & Son',
  },
];

export const timeline: Timeline = {
  contactId: ContactId.parse('c-3'),
  state: 'ended',
  callerNumber: '+36301234567',
  customerName: 'Maria Fernandez',
  missed: [{ n: 1, agentId: anna, agentName: 'Anna Weber' }],
  wrapUp: { topic: 'billing', openTickets: [invoice] },
  lines: [
    { seq: 1, at: ago(10), type: 'ContactArrived', sentence: 'The call arrived on the main number.' },
    { seq: 2, at: ago(9.9), type: 'ContactQueued', sentence: 'The caller chose billing and waits in Billing.' },
    { seq: 3, at: ago(9.5), type: 'OfferMade', sentence: 'Offered to Anna Weber, longest idle.' },
  ],
};

export const floor = (): Floor => ({
  queues: [
    {
      queueId: QueueId.parse('billing'),
      name: 'Billing',
      waiting: 2,
      longestSince: ago(3.1),
      accuracy: { told: 17, medianOffMs: 42_000, withinMinute: 71, meanLateMs: -18_000 },
    },
    { queueId: QueueId.parse('technical'), name: 'Technical', waiting: 0 },
  ],
  agents: [
    { agentId: anna, name: 'Anna Weber', profileName: 'Everyone', status: 'available', state: 'idle', since: ago(4), live: true },
    {
      ...{ agentId: anna, name: 'Béla Kiss', status: 'on-break', breakReason: 'lunch', state: 'idle', since: ago(21), live: true },
      agentId: 'bela' as typeof anna,
      profileName: 'Bills, and the shop’s own customers',
    },
    {
      ...{ agentId: anna, name: 'Clara Osei', profileName: 'Everyone', status: 'offline', state: 'idle', since: ago(80), live: false },
      agentId: 'clara' as typeof anna,
    },
  ],
  serverTime: instant(Date.now()),
});

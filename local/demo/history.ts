/** A demo customer's record and past, as the items that the product itself would have written, facts included. */
import { contactKeys, type Contact, type Interaction, type Word } from '../../shared/contacts/contact.ts';
import type { HistoryItem } from '../../shared/contacts/history.ts';
import { type Order, orderKey } from '../../shared/customers/orders.ts';
import { hashPin } from '../../shared/customers/pin.ts';
import { customerKeys, type Customer } from '../../shared/customers/customer.ts';
import type { Item, Key, TableName, Write } from '../../shared/database/database.ts';
import { makeFact, type FactData, type FactType } from '../../shared/facts/facts.ts';
import { AgentId, ContactId, CustomerId, instant, PhoneNumber, QueueId, TicketId, TransactionId } from '../../shared/ids.ts';
import { ticketKeys, type Ticket } from '../../shared/tickets/ticket.ts';
import type { DemoCustomer, EarlierCall } from './customers.ts';
import { openNumber } from './settings.ts';

/** The colleague who took these calls: somebody of the past, nobody who signs in. */
const agentId = AgentId.parse('demo-agent');
const agentName = 'Mira Aalto';
const version = { schemaVersion: 1 as const };
const put = (table: TableName, item: Item & Key): Write => ({ table, put: item });
const minute = 60_000;

interface Ids {
  customerId: CustomerId;
  contactId: ContactId;
  ticketId: TicketId;
}

function factsOf(ids: Ids, call: EarlierCall, arrived: number, ended: number, number: PhoneNumber): Write[] {
  const queueId = QueueId.parse(call.topic);
  const happened: [FactType, number, FactData<FactType>][] = [
    [
      'ContactArrived',
      arrived,
      {
        channel: 'voice',
        transactionId: TransactionId.parse(ids.contactId),
        dialledNumber: openNumber,
        callerNumber: number,
        flow: 'main',
      },
    ],
    ['CustomerIdentified', arrived + 200, { customerId: ids.customerId, created: false }],
    ['ContactQueued', arrived + 20_000, { queueId, topic: call.topic, priority: 5, again: false }],
    ['ContactOffered', arrived + 21_000, { n: 1, agentId, queueId, deadlineAt: instant(arrived + 41_000), reason: 'Idle for longest' }],
    ['OfferAccepted', arrived + 27_000, { n: 1, agentId }],
    ['EntryLeft', arrived + 27_000, { queueId, why: 'answered', waitedMs: 7000 }],
    ['ContactConnected', arrived + 28_000, { n: 1, agentId, waitedMs: 8000 }],
    ['ContactEnded', ended, { why: 'caller-hung-up', agentId }],
    [
      'WrapUpCompleted',
      ended + 40_000,
      { n: 1, agentId, ticketId: ids.ticketId, disposition: call.disposition, ticketStatus: call.status, tookMs: 40_000 },
    ],
  ];
  return happened.map(([type, at, data], i) =>
    put('contacts', { ...contactKeys.fact(ids.contactId, i + 1), ...makeFact(type, ids.contactId, i + 1, instant(at), data) }),
  );
}

function callWrites(customer: DemoCustomer, customerId: CustomerId, call: EarlierCall, index: number, now: number): Write[] {
  // Between nine and five, by a rule instead of by chance, so that every laptop tells the same story.
  const arrived =
    Math.floor(now / (24 * 60 * minute)) * 24 * 60 * minute - call.daysAgo * 24 * 60 * minute + (9 * 60 + ((index * 97) % 480)) * minute;
  const ended = arrived + 28_000 + call.minutes * minute;
  const key = `${customer.key}-${index + 1}`;
  const ids: Ids = { customerId, contactId: ContactId.parse(`demo-contact-${key}`), ticketId: TicketId.parse(`demo-ticket-${key}`) };
  const number = PhoneNumber.parse(customer.number);
  const queueId = QueueId.parse(call.topic);
  const at = (ms: number): string => instant(ms);
  const contact: Contact = {
    ...version,
    contactId: ids.contactId,
    version: 9,
    seq: 9,
    state: 'ended',
    channel: 'voice',
    arrivedAt: at(arrived),
    transactionId: TransactionId.parse(ids.contactId),
    applicationId: 'demo',
    dialledNumber: openNumber,
    callerNumber: number,
    customerId,
    flow: 'main',
    attributes: { topic: call.topic },
    topic: call.topic,
    queueId,
    queuedAt: at(arrived + 20_000),
    priority: 5,
    requirements: [],
    offers: 1,
    agentId,
    connectedAt: at(arrived + 28_000),
    endedAt: at(ended),
    endReason: 'caller-hung-up',
    aliveUntil: at(ended),
  };
  const interaction: Interaction = {
    ...version,
    contactId: ids.contactId,
    n: 1,
    agentId,
    queueId,
    state: 'wrapping-up',
    acceptedAt: at(arrived + 27_000),
    connectedAt: at(arrived + 28_000),
    wrapUpStartedAt: at(ended),
  };
  const word: Word = {
    ...version,
    n: 1,
    completedAt: at(ended + 40_000),
    disposition: call.disposition,
    ticketId: ids.ticketId,
    notes: call.notes,
  };
  const line: HistoryItem = {
    ...version,
    contactId: ids.contactId,
    arrivedAt: at(arrived),
    topic: call.topic,
    agentName,
    disposition: call.disposition,
    notes: call.notes,
  };
  const ticket: Ticket = {
    ...version,
    ticketId: ids.ticketId,
    version: 1,
    seq: 1,
    subject: call.subject,
    status: call.status,
    customerId,
    contactIds: [ids.contactId],
    disposition: call.disposition,
    notes: call.notes,
    openedAt: at(ended + 40_000),
    updatedAt: at(ended + 40_000),
  };
  return [
    put('contacts', { ...contactKeys.contact(ids.contactId), ...contact }),
    put('contacts', { ...contactKeys.interaction(ids.contactId, 1), ...interaction }),
    put('contacts', { ...contactKeys.word(ids.contactId, 1), ...word }),
    put('contacts', { ...contactKeys.ofCustomer(customerId, at(arrived), ids.contactId), ...line }),
    ...factsOf(ids, call, arrived, ended, number),
    put('tickets', { ...ticketKeys.ticket(ids.ticketId), ...ticket }),
    put('tickets', { ...ticketKeys.ofCustomer(customerId, ids.ticketId), ...version, ticketId: ids.ticketId }),
    put('tickets', {
      ...ticketKeys.fact(ids.ticketId, 1),
      ...makeFact('TicketOpened', ids.ticketId, 1, at(ended + 40_000), { customerId, contactId: ids.contactId, status: call.status }),
    }),
  ];
}

function orderWrites({ order }: DemoCustomer, customerId: CustomerId, now: number): Write[] {
  if (order === undefined) return [];
  const arrivesOn = instant(now + order.inDays * 24 * 60 * minute).slice(0, 10);
  const placed: Order = {
    ...version,
    customerId,
    orderNumber: order.orderNumber,
    state: order.state,
    arrivesOn,
    orderedAt: instant(now - 5 * 24 * 60 * minute),
  };
  return [put('customers', { ...orderKey(placed), ...placed })];
}

/** Everything that is known of a demo customer, in parts that each fit one transaction. */
export async function customerWrites(customer: DemoCustomer, now: number): Promise<Write[][]> {
  const customerId = CustomerId.parse(`demo-customer-${customer.key}`);
  const number = PhoneNumber.parse(customer.number);
  const createdAt = instant(now - (Math.max(...customer.calls.map((c) => c.daysAgo)) + 30) * 24 * 60 * minute);
  const record: Customer = {
    ...version,
    customerId,
    version: 1,
    seq: 1,
    name: customer.name,
    numbers: [number],
    email: customer.email,
    ...(customer.company === undefined ? {} : { company: customer.company }),
    customerNumber: customer.customerNumber,
    pinHash: await hashPin(customer.pin),
    createdAt,
  };
  const self: Write[] = [
    put('customers', { ...customerKeys.customer(customerId), ...record }),
    put('customers', { ...customerKeys.number(number), ...version, customerId }),
    put('customers', { ...customerKeys.customerNumber(customer.customerNumber), ...version, customerId }),
    ...orderWrites(customer, customerId, now),
    put('customers', { ...customerKeys.fact(customerId, 1), ...makeFact('CustomerCreated', customerId, 1, createdAt, { from: 'import' }) }),
  ];
  return [self, ...customer.calls.map((call, index) => callWrites(customer, customerId, call, index, now))];
}

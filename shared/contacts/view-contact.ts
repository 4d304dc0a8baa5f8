import type { Agent } from '../agents/agent.ts';
import { Customer, customerKeys } from '../customers/customer.ts';
import type { Database } from '../database/database.ts';
import type { CustomerId, Instant, QueueId } from '../ids.ts';
import type { Queue } from '../queues/queue.ts';
import { readQueue } from '../queues/settings.ts';
import { openTicketsOf } from '../tickets/read-ticket.ts';
import { type ContactView, type CustomerView, JoinInfo } from '../wire/api.ts';
import type { Contact, Interaction, Offer } from './contact.ts';
import { readHistory } from './history.ts';
import { readInteraction, readOffer } from './read-contact.ts';

/** The customer's record as an agent sees it. */
export async function viewCustomer(db: Database, customerId: CustomerId): Promise<CustomerView | undefined> {
  const item = await db.get('customers', customerKeys.customer(customerId));
  if (item === undefined) return undefined;
  const { name, company, email, numbers, notes, createdAt } = Customer.parse(item);
  return {
    customerId,
    name,
    numbers,
    since: createdAt,
    ...(company === undefined ? {} : { company }),
    ...(email === undefined ? {} : { email }),
    ...(notes === undefined ? {} : { notes }),
  };
}

/** The agent's seat in the contact's meeting, while there is something to hear. */
function joinOf(contact: Contact, interaction: Interaction | undefined): Pick<ContactView, 'join'> {
  if (contact.seats === undefined || (interaction?.state !== 'accepted' && interaction?.state !== 'connected')) return {};
  const { meeting, agent } = contact.seats;
  return {
    join: JoinInfo.parse({
      meeting,
      attendee: { AttendeeId: agent.attendeeId, ExternalUserId: agent.externalUserId, JoinToken: agent.joinToken },
    }),
  };
}

function stateOf(interaction: Interaction | undefined): ContactView['state'] {
  if (interaction?.state === 'accepted' || interaction?.state === 'connected') return interaction.state;
  return interaction === undefined ? 'offered' : 'wrapping-up';
}

function sinceOf({ offeredAt }: Offer, interaction: Interaction | undefined): Instant {
  const { acceptedAt, connectedAt, wrapUpStartedAt } = interaction ?? {};
  return wrapUpStartedAt ?? connectedAt ?? acceptedAt ?? offeredAt;
}

/** What an agent is shown besides the contact itself. None of it changes with an offer, so it may be read before one. */
export interface Background {
  queue: Queue | undefined;
  caller: Pick<ContactView, 'customer' | 'history' | 'openTickets'>;
}

export async function readBackground(db: Database, contact: Contact, queueId: QueueId): Promise<Background> {
  const [queue, caller] = await Promise.all([readQueue(db, queueId), viewCaller(db, contact)]);
  return { queue, caller };
}

async function viewCaller(db: Database, contact: Contact): Promise<Background['caller']> {
  if (contact.customerId === undefined) return { history: [], openTickets: [] };
  const [customer, history, openTickets] = await Promise.all([
    viewCustomer(db, contact.customerId),
    readHistory(db, contact.customerId, contact.contactId),
    openTicketsOf(db, contact.customerId),
  ]);
  return { history, openTickets, ...(customer === undefined ? {} : { customer }) };
}

/** A contact as its agent sees it, from offer to wrap-up: with the customer, their history and the reason for the choice. */
export async function viewContact(
  db: Database,
  contact: Contact,
  agent: Agent,
  share: { offer: Offer; interaction?: Interaction | undefined },
): Promise<ContactView> {
  return composeView(contact, agent, share, await readBackground(db, contact, share.offer.queueId));
}

/** Pure: the same from what was read. */
export function composeView(
  contact: Contact,
  agent: Agent,
  { offer, interaction }: { offer: Offer; interaction?: Interaction | undefined },
  { queue, caller }: Background,
): ContactView {
  const connectedAt = interaction?.connectedAt;
  return {
    contactId: contact.contactId,
    n: offer.n,
    state: stateOf(interaction),
    since: sinceOf(offer, interaction),
    queueName: queue?.name ?? offer.queueId,
    ...(contact.topic === undefined ? {} : { topic: contact.topic }),
    arrivedAt: contact.arrivedAt,
    ...(connectedAt === undefined ? {} : { connectedAt }),
    ...(contact.callerNumber === undefined ? {} : { callerNumber: contact.callerNumber }),
    ...caller,
    attributes: contact.attributes,
    reason: offer.reason,
    offeredAt: offer.offeredAt,
    deadlineAt: offer.deadlineAt,
    ...(interaction?.wrapUpDueAt === undefined ? {} : { wrapUpDueAt: interaction.wrapUpDueAt }),
    mayDecline: agent.mayDecline,
    ...(contact.endReason === undefined ? {} : { endReason: contact.endReason }),
    ...joinOf(contact, interaction),
  };
}

/** The same, with offer and interaction read. Undefined when there is no such offer. */
export async function readContactView(db: Database, contact: Contact, agent: Agent, n: number): Promise<ContactView | undefined> {
  const [offer, interaction] = await Promise.all([readOffer(db, contact.contactId, n), readInteraction(db, contact.contactId, n)]);
  return offer === undefined ? undefined : viewContact(db, contact, agent, { offer, interaction });
}

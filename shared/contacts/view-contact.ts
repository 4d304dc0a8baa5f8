import type { Agent } from '../agents/agent.ts';
import { isMissed } from '../agents/late-wrap-up.ts';
import { Customer, customerKeys } from '../customers/customer.ts';
import { type Database, strongly } from '../database/database.ts';
import type { CustomerId, Instant, QueueId } from '../ids.ts';
import type { Queue } from '../queues/queue.ts';
import { readQueue } from '../queues/settings.ts';
import { openTicketsOf } from '../tickets/read-ticket.ts';
import { agentParty, isByPhone } from '../talk/conversation.ts';
import { isOnTheWay } from '../talk/on-the-way.ts';
import { notesFor } from '../talk/passed-notes.ts';
import { viewTalk } from '../talk/view-talk.ts';
import { type ContactView, type CustomerView, JoinInfo } from '../wire/api.ts';
import { type Contact, type Interaction, type Offer, presentInteraction } from './contact.ts';
import { readHistory } from './history.ts';
import { type MeetingSeats, meetingOf } from './meeting.ts';
import { readClaim } from './read-claim.ts';

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

/** Does the agent sit in the contact's meeting, by the client? While there is something to hear. */
function isSeated(contact: Contact, { offer: { agentId, n }, interaction }: Shown): boolean {
  if (contact.seats === undefined || (interaction?.state !== 'accepted' && interaction?.state !== 'connected')) return false;
  const party = agentParty(contact, agentId, n);
  return party === undefined || !isByPhone(party);
}

/** The agent's seat, for a client that has not been told: it keeps what it knows. */
function joinOf(contact: Contact, shown: Shown): Pick<ContactView, 'join'> {
  const { offer, meeting } = shown;
  if (meeting === undefined || !isSeated(contact, shown)) return {};
  // The seat that was made with the meeting is that of the agent whom the contact itself was offered to.
  const seat = agentParty(contact, offer.agentId, offer.n)?.seat ?? meeting.agent;
  return {
    join: JoinInfo.parse({
      meeting: meeting.meeting,
      attendee: { AttendeeId: seat.attendeeId, ExternalUserId: seat.externalUserId, JoinToken: seat.joinToken },
    }),
  };
}

/** The conversation, and what it needs of the agent: how they were asked, by what they talk, whether they may have it back. */
function talkOf(contact: Contact, agent: Bearer, { offer, interaction }: Shown, { queue, caller }: Background): Partial<ContactView> {
  const { agentId, n, purpose, invitedByName } = offer;
  const over = interaction !== undefined && interaction.state !== 'accepted' && interaction.state !== 'connected';
  const talk = over ? undefined : viewTalk(contact, agentId, { customer: caller.customer?.name });
  const party = agentParty(contact, agentId, n);
  const byPhone = !over && (party === undefined ? agent.device?.kind === 'phone' && interaction === undefined : isByPhone(party));
  const { takeBack } = contact;
  const back = takeBack?.agentId === agentId && takeBack.n === n && isOnTheWay(contact) ? { takeBackUntil: takeBack.until } : {};
  return {
    ...(contact.direction === undefined ? {} : { direction: contact.direction }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(invitedByName === undefined ? {} : { invitedBy: invitedByName }),
    ...(talk === undefined ? {} : { talk }),
    ...(interaction === undefined && queue?.autoAccept === true && purpose === undefined ? { autoAccept: true } : {}),
    ...(byPhone ? { byPhone } : {}),
    ...back,
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

/** An agent's share, so far as it has come. */
interface Shown {
  offer: Offer;
  interaction?: Interaction | undefined;
  /** How to get into the meeting, for a client that has not been told. */
  meeting?: MeetingSeats | undefined;
}

/** What an agent is shown besides the contact itself. None of it changes with an offer, so it may be read before one. */
export interface Background {
  queue: Queue | undefined;
  caller: Pick<ContactView, 'customer' | 'history' | 'openTickets'>;
}

/** `known`: the queue, when it was read already. */
export async function readBackground(db: Database, contact: Contact, queueId: QueueId, known?: Queue): Promise<Background> {
  const [queue, caller] = await Promise.all([known ?? readQueue(db, queueId), viewCaller(db, contact)]);
  return { queue, caller };
}

/** The customer may be new, and no write confirms what is read here. */
async function viewCaller(glanced: Database, contact: Contact): Promise<Background['caller']> {
  const db = strongly(glanced);
  if (contact.customerId === undefined) return { history: [], openTickets: [] };
  const [customer, history, openTickets] = await Promise.all([
    viewCustomer(db, contact.customerId),
    readHistory(db, contact.customerId, contact.contactId),
    openTicketsOf(db, contact.customerId),
  ]);
  return { history, openTickets, ...(customer === undefined ? {} : { customer }) };
}

/** Whom the agent calls back, and how far that is. */
function callbackOf({ callback, state }: Contact, interaction: Interaction | undefined): Pick<ContactView, 'callback'> {
  if (callback === undefined || callback.state === 'requested') return {};
  const { number, requestedAt, attempts, most, last, callAt, dials } = callback;
  const calling = callback.state === 'reached' || dials === true;
  const face =
    callback.state === 'closed' ? 'over' : calling ? 'calling' : interaction === undefined || state !== 'dialling' ? 'offered' : 'ready';
  return {
    callback: {
      number,
      requestedAt,
      attempt: calling || face === 'over' ? Math.max(1, attempts) : attempts + 1,
      most,
      face,
      ...(last === undefined ? {} : { last }),
      ...(callAt === undefined || face !== 'ready' ? {} : { callAt }),
    },
  };
}

/** What the view needs of its agent; the device while they are asked. */
type Bearer = Pick<Agent, 'mayDecline'> & Partial<Pick<Agent, 'device'>>;

/** A contact as its agent sees it, from offer to wrap-up: with the customer, their history and the reason for the choice. */
export async function viewContact(db: Database, contact: Contact, agent: Bearer, share: Shown): Promise<ContactView> {
  const [background, meeting] = await Promise.all([
    readBackground(db, contact, share.offer.queueId),
    share.meeting ?? (isSeated(contact, share) ? meetingOf(db, contact) : undefined),
  ]);
  return composeView(contact, agent, { ...share, meeting }, background);
}

/** Pure: the same from what was read. */
export function composeView(contact: Contact, agent: Bearer, shown: Shown, { queue, caller }: Background): ContactView {
  const { offer, interaction } = shown;
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
    ...(contact.consent === undefined ? {} : { consent: contact.consent }),
    ...(contact.language === undefined ? {} : { language: contact.language }),
    reason: offer.reason,
    offeredAt: offer.offeredAt,
    deadlineAt: offer.deadlineAt,
    ...(interaction?.wrapUpDueAt === undefined ? {} : { wrapUpDueAt: interaction.wrapUpDueAt }),
    mayDecline: agent.mayDecline,
    ...(contact.endReason === undefined ? {} : { endReason: contact.endReason }),
    ...(interaction?.state === 'failed' ? { lost: true } : {}),
    ...(interaction?.state === 'completed' && isMissed(interaction) ? { missed: true } : {}),
    ...notesFor(contact, offer.agentId),
    ...callbackOf(contact, interaction),
    ...(contact.ticketId === undefined ? {} : { ticketId: contact.ticketId }),
    ...joinOf(contact, shown),
    ...talkOf(contact, agent, shown, { queue, caller }),
  };
}

/** The same, with offer and interaction read. Undefined when there is no such offer. `known`: the queue, when it was read already. */
export async function readContactView(
  db: Database,
  contact: Contact,
  agent: Agent,
  n: number,
  known?: Queue,
): Promise<ContactView | undefined> {
  const { offer, interaction: own } = await readClaim(db, contact.contactId, ['interaction', 'offer'], n);
  if (offer === undefined) return undefined;
  const interaction = own && presentInteraction(contact, own);
  const [background, meeting] = await Promise.all([
    readBackground(db, contact, offer.queueId, known?.queueId === offer.queueId ? known : undefined),
    isSeated(contact, { offer, interaction }) ? meetingOf(db, contact) : undefined,
  ]);
  return composeView(contact, agent, { offer, interaction, meeting }, background);
}

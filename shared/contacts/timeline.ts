/** A contact's facts as sentences. */
import { readAgent } from '../agents/read-agent.ts';
import { Customer, customerKeys } from '../customers/customer.ts';
import type { Database } from '../database/database.ts';
import { type Fact, type FactData, type FactType } from '../facts/facts.ts';
import { AgentId, type ContactId } from '../ids.ts';
import { listQueues } from '../queues/settings.ts';
import type { CallbackEnd } from '../left/words.ts';
import { readReasons } from '../reasons/read-reasons.ts';
import { reasonName, type ReasonListId } from '../reasons/words.ts';
import type { Parting, Refusal } from '../talk/party.ts';
import type { Timeline } from '../wire/api.ts';
import { viewMissed } from './missed-wrap-ups.ts';
import { readContact } from './read-contact.ts';
import { readFacts } from './read-facts.ts';

/** What ids are called. */
export interface Names {
  agent(agentId: string): string;
  queue(queueId: string): string;
  reason(listId: ReasonListId, reasonId: string): string;
}

const duration = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

const ends = {
  'caller-hung-up': 'The caller hung up.',
  'agent-hung-up': 'The agent hung up.',
  'flow-ended': 'The flow ended the call.',
  lost: 'The call was lost in its flow.',
  expired: 'The call was gone without a word.',
  'party-hung-up': 'The other side hung up.',
  busy: 'The number was busy.',
  'no-answer': 'Nobody answered.',
  'not-reached': 'The number could not be reached.',
  cancelled: 'The call was cancelled before anybody answered.',
} as const;

const consentWords = {
  given: 'Agreed to be recorded.',
  refused: 'Did not agree to be recorded.',
  notified: 'Was told that the call may be recorded.',
} as const;

const withdrawals = {
  'caller-hung-up': 'the caller hung up',
  'not-seen': 'the client did not show it in time',
  'lease-ended': 'the client was gone',
  'agent-changed-status': 'the agent left',
  expired: 'the call was gone',
  cancelled: 'it was no longer needed',
} as const;

const asks = { serve: 'called', consult: 'consulted', transfer: 'called', join: 'called in' } as const;

const refusalWords: Record<Refusal, string> = {
  declined: 'declined',
  'no-answer': 'no answer',
  busy: 'busy',
  'not-reached': 'not reached',
  cancelled: 'cancelled',
  'contact-ended': 'the call ended first',
};

const partingWords: Record<Parting, string> = {
  'hung-up': 'hung up',
  dropped: 'taken out',
  'handed-on': 'the customer is with others now',
  lost: 'the connection was lost',
  'contact-ended': 'the call ended',
};

const closings: Record<CallbackEnd, string> = {
  served: 'The callback was made.',
  cancelled: 'The callback was cancelled.',
  exhausted: 'The callback was given up: nobody was reached as often as was tried.',
  replaced: 'The customer asked again; the later request goes on with this place.',
  'wrong-number': 'The callback was given up: the number is somebody else’s.',
  'given-up': 'The callback was given up by the agent.',
  'window-over': 'The callback was given up: its time was over.',
};

/** An outside number is not named: the timeline is read by more people than those who talked. */
const whom = (agentId: string | undefined, names: Names): string => (agentId === undefined ? 'an outside number' : names.agent(agentId));
const sentenceStart = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function destination(agentId: string | undefined, queueId: string | undefined, names: Names): string {
  if (queueId !== undefined) return `the queue ${names.queue(queueId)}`;
  return whom(agentId, names);
}

type Sentences = { [T in FactType]?: (data: FactData<T>, names: Names) => string };

const sentences: Sentences = {
  ContactArrived: ({ flow, callerNumber }) =>
    `Called, answered by the flow “${flow}”${callerNumber === undefined ? '; number withheld' : ''}.`,
  CustomerIdentified: ({ created }) => (created ? 'A first call: a customer record was made.' : 'The caller was recognised.'),
  ContactQueued: ({ queueId, again }, names) => `${again ? 'Returned to' : 'Entered'} the queue ${names.queue(queueId)}.`,
  ContactOffered: ({ agentId, reason }, names) => `Offered to ${names.agent(agentId)}. ${reason}`,
  OfferAccepted: ({ agentId }, names) => `${names.agent(agentId)} accepted.`,
  OfferDeclined: ({ agentId }, names) => `${names.agent(agentId)} declined.`,
  OfferMissed: ({ agentId, why }, names) =>
    why === 'no-audio' ? `${names.agent(agentId)} accepted, but their audio did not start.` : `${names.agent(agentId)} did not answer.`,
  OfferWithdrawn: ({ agentId, why }, names) => `The offer to ${names.agent(agentId)} was withdrawn: ${withdrawals[why]}.`,
  ContactConnected: ({ agentId, waitedMs }, names) => `Connected with ${names.agent(agentId)} after ${duration(waitedMs)}.`,
  EntryLeft: ({ queueId, why, waitedMs }, names) => `Left the queue ${names.queue(queueId)} after ${duration(waitedMs)}: ${why}.`,
  ContactDialled: ({ agentId, direction }, names) =>
    `${names.agent(agentId)} called ${direction === 'internal' ? 'a colleague' : 'the customer'}.`,
  ContactRinging: () => 'It rang.',
  ContactHeld: ({ agentId }, names) => `${names.agent(agentId)} put the customer on hold.`,
  ContactResumed: ({ agentId, heldMs }, names) => `${names.agent(agentId)} took the customer back after ${duration(heldMs)} on hold.`,
  PartyCalled: ({ agentId, purpose, by }, names) => `${names.agent(by)} ${asks[purpose]} ${whom(agentId, names)}.`,
  PartyJoined: ({ agentId }, names) => `${sentenceStart(whom(agentId, names))} joined.`,
  PartyRefused: ({ agentId, why }, names) => `${sentenceStart(whom(agentId, names))} did not join: ${refusalWords[why]}.`,
  PartyLeft: ({ agentId, why }, names) => `${sentenceStart(whom(agentId, names))} left: ${partingWords[why]}.`,
  PartyHeld: ({ held, by }, names) => `${names.agent(by)} ${held ? 'put a participant on hold' : 'took a participant back from hold'}.`,
  PartyMuted: ({ muted, by }, names) => `${names.agent(by)} ${muted ? 'muted' : 'unmuted'} a participant.`,
  ContactTransferred: ({ from, warm, toAgentId, toQueueId }, names) =>
    `${names.agent(from)} transferred the customer to ${destination(toAgentId, toQueueId, names)}${warm ? '' : ' without talking first'}.`,
  ContactTakenBack: ({ agentId }, names) => `${names.agent(agentId)} took the customer back.`,
  AgentLost: ({ agentId }, names) => `${names.agent(agentId)}’s client was gone.`,
  AgentReturned: ({ agentId, awayMs }, names) => `${names.agent(agentId)} was back after ${duration(awayMs)}.`,
  CustomerAuthenticated: () => 'The caller proved who they are by customer number and PIN.',
  ConsentNoted: ({ consent }) => consentWords[consent],
  LanguageChosen: ({ language }) => `Chose to be spoken to in ${language}.`,
  FlowEntered: ({ flow, from }) => `Went on from the flow “${from}” to the flow “${flow}”.`,
  CallLost: ({ flow }) => `The flow “${flow}” failed; the caller was put through to a person.`,
  ContactEnded: ({ why }) => ends[why],
  VoicemailLeft: ({ seconds, queueId, agentId }, names) =>
    `Left a message of ${seconds} s for ${queueId === undefined ? whom(agentId, names) : `the queue ${names.queue(queueId)}`}.`,
  CallbackRequested: ({ queueId, dueAt, replaces }, names) =>
    `Asked to be called back by ${names.queue(queueId)}${dueAt === undefined ? '' : ` at ${dueAt}`}${replaces === undefined ? '' : ', instead of an earlier request'}.`,
  CallbackAttempted: ({ agentId, attempt, result }, names) =>
    `${names.agent(agentId)} called back, attempt ${attempt}: ${names.reason('callback-results', result)}.`,
  CallbackRescheduled: ({ dueAt, by }, names) => `${names.agent(by)} put the callback to ${dueAt}.`,
  CallbackClosed: ({ why }) => closings[why],
  WrapUpCompleted: ({ agentId, disposition, ticketStatus, tookMs, by }, names) =>
    by === undefined
      ? `${names.agent(agentId)} wrapped up in ${duration(tookMs)}: ${names.reason('dispositions', disposition)}, ticket ${ticketStatus}.`
      : `${names.agent(by)} handed in the wrap-up that ${names.agent(agentId)} had missed: ${names.reason('dispositions', disposition)}, ticket ${ticketStatus}.`,
  WrapUpExpired: ({ agentId }, names) => `${names.agent(agentId)} missed the wrap-up: its time ran out.`,
};

/** A fact as a sentence for people; a fact without one of its own is told by its name. */
export function sentenceOf(fact: Fact, names: Names): string {
  const sentence = sentences[fact.type] as ((data: Fact['data'], names: Names) => string) | undefined;
  return sentence?.(fact.data, names) ?? `${fact.type}.`;
}

/** The agents whom a fact names. */
function agentsIn(data: Record<string, unknown>): AgentId[] {
  const named = [data['agentId'], data['by'], data['from'], data['toAgentId']];
  return named.flatMap((id) => AgentId.safeParse(id).data ?? []);
}

async function readNames(db: Database, facts: readonly Fact[]): Promise<Names> {
  const ids = new Set(facts.flatMap(({ data }) => agentsIn(data)));
  const [queues, reasons, agents] = await Promise.all([
    listQueues(db),
    readReasons(db),
    Promise.all([...ids].map((id) => readAgent(db, id))),
  ]);
  return {
    agent: (agentId) => agents.find((one) => one?.agentId === agentId)?.name ?? 'An agent',
    queue: (queueId) => queues.find((one) => one.queueId === queueId)?.name ?? queueId,
    reason: (listId, reasonId) => reasonName(reasons, listId, reasonId),
  };
}

/** What happened to a contact, in order. Undefined when there is no such contact. */
export async function readTimeline(db: Database, contactId: ContactId): Promise<Timeline | undefined> {
  const contact = await readContact(db, contactId);
  if (contact === undefined) return undefined;
  const facts = await readFacts(db, contactId);
  const [names, missed] = await Promise.all([readNames(db, facts), viewMissed(db, contact)]);
  const customer = contact.customerId === undefined ? undefined : await db.get('customers', customerKeys.customer(contact.customerId));
  return {
    contactId,
    state: contact.state,
    ...(contact.callerNumber === undefined ? {} : { callerNumber: contact.callerNumber }),
    ...(customer === undefined ? {} : { customerName: Customer.parse(customer).name }),
    ...missed,
    lines: facts.map((fact) => ({ seq: fact.seq, at: fact.at, type: fact.type, sentence: sentenceOf(fact, names) })),
  };
}

/** A call whose contact is in a flow: the flow says what comes next, and here it is done. */
import type { Contact } from '../contacts/contact.ts';
import { endContact } from '../contacts/end-contact.ts';
import { noteHeard, renewContact } from '../contacts/renew-contact.ts';
import { epochMs } from '../ids.ts';
import { queueServing } from '../queues/queue-of-last.ts';
import { enqueue } from '../routing/enqueue.ts';
import { customerParty } from '../talk/party.ts';
import type { TelephonyAnswer } from '../telephony/sma.ts';
import type { World } from '../world.ts';
import { aliveMs, answerFromContact, type Leg } from './answer-from-contact.ts';
import type { CallAttributes } from './attributes.ts';
import { takeBeginning } from './begin.ts';
import type { Doing } from './doing.ts';
import { goToFlow } from './go-to-flow.ts';
import { keepRecord, leftOf } from './kept-flow.ts';
import { lose } from './lose.ts';
import { playPrompts } from './plan-actions.ts';
import { answer, type Heard, nothing, type Reception, transactionOf } from './reception.ts';
import type { FlowReply } from './reply.ts';

/** The flow that answers where no row says otherwise. */
export const defaultFlow = 'main';
/** The prompt with which a caller goes from the flow to the queue. */
export const handOver = 'connecting-soon';
export const hangUp = { Type: 'Hangup', Parameters: { ParticipantTag: 'LEG-A' } } as const;

/** Flows hear of nothing else. The other telephone's end is a flow's concern, the caller's is not. */
const ofFlows: readonly string[] = ['NEW_INBOUND_CALL', 'ACTION_SUCCESSFUL', 'ACTION_FAILED', 'HANGUP'];

/** So many flows may pass a call on without a word to the caller: more go round in a circle. */
const mostHops = 5;

/** A contact in its flow, and what the call knows of the run. */
interface Run {
  contact: Contact;
  flow: string;
  run: number;
  /** Absent: the flow begins, on the version that is live. */
  version?: string | undefined;
  language?: string | undefined;
  /** How many runs have begun in this invocation. */
  hops: number;
}

async function keepAlive(world: World, contact: Contact): Promise<Contact> {
  const nowMs = world.now();
  return epochMs(contact.aliveUntil) < nowMs + aliveMs / 2
    ? renewContact(world, contact.contactId, nowMs + aliveMs, { known: contact })
    : contact;
}

const attributesOf = ({ contact: { contactId }, flow, run, version, language }: Run): CallAttributes => ({
  contactId,
  flow,
  run,
  ...(version === undefined ? {} : { version }),
  ...(language === undefined ? {} : { language }),
});

/** Answers by the contact. Where that is in a flow that the call has not been in, the flow begins. */
export async function answerBy(
  reception: Reception,
  heard: Heard,
  leg: Leg,
  doing?: Doing,
  intro?: string,
  hops = 0,
): Promise<TelephonyAnswer> {
  const answered = await answerFromContact(reception, heard, leg, doing, intro);
  return 'begins' in answered ? beginRun(reception, heard, answered.begins, hops) : answered;
}

const fromQueue = (reception: Reception, heard: Heard, contact: Contact, hops: number, intro?: string): Promise<TelephonyAnswer> =>
  answerBy(reception, heard, { contact, partyId: customerParty }, undefined, intro, hops);

async function beginRun(reception: Reception, heard: Heard, contact: Contact, hops: number): Promise<TelephonyAnswer> {
  const { flow = defaultFlow, run = 0 } = contact;
  const begun: Run = { contact, flow, run, hops: hops + 1 };
  if (hops === mostHops) return answerLost(reception, heard, begun, 'flows send it round in a circle');
  if (hops > mostHops) return sayGoodbye(reception, begun);
  // The caller hears a word meanwhile; its end is the event with which the flow begins.
  if (reception.isLate?.() === true) return putOff(reception);
  const beginning = await takeBeginning(reception.world, transactionOf(heard), contact, heard.event.Sequence);
  return beginning === undefined ? nothing : askFlow(reception, heard, { ...begun, language: beginning.language });
}

/** Without attributes: those of the call stay as they are, so that the next event finds the run not begun. */
const putOff = ({ promptsBucket }: Reception): TelephonyAnswer => ({
  SchemaVersion: '1.0',
  Actions: playPrompts(promptsBucket, [handOver]),
});

async function sayGoodbye({ world, promptsBucket }: Reception, run: Run): Promise<TelephonyAnswer> {
  await endContact(world, run.contact.contactId, 'lost');
  return answer([...playPrompts(promptsBucket, ['sorry-goodbye']), hangUp], attributesOf(run));
}

async function answerLost(reception: Reception, heard: Heard, run: Run, why: string, record?: string): Promise<TelephonyAnswer> {
  const { world } = reception;
  const { contact, hops } = run;
  reception.reportFault(new Error(`the call left its flow: ${why}`), { transactionId: transactionOf(heard), type: heard.seen.type });
  await keepRecord(world, contact, { ...attributesOf(run), ...(record === undefined ? {} : { record }) }, { kind: 'lost' });
  const after = await lose(world, contact.contactId, why);
  return after === undefined ? sayGoodbye(reception, run) : fromQueue(reception, heard, after, hops, 'sorry-lost');
}

/** Does what the flow wants. `before`: the record that the event came with. */
async function settleReply(
  reception: Reception,
  heard: Heard,
  run: Run,
  reply: FlowReply,
  before: string | undefined,
): Promise<TelephonyAnswer> {
  const { world } = reception;
  const { contact, hops } = run;
  const { contactId } = contact;
  switch (reply.kind) {
    case 'nothing':
      return nothing;
    case 'act':
      return answer(reply.actions, { ...attributesOf(run), record: reply.record });
    case 'lost':
      return answerLost(reception, heard, run, reply.why, before);
    case 'hang-up': {
      await keepRecord(world, contact, { ...attributesOf(run), record: reply.record }, { kind: 'hang-up' });
      await endContact(world, contactId, 'flow-ended');
      return fromQueue(reception, heard, { ...contact, state: 'ended' }, hops);
    }
    case 'flow': {
      await keepRecord(world, contact, { ...attributesOf(run), record: reply.record }, { kind: 'flow', flow: reply.flow });
      return fromQueue(reception, heard, await goToFlow(world, contactId, run.run, reply.flow), hops);
    }
    case 'enqueue': {
      const { kind: _kind, record, ...waiting } = reply;
      const { topic } = waiting;
      const [queueId] = await Promise.all([
        queueServing(world.db, topic),
        keepRecord(world, contact, { ...attributesOf(run), record }, { kind: 'enqueue', topic }),
      ]);
      if (queueId === undefined) return answerLost(reception, heard, run, 'there is no queue', record);
      return fromQueue(reception, heard, await enqueue(world, contactId, { ...waiting, queueId }, contact), hops, handOver);
    }
  }
}

/** Passes the event to the flow and does what it wants. */
async function askFlow(reception: Reception, heard: Heard, asked: Run): Promise<TelephonyAnswer> {
  const { event, attributes } = heard;
  const contact = await keepAlive(reception.world, asked.contact);
  const { contactId } = contact;
  const left = leftOf(contact);
  const outcome = await reception.invokeFlow(asked.flow, asked.version, {
    contactId,
    event,
    contact,
    ...(asked.run === 0 ? {} : { run: asked.run }),
    ...(asked.language === undefined ? {} : { language: asked.language }),
    ...(left === undefined ? {} : { left }),
  });
  const before = (attributes.run ?? 0) === asked.run ? attributes.record : undefined;
  if ('failed' in outcome) return answerLost(reception, heard, { ...asked, contact }, outcome.failed, before);
  return settleReply(reception, heard, { ...asked, contact, version: asked.version ?? outcome.version }, outcome.reply, before);
}

/** Answers for a contact that is in a flow. */
export async function answerFromFlow(reception: Reception, heard: Heard, contact: Contact): Promise<TelephonyAnswer> {
  const { seen, attributes } = heard;
  const { run = 0 } = contact;
  // The call comes from its queue, or from another flow: it has not been in this one.
  if ((attributes.run ?? 0) !== run) return answerBy(reception, heard, { contact, partyId: customerParty }, attributes.doing);
  if (run > 0 && (contact.heardVersion ?? -1) < contact.version) await noteHeard(reception.world, contact, customerParty);
  const { version, language } = attributes;
  const asked: Run = { contact, flow: contact.flow ?? defaultFlow, run, version, language, hops: 0 };
  if (seen.type === 'INVALID_LAMBDA_RESPONSE')
    return answerLost(reception, heard, asked, 'the service refused an answer', attributes.record);
  if (!ofFlows.includes(seen.type)) return nothing;
  return askFlow(reception, heard, asked);
}

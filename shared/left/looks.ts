/** What flows look up and do about what callers leave: each is claimed once per call and step by whoever drives the flow. */
import parsePhoneNumber, { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js';
import { listAgents, readAgent } from '../agents/read-agent.ts';
import { requireContact } from '../contacts/read-contact.ts';
import type { Database } from '../database/database.ts';
import type { Json, LeftLook } from '../flows/ask.ts';
import type { CallableNumber } from '../flows/steps/offer-callback.ts';
import type { Mailbox } from '../flows/steps/voicemail.ts';
import { AgentId, type ContactId, instant, PhoneNumber, QueueId } from '../ids.ts';
import { readApplicationId, readCalling } from '../queues/read-calling.ts';
import { queueOfLast, queueServing } from '../queues/queue-of-last.ts';
import type { Queue } from '../queues/queue.ts';
import { readQueue } from '../queues/settings.ts';
import { mayDial } from '../talk/may-dial.ts';
import type { World } from '../world.ts';
import { callingHours, firstOpenMs, nextMorningMs } from './callback/hours.ts';
import { requestCallback } from './callback/request-callback.ts';
import { type Box, prefixOf } from './voicemail/box.ts';
import { dropMessage, keepMessage, noteMessage } from './voicemail/message.ts';

const maxSeconds = 180;

async function agentCalled(db: Database, named: string): Promise<AgentId | undefined> {
  const byId = AgentId.safeParse(named);
  if (byId.success && (await readAgent(db, byId.data)) !== undefined) return byId.data;
  const agents = await Promise.all((await listAgents(db)).map(({ agentId }) => readAgent(db, agentId)));
  return agents.find((agent) => agent?.extension === named)?.agentId;
}

interface Found {
  box: Box;
  greeting?: string | undefined;
  seconds?: number | undefined;
}

interface QueueNamed {
  queue?: string;
  topic?: string;
}

/** The queue that a flow names, by its id or its topic, or the one that the caller was in; of a caller who was in none, the operators'. */
async function queueNamed(db: Database, contactId: ContactId, { queue, topic }: QueueNamed): Promise<Queue | undefined> {
  const named = queue ?? (topic === undefined ? undefined : await queueServing(db, topic));
  const queueId = QueueId.safeParse(named ?? (await requireContact(db, contactId)).queueId ?? (await queueOfLast(db)));
  return queueId.success ? readQueue(db, queueId.data) : undefined;
}

/** The box that a flow names, or that of the queue that the caller was in. */
async function findBox(
  db: Database,
  contactId: ContactId,
  { agent, ...whose }: QueueNamed & { agent?: string },
): Promise<Found | undefined> {
  if (agent !== undefined) {
    const agentId = await agentCalled(db, agent);
    return agentId === undefined ? undefined : { box: { agentId }, greeting: 'voicemail-greeting-agent' };
  }
  const found = await queueNamed(db, contactId, whose);
  if (found === undefined) return undefined;
  return { box: { queueId: found.queueId }, greeting: found.voicemail?.greeting, seconds: found.voicemail?.maxSeconds };
}

async function mailbox(world: World, contactId: ContactId, whom: QueueNamed & { agent?: string }): Promise<Mailbox | null> {
  const found = await findBox(world.db, contactId, whom);
  if (found === undefined) return null;
  return {
    bucket: world.recordings.bucket(),
    prefix: prefixOf(found.box, contactId),
    greeting: found.greeting ?? 'voicemail-greeting',
    maxSeconds: found.seconds ?? maxSeconds,
  };
}

/** A number that may be called, and how it is read out: at home without the country's code. Null for one that may not. */
async function callable(world: World, typed: string): Promise<CallableNumber | null> {
  const calling = await readCalling(world.db);
  const judged = mayDial(calling, typed);
  if ('refused' in judged) return null;
  const parsed = parsePhoneNumber(judged.number);
  const home = parsed?.countryCallingCode === homeCode(calling.country);
  return { number: judged.number, spoken: home && parsed !== undefined ? parsed.nationalNumber : judged.number.slice(1) };
}

const homeCode = (country: string): string | undefined => (isSupportedCountry(country) ? getCountryCallingCode(country) : undefined);

async function callbackOffer(
  world: World,
  contactId: ContactId,
  whose: QueueNamed,
): Promise<{ queue: string } | ({ queue: string } & CallableNumber) | null> {
  const contact = await requireContact(world.db, contactId);
  const found = await queueNamed(world.db, contactId, whose);
  if (found === undefined || (await readApplicationId(world.db)) === undefined) return null;
  const known = contact.callerNumber === undefined ? null : await callable(world, contact.callerNumber);
  return known === null ? { queue: found.queueId } : { queue: found.queueId, ...known };
}

async function wish(
  world: World,
  contactId: ContactId,
  { queue, number, when }: Extract<LeftLook, { kind: 'callback-request' }>,
): Promise<boolean> {
  const queueId = QueueId.parse(queue);
  const hours = await callingHours(world, queueId);
  const nowMs = world.now();
  const atMs = when === 'now' ? firstOpenMs(hours, nowMs) : nextMorningMs(hours, nowMs);
  if (atMs === undefined) return false;
  return requestCallback(world, contactId, {
    queueId,
    number: PhoneNumber.parse(number),
    ...(atMs > nowMs ? { dueAt: instant(atMs) } : {}),
  });
}

export async function takeLeftLook(world: World, contactId: ContactId, look: LeftLook): Promise<Json> {
  switch (look.kind) {
    case 'mailbox':
      return mailbox(world, contactId, look);
    case 'message':
      return (await noteMessage(world, contactId, look.key)).says;
    case 'keep-message':
      await keepMessage(world, contactId, look.key);
      return true;
    case 'drop-message':
      await dropMessage(world, contactId, look.key);
      return true;
    case 'callback-offer':
      return callbackOffer(world, contactId, look);
    case 'callback-number':
      return callable(world, look.digits);
    case 'callback-request':
      return wish(world, contactId, look);
  }
}

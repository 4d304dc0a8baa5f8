/** Looks outside for a flow. Throws what goes wrong there. */
import { customerNoted } from '../contacts/note-customer.ts';
import { checkPin, customerNumbered } from '../customers/check-pin.ts';
import { identifyCustomer } from '../customers/identify.ts';
import { isOpen, nextOpening } from '../hours/is-open.ts';
import { type ContactId, CustomerId, PhoneNumber } from '../ids.ts';
import { takeLeftLook } from '../left/looks.ts';
import { readWords } from '../prompts/edits/read.ts';
import { queueOfTopic, routeOfNumber } from '../queues/settings.ts';
import { hoursOf, recall } from '../routing/routing-settings.ts';
import { noticeFor } from '../settings/notices.ts';
import { clearToDial } from '../talk/clear-to-dial.ts';
import type { World } from '../world.ts';
import type { Circumstances, Json, Look } from './ask.ts';
import { agentCalled } from './looks/find-agent.ts';
import { standingOf } from './looks/queue.ts';
import { runTask } from './looks/run-task.ts';
import { splitOf } from './looks/split.ts';
import type { Noting } from './notings.ts';

/** What a look gives, and what it wants noted on the contact. */
export interface Seen {
  result: Json;
  noting?: Noting;
}

/** These do what may not be done twice, or what a repeat would find otherwise: their result is claimed before they begin. */
const once: readonly Look['kind'][] = ['run', 'dial', 'pin', 'message', 'keep-message', 'drop-message'];
export const isOnce = ({ kind }: Look): boolean => once.includes(kind);

/** These give every repeat the same result, whenever it comes. */
const constant: readonly Look['kind'][] = ['note', 'language', 'consent', 'split'];
export const isTheSame = ({ kind }: Look): boolean => constant.includes(kind);

/** A withheld number is nobody's: the contact stays anonymous. */
async function identify(world: World, { callerNumber }: Circumstances, contactId: ContactId): Promise<Seen> {
  const number = PhoneNumber.safeParse(callerNumber);
  if (!number.success) return { result: { created: false } };
  const found = await identifyCustomer(world, number.data, contactId);
  return { result: { ...found }, noting: customerNoted(found) };
}

/** The hours of that name, or of the dialled number. */
async function hoursFor(world: World, { dialledNumber }: Circumstances, hoursId: string | undefined) {
  const id = hoursId ?? (await recall(world, `number ${dialledNumber}`, () => routeOfNumber(world.db, dialledNumber)))?.hoursId;
  return id === undefined ? undefined : hoursOf(world, { hoursId: id });
}

/** Hours that nobody has set don't close anything. */
async function open(world: World, circumstances: Circumstances, hoursId: string | undefined): Promise<boolean> {
  const hours = await hoursFor(world, circumstances, hoursId);
  return hours === undefined || isOpen(hours, world.now());
}

async function opensAt(world: World, circumstances: Circumstances, hoursId: string | undefined): Promise<Json> {
  const hours = await hoursFor(world, circumstances, hoursId);
  const at = hours === undefined ? undefined : nextOpening(hours, world.now());
  return at === undefined ? null : { ...at };
}

async function noticeOn(world: World, { dialledNumber }: Circumstances, topic: string | undefined): Promise<Json> {
  const queueId = topic === undefined ? undefined : await queueOfTopic(world.db, topic);
  const found = await noticeFor(world.db, { number: dialledNumber, queueId }, world.now());
  if (found === undefined) return null;
  const { prompt, text } = found;
  return { ...(prompt === undefined ? {} : { prompt }), ...(text === undefined ? {} : { text }) };
}

async function dial(world: World, { dialledNumber }: Circumstances, number: string): Promise<Json> {
  const cleared = await clearToDial(world, number, { dialledNumber });
  return 'refused' in cleared ? { refused: cleared.refused.code } : { number: cleared.number, callerId: cleared.callerId };
}

async function pin(world: World, { customerId, digits, wrongMost, lockMinutes }: Extract<Look, { kind: 'pin' }>): Promise<Seen> {
  const id = CustomerId.safeParse(customerId);
  const result = await checkPin(world, id.success ? id.data : undefined, digits, { wrongMost, lockMinutes });
  if (result !== 'right' || !id.success) return { result };
  return { result, noting: customerNoted({ customerId: id.data, created: false }, true) };
}

/** For whom a look is taken. */
export interface Looking {
  contactId: ContactId;
  circumstances: Circumstances;
  /** By then the flow must have answered. */
  untilMs: number;
}

export async function takeLook(world: World, { contactId, circumstances, untilMs }: Looking, look: Look): Promise<Seen> {
  switch (look.kind) {
    case 'identify':
      return identify(world, circumstances, contactId);
    case 'is-open':
      return { result: await open(world, circumstances, look.hoursId) };
    case 'opens-at':
      return { result: await opensAt(world, circumstances, look.hoursId) };
    case 'run':
      return { result: await runTask(world, look, untilMs) };
    case 'queue':
      return { result: await standingOf(world, look.topic) };
    case 'notice':
      return { result: await noticeOn(world, circumstances, look.topic) };
    case 'note': {
      const { attributes } = look;
      const isNew = (noted: Readonly<Record<string, string>>) => Object.entries(attributes).some(([name, value]) => noted[name] !== value);
      const noting: Noting = ({ attributes: noted }) =>
        isNew(noted) ? { changes: { attributes: { ...noted, ...attributes } } } : undefined;
      return { result: true, noting };
    }
    case 'language': {
      const { language } = look;
      const noting: Noting = (contact) =>
        contact.language === language ? undefined : { changes: { language }, told: [{ type: 'LanguageChosen', data: { language } }] };
      return { result: true, noting };
    }
    case 'consent': {
      const { consent } = look;
      const noting: Noting = (contact) =>
        contact.consent === consent ? undefined : { changes: { consent }, told: [{ type: 'ConsentNoted', data: { consent } }] };
      return { result: true, noting };
    }
    case 'split':
      return { result: splitOf(circumstances.transactionId, look.name, look.shares) };
    case 'agent':
      return { result: { ...(await agentCalled(world, look)) } };
    case 'dial':
      return { result: await dial(world, circumstances, look.number) };
    case 'customer-number': {
      const customerId = await customerNumbered(world, look.digits);
      return { result: customerId === undefined ? {} : { customerId } };
    }
    case 'pin':
      return pin(world, look);
    case 'words':
      return { result: (await readWords(world.db, look.language, look.prompt)) ?? null };
    case 'mailbox':
    case 'message':
    case 'keep-message':
    case 'drop-message':
    case 'callback-offer':
    case 'callback-number':
    case 'callback-request':
      return { result: await takeLeftLook(world, contactId, look) };
  }
}

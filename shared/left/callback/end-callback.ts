/** The end of a call of a contact that is to be called back: it may be an end of an attempt only, or the beginning of the wait. */
import type { Contact } from '../../contacts/contact.ts';
import type { EndReason } from '../../contacts/words.ts';
import { epochMs, TicketId } from '../../ids.ts';
import { requirementsOf } from '../../routing/requirements.ts';
import { queueOf } from '../../routing/routing-settings.ts';
import type { ShareTurn, Turn } from '../../talk/turn.ts';
import type { World } from '../../world.ts';
import type { CallbackEnd, CallbackResult } from '../words.ts';
import { callbackDefaults } from './callback.ts';
import { callingHours, firstOpenMs } from './hours.ts';
import { attemptFailed, detached, type Failed, requireCallback, served, type Waiting } from './turns.ts';

/** What is given back unasked comes again so soon. */
const givenBackMs = 60_000;

/** How a callback waits: as its queue has it. */
export async function waitingOf(world: World, contact: Contact): Promise<Waiting> {
  const { queueId } = contact;
  if (queueId === undefined) throw new Error(`The callback ${contact.contactId} has no queue`);
  const queue = await queueOf(world, queueId);
  return { priority: contact.priority ?? queue.priority, requirements: await requirementsOf(world, contact, queue.steps ?? []) };
}

/** The first moment from `fromMs` on at which this customer may be called; undefined when there is none before the end of their window. */
export async function callableMs(world: World, contact: Contact, fromMs: number): Promise<number | undefined> {
  const { queueId, callback } = contact;
  const atMs = queueId === undefined ? fromMs : firstOpenMs(await callingHours(world, queueId), fromMs);
  if (atMs === undefined) return undefined;
  return callback?.untilAt !== undefined && atMs >= epochMs(callback.untilAt) ? undefined : atMs;
}

async function spacingMs(world: World, { queueId }: Contact): Promise<number> {
  const settings = queueId === undefined ? undefined : (await queueOf(world, queueId)).callback;
  return (settings?.spacingMinutes ?? callbackDefaults.spacingMinutes) * 60_000;
}

/** The attempt has failed: when is the next, if any? */
export async function failed(
  world: World,
  contact: Contact,
  result: CallbackResult,
  how: Pick<Failed, 'agentGone' | 'end'> = {},
): Promise<Turn> {
  const { attempts, most } = requireCallback(contact);
  const nowMs = world.now();
  const isLast = attempts >= most && result !== 'given-back';
  const waitMs = result === 'given-back' ? givenBackMs : await spacingMs(world, contact);
  const nextMs = isLast ? undefined : await callableMs(world, contact, nowMs + waitMs);
  const why: CallbackEnd = isLast ? 'exhausted' : 'window-over';
  return attemptFailed(contact, { ...how, result, nextMs, why, ticketId: TicketId.parse(world.newId()) }, nowMs);
}

const resultFor: Partial<Record<EndReason, CallbackResult>> = {
  busy: 'busy',
  'no-answer': 'no-answer',
  'not-reached': 'not-reached',
  expired: 'no-answer',
  'caller-hung-up': 'no-answer',
};

/** An attempt that was begun and did not come to a conversation. */
function attemptEnds(world: World, contact: Contact, why: EndReason): Promise<Turn> {
  const rang = requireCallback(contact).dials === true;
  // Lost, or the agent has thought better of it: they were not the reason that nobody was reached.
  const result = rang ? (resultFor[why] ?? 'no-answer') : 'given-back';
  const told = resultFor[why] !== undefined && why !== 'expired';
  return failed(world, contact, result, { agentGone: why === 'cancelled', ...(told ? {} : { end: 'agent-hung-up' }) });
}

/** What an end means for a contact with a callback; undefined for an end like any other. */
export async function callbackEnds(
  world: World,
  contact: Contact,
  why: EndReason,
  instead: readonly ShareTurn[],
): Promise<Turn | undefined> {
  const { callback, state } = contact;
  if (callback === undefined || callback.state === 'closed') return undefined;
  if (callback.state === 'reached') return served(contact, why, world.now(), instead);
  if (callback.state === 'open') return state === 'dialling' ? attemptEnds(world, contact, why) : undefined;
  if (state === 'connected' || state === 'passed-on') return served(contact, why, world.now(), instead);
  const fromMs = Math.max(world.now(), callback.dueAt === undefined ? 0 : epochMs(callback.dueAt));
  const dueMs = await callableMs(world, contact, fromMs);
  return dueMs === undefined ? undefined : detached(contact, why, await waitingOf(world, contact), dueMs, world.now());
}

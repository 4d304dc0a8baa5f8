/** The times of a callback: when it is offered, when nobody may be called any more. Looked at by deadlines, each harmless when early or twice. */
import type { Contact } from '../../contacts/contact.ts';
import { readContact } from '../../contacts/read-contact.ts';
import { type ContactId, epochMs, instant, TicketId } from '../../ids.ts';
import { followTurn } from '../../talk/follow-turn.ts';
import { takeTurn } from '../../talk/take-turn.ts';
import type { Turn } from '../../talk/turn.ts';
import type { World } from '../../world.ts';
import { isOpenCallback } from './callback.ts';
import { closeCallback } from './close-callback.ts';
import { callableMs, waitingOf } from './end-callback.ts';
import { callingHours, firstCloseMs } from './hours.ts';
import { tellCallback } from './read-callback.ts';
import { ownsNumber } from './request-callback.ts';
import { callbackBreathMs, closed, requireCallback, waits } from './turns.ts';

/** When a callback that waits has to be looked at: when it is due; once it is, when somebody closes or its window does. */
async function nextLookMs(world: World, contact: Contact): Promise<number | undefined> {
  const { dueAt, untilAt } = requireCallback(contact);
  if (contact.state === 'scheduled') return epochMs(dueAt ?? contact.aliveUntil);
  if (contact.state !== 'waiting' || contact.queueId === undefined) return undefined;
  const closes = firstCloseMs(await callingHours(world, contact.queueId), world.now());
  const all = [closes, untilAt === undefined ? undefined : epochMs(untilAt)].filter((atMs) => atMs !== undefined);
  return all.length === 0 ? undefined : Math.min(...all);
}

/** Sets the deadline of the next look; a second time does no harm. */
export async function setCallbackDeadline(world: World, contact: Contact): Promise<void> {
  if (!isOpenCallback(contact)) return;
  const atMs = await nextLookMs(world, contact);
  if (atMs !== undefined) await world.setDeadline({ kind: 'callback-due', contactId: contact.contactId }, instant(atMs));
}

/** Pure: put off until they may be called. */
const putOff = (contact: Contact, atMs: number): Turn => ({
  changes: {
    state: 'scheduled',
    alsoIn: undefined,
    aliveUntil: instant(atMs + callbackBreathMs),
    callback: { ...requireCallback(contact), dueAt: instant(atMs) },
  },
  told: [],
  shares: [],
});

/** What the time makes of a callback that waits; undefined: nothing. */
async function turnOf(world: World, contact: Contact): Promise<Turn | undefined> {
  const { callback, state } = contact;
  if (callback === undefined || !isOpenCallback(contact) || (state !== 'scheduled' && state !== 'waiting')) return undefined;
  const nowMs = world.now();
  if (state === 'scheduled' && callback.dueAt !== undefined && epochMs(callback.dueAt) > nowMs) return undefined;
  const atMs = await callableMs(world, contact, nowMs);
  if (atMs === undefined) return closed(contact, 'window-over', nowMs, { ticketId: TicketId.parse(world.newId()) });
  if (atMs > nowMs) return putOff(contact, atMs);
  if (state === 'waiting') return undefined;
  return { ...waits(contact, await waitingOf(world, contact), nowMs), shares: [] };
}

export async function callbackDue(world: World, contactId: ContactId): Promise<void> {
  const contact = await readContact(world.db, contactId);
  if (contact === undefined || !isOpenCallback(contact)) return;
  if (!(await ownsNumber(world, contact))) return void (await closeCallback(world, contactId, 'replaced'));
  const taken = await takeTurn<Contact>(world, contactId, async (present) => (await turnOf(world, present)) ?? { nothing: present });
  if ('nothing' in taken) return setCallbackDeadline(world, taken.nothing);
  await setCallbackDeadline(world, taken.after);
  await followTurn(world, taken);
  await tellCallback(world, taken.after);
}

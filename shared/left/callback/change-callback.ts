/** What people do with a callback that waits: cancel it, put it to another time. */
import type { Contact } from '../../contacts/contact.ts';
import { readContact } from '../../contacts/read-contact.ts';
import { type AgentId, type ContactId, epochMs, instant, type Instant } from '../../ids.ts';
import type { Problem } from '../../problem.ts';
import { takeTurn } from '../../talk/take-turn.ts';
import type { Turn } from '../../talk/turn.ts';
import type { CallbackView } from '../../wire/left.ts';
import type { World } from '../../world.ts';
import { type Asking, mayOpen, notConcerned } from '../scope.ts';
import { isOpenCallback } from './callback.ts';
import { closeCallback } from './close-callback.ts';
import { tellCallback, viewCallback } from './read-callback.ts';
import { setCallbackDeadline } from './due.ts';
import { callbackBreathMs, requireCallback } from './turns.ts';

type Refused = { refused: Problem };

export const noSuchCallback: Problem = {
  code: 'no-such-callback',
  sentence: 'This callback is over.',
  remedy: 'Load the list again.',
  status: 409,
};
export const beingCalled: Problem = {
  code: 'being-called',
  sentence: 'Somebody is calling this customer just now.',
  remedy: 'Wait for the result of the call.',
  status: 409,
};
const pastTime: Problem = {
  code: 'past-time',
  sentence: 'That time has passed, or its end is before its beginning.',
  remedy: 'Choose a later time.',
  status: 400,
};

/** Why it can't be changed now; undefined when it can. */
async function barred(world: World, asking: Asking, contact: Contact | undefined): Promise<Problem | undefined> {
  if (contact?.queueId === undefined || !isOpenCallback(contact)) return noSuchCallback;
  if (!(await mayOpen(world.db, asking, { queueId: contact.queueId }))) return notConcerned;
  return contact.state === 'waiting' || contact.state === 'scheduled' ? undefined : beingCalled;
}

async function viewed(world: World, contactId: ContactId): Promise<{ callback: CallbackView } | Refused> {
  const contact = await readContact(world.db, contactId);
  return contact?.callback === undefined ? { refused: noSuchCallback } : { callback: await viewCallback(world.db, contact) };
}

export async function cancelCallback(world: World, asking: Asking, contactId: ContactId): Promise<{ callback: CallbackView } | Refused> {
  const why = await barred(world, asking, await readContact(world.db, contactId));
  if (why !== undefined) return { refused: why };
  if (!(await closeCallback(world, contactId, 'cancelled'))) return { refused: noSuchCallback };
  return viewed(world, contactId);
}

/** Pure: the contact is called within another window. */
function rescheduled(contact: Contact, dueAt: Instant, untilAt: Instant | undefined, by: AgentId): Turn {
  const { untilAt: _old, ...callback } = requireCallback(contact);
  const until = untilAt === undefined ? {} : { untilAt };
  return {
    changes: {
      state: 'scheduled',
      alsoIn: undefined,
      aliveUntil: instant(epochMs(dueAt) + callbackBreathMs),
      callback: { ...callback, dueAt, ...until },
    },
    told: [{ type: 'CallbackRescheduled', data: { dueAt, ...until, by } }],
    shares: [],
  };
}

/** Puts a callback to another time. Whether anybody works then is looked at when it comes. */
export async function rescheduleCallback(
  world: World,
  asking: Asking,
  contactId: ContactId,
  { dueAt, untilAt }: { dueAt: Instant; untilAt?: Instant | undefined },
): Promise<{ callback: CallbackView } | Refused> {
  if (epochMs(untilAt ?? dueAt) <= world.now() || (untilAt !== undefined && untilAt < dueAt)) return { refused: pastTime };
  if ((await readContact(world.db, contactId)) === undefined) return { refused: noSuchCallback };
  const taken = await takeTurn<Problem>(world, contactId, async (contact) => {
    const why = await barred(world, asking, contact);
    return why === undefined ? rescheduled(contact, dueAt, untilAt, asking.agentId) : { nothing: why };
  });
  if ('nothing' in taken) return { refused: taken.nothing };
  await setCallbackDeadline(world, taken.after);
  await tellCallback(world, taken.after);
  return viewed(world, contactId);
}

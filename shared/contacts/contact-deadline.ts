import { isOvertaken, lookAgainAt } from '../chain.ts';
import { type ContactId, epochMs, instant, type Instant } from '../ids.ts';
import { isOpenCallback } from '../left/callback/callback.ts';
import { callbackDue } from '../left/callback/due.ts';
import { callbackBreathMs } from '../left/callback/turns.ts';
import { legsOf } from '../talk/desired-of-leg.ts';
import { legOver } from '../talk/leg-events.ts';
import { customerParty } from '../talk/party.ts';
import type { World } from '../world.ts';
import { talkingBreathMs } from './breath.ts';
import { type Contact, contactKeys } from './contact.ts';
import { endContact } from './end-contact.ts';
import { firstBreathMs } from './open-contact.ts';
import { readContact } from './read-contact.ts';
import { renewContact } from './renew-contact.ts';

/** A flow that has not ended by then is asked whether its call still exists: nobody presses keys for so long. */
export const longestFlowMs = 15 * 60_000;

/** Asks each telephone of the contact. A party's that is gone is told at once; a contact without a call of the customer's lives by its agents. */
async function isCallGone(world: World, contact: Contact): Promise<boolean> {
  let gone = false;
  for (const { partyId, ...call } of legsOf(contact)) {
    if ((await world.ringDoorbell(call, contact.version)) !== 'gone') continue;
    if (partyId === customerParty) gone = true;
    else await legOver(world, contact, partyId);
  }
  return gone;
}

/**
 * The contact's life should have been renewed by now. If it was not, the call itself is asked, by its doorbell: gone means that the contact
 * has ended. A deadline follows until it has. `due`: the time that the message was for.
 */
export async function contactDeadline(world: World, contactId: ContactId, due?: Instant): Promise<void> {
  const contact = await readContact(world.db, contactId);
  if (contact === undefined || contact.state === 'ended') return;
  // A write that did not know of a renewal may have made the life end before the look that is set.
  if (isOvertaken(contact, due) && (contact.watchedAt ?? contact.aliveUntil) <= contact.aliveUntil) return;
  const now = world.now();
  const place = { table: 'contacts', key: contactKeys.contact(contactId) } as const;
  const again = (atMs: number) => lookAgainAt(world, place, { kind: 'contact-expired', contactId }, instant(atMs));
  if (contact.aliveUntil > instant(now)) return again(epochMs(contact.aliveUntil));
  // A running flow is not disturbed by a ring.
  const inFlow = contact.state === 'in-flow' && epochMs(contact.arrivedAt) + longestFlowMs > now;
  if (!inFlow && (await isCallGone(world, contact))) return endContact(world, contactId, 'expired');
  const talks = contact.state === 'connected' || contact.state === 'passed-on';
  const waits = isOpenCallback(contact) && legsOf(contact).length === 0;
  const nextMs = now + (waits ? callbackBreathMs : talks ? talkingBreathMs : firstBreathMs);
  await renewContact(world, contactId, nextMs);
  await again(nextMs);
  if (waits) await callbackDue(world, contactId);
}

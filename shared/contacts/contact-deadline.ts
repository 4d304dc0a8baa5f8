import { type ContactId, epochMs, instant } from '../ids.ts';
import { matchContact } from '../routing/match-contact.ts';
import type { World } from '../world.ts';
import { endContact } from './end-contact.ts';
import { firstBreathMs } from './open-contact.ts';
import { readContact } from './read-contact.ts';
import { renewContact } from './renew-contact.ts';

/** A flow that has not ended by then is asked whether its call still exists: nobody presses keys for so long. */
export const longestFlowMs = 15 * 60_000;

/** While people talk no music renews the contact: its call is asked this often, which the service's five rings a second allow. */
export const talkingBreathMs = 10 * 60_000;

/**
 * The contact's life should have been renewed by now. If it was not, the call itself is asked, by its doorbell: gone means that the contact
 * has ended. A deadline follows until it has.
 */
export async function contactDeadline(world: World, contactId: ContactId): Promise<void> {
  const contact = await readContact(world.db, contactId);
  if (contact === undefined || contact.state === 'ended') return;
  const now = world.now();
  const again = async (atMs: number) => world.setDeadline({ kind: 'contact-expired', contactId }, instant(atMs));
  if (contact.aliveUntil > instant(now)) return again(epochMs(contact.aliveUntil));
  // A running flow is not disturbed by a ring.
  const inFlow = contact.state === 'in-flow' && epochMs(contact.arrivedAt) + longestFlowMs > now;
  if (!inFlow) {
    const { applicationId, transactionId, version } = contact;
    const rung = await world.ringDoorbell({ applicationId, transactionId }, version);
    if (rung === 'gone') return endContact(world, contactId, 'expired');
  }
  const nextMs = now + (contact.state === 'connected' ? talkingBreathMs : firstBreathMs);
  await renewContact(world, contactId, nextMs);
  await again(nextMs);
  // Passed over while it seemed dead.
  await matchContact(world, contactId);
}

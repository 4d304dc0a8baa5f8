import { leaseDeadline } from '../agents/lease.ts';
import { wrapUpDeadline } from '../agents/wrap-up-due.ts';
import { contactDeadline } from '../contacts/contact-deadline.ts';
import { meetingUnnoted } from '../contacts/meetings-unnoted.ts';
import { ringAgain } from '../contacts/ring-doorbell.ts';
import type { ContactId, Instant } from '../ids.ts';
import { callbackCall } from '../left/callback/call-back.ts';
import { callbackDue } from '../left/callback/due.ts';
import { readContact } from '../contacts/read-contact.ts';
import { clientStillAway, returnOver } from '../talk/desertion.ts';
import { partyDeadline } from '../talk/party-deadline.ts';
import { legOver } from '../talk/leg-events.ts';
import { ownerNeverRan } from '../talk/owner-runs.ts';
import { customerParty } from '../talk/party.ts';
import type { Deadline, World } from '../world.ts';
import { endOffer } from './end-offer.ts';
import { stepOver } from './look-again.ts';
import { matchContact } from './match-contact.ts';
import { lentUntil } from './set-agent.ts';
import { settingsChanged } from './settings-changed.ts';

/** What a deadline does when its time has come (`due`). Each looks first at what is: early, late or twice changes nothing. */
export async function handleDeadline(world: World, deadline: Deadline, due?: Instant): Promise<void> {
  switch (deadline.kind) {
    case 'offer-unseen':
      await endOffer(world, deadline.contactId, deadline.n, { kind: 'withdrawn', why: 'not-seen' });
      return;
    case 'offer-unanswered':
      await endOffer(world, deadline.contactId, deadline.n, { kind: 'missed', why: 'not-answered' });
      return;
    case 'audio-missing':
      return audioDeadline(world, deadline.contactId, deadline.n);
    case 'wrap-up-due':
      return wrapUpDeadline(world, deadline.contactId, deadline.n);
    case 'doorbell-unheard':
      return doorbellDeadline(world, deadline);
    case 'party-unanswered':
      return partyDeadline(world, deadline.contactId, deadline.partyId);
    case 'client-away':
      return clientStillAway(world, deadline.agentId, deadline.contactId, deadline.n);
    case 'return-over':
      return returnOver(world, deadline.agentId, deadline.contactId, deadline.n);
    case 'contact-expired':
      return contactDeadline(world, deadline.contactId, due);
    case 'decline-over':
      return void (await matchContact(world, deadline.contactId));
    case 'step-over':
      return stepOver(world, deadline.contactId, deadline.queuedAt);
    case 'lent-until':
      return lentUntil(world, deadline.agentId, deadline.until);
    case 'settings-changed':
      return settingsChanged(world, deadline.queueIds);
    case 'callback-due':
      return callbackDue(world, deadline.contactId);
    case 'callback-call':
      return callbackCall(world, deadline.contactId, deadline.n);
    case 'meeting-unnoted':
      return meetingUnnoted(world, deadline);
    case 'lease-ended':
      return leaseDeadline(world, deadline.agentId, due);
  }
}

/** Accepted, or about to call, and nobody would be heard. */
async function audioDeadline(world: World, contactId: ContactId, n: number): Promise<void> {
  await endOffer(world, contactId, n, { kind: 'missed', why: 'no-audio' });
  await ownerNeverRan(world, contactId, n);
}

async function doorbellDeadline(world: World, deadline: Extract<Deadline, { kind: 'doorbell-unheard' }>): Promise<void> {
  const { contactId, leg } = deadline;
  if ((await ringAgain(world, deadline)) !== 'gone') return;
  const contact = await readContact(world.db, contactId);
  // A call that the customer has left behind ends nothing.
  if (contact !== undefined && leg?.partyId !== customerParty) await legOver(world, contact, leg?.partyId ?? customerParty);
}

import { leaseDeadline } from '../agents/lease.ts';
import { wrapUpDeadline } from '../agents/wrap-up.ts';
import { contactDeadline } from '../contacts/contact-deadline.ts';
import { endContact } from '../contacts/end-contact.ts';
import { ringAgain } from '../contacts/ring-doorbell.ts';
import type { Deadline, World } from '../world.ts';
import { endOffer } from './end-offer.ts';
import { matchContact } from './match-contact.ts';

/** What a deadline does when its time has come. Each looks first at what is: early, late or twice changes nothing. */
export async function handleDeadline(world: World, deadline: Deadline): Promise<void> {
  switch (deadline.kind) {
    case 'offer-unseen':
      await endOffer(world, deadline.contactId, deadline.n, { kind: 'withdrawn', why: 'not-seen' });
      return;
    case 'offer-unanswered':
      await endOffer(world, deadline.contactId, deadline.n, { kind: 'missed', why: 'not-answered' });
      return;
    case 'audio-missing':
      await endOffer(world, deadline.contactId, deadline.n, { kind: 'missed', why: 'no-audio' });
      return;
    case 'wrap-up-due':
      return wrapUpDeadline(world, deadline.contactId, deadline.n);
    case 'doorbell-unheard': {
      const rung = await ringAgain(world, deadline.contactId, deadline.version, deadline.attempt);
      if (rung === 'gone') await endContact(world, deadline.contactId, 'caller-hung-up');
      return;
    }
    case 'contact-expired':
      return contactDeadline(world, deadline.contactId);
    case 'decline-over':
      return matchContact(world, deadline.contactId);
    case 'lease-ended':
      return leaseDeadline(world, deadline.agentId);
  }
}

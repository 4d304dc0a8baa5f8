import type { Agent } from '../agents/agent.ts';
import { becomesIdle } from '../agents/availability.ts';
import { requireAgent } from '../agents/read-agent.ts';
import { tellAgent } from '../agents/view-agent.ts';
import { type Contact, contactKeys } from '../contacts/contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import { ringDoorbell } from '../contacts/ring-doorbell.ts';
import { type ContactId, epochMs, instant } from '../ids.ts';
import type { World } from '../world.ts';
import { changeAgent, changeContact, type Told } from './change.ts';
import { waitingBreathMs } from './enqueue.ts';
import { matchAgent } from './match-agent.ts';
import { matchContact } from './match-contact.ts';
import { settle } from './settle.ts';

interface Returned {
  contact: Contact;
  agent?: Agent;
  meetingId?: string | undefined;
}

async function writeReturn(world: World, contactId: ContactId, leaseEnds: boolean): Promise<Returned> {
  return settle<Returned>(world, async () => {
    const contact = await requireContact(world.db, contactId);
    const { queueId, priority, agentId, offers: n, state } = contact;
    if (state !== 'accepted' && state !== 'connected') return { stop: { contact } };
    if (queueId === undefined || priority === undefined || agentId === undefined)
      throw new Error(`The contact ${contactId} was never queued`);
    const agent = await requireAgent(world.db, agentId);
    const now = world.now();
    // Connected, its entry had left as answered: it enters again. Accepted, it still has its place.
    const again: Told[] = state === 'connected' ? [{ type: 'ContactQueued', data: { queueId, priority, again: true } }] : [];
    const ofContact = changeContact(
      contact,
      now,
      {
        state: 'waiting',
        agentId: undefined,
        seats: undefined,
        connectedAt: undefined,
        aliveUntil: instant(Math.max(epochMs(contact.aliveUntil), now + waitingBreathMs)),
        ...(state === 'connected' ? { queuedAt: instant(now) } : {}),
      },
      again,
    );
    const idle = becomesIdle(agent, now, leaseEnds ? { leaseEnds: true } : {});
    const ofAgent = changeAgent(agent, now, idle.changes, idle.told);
    const share = {
      table: 'contacts' as const,
      update: contactKeys.interaction(contactId, n),
      set: { state: 'failed', completedAt: instant(now) },
    };
    return {
      write: [...ofContact.writes, ...ofAgent.writes, share],
      then: { contact: ofContact.after, agent: ofAgent.after, meetingId: contact.seats?.meetingId },
    };
  });
}

/**
 * Puts a contact whose agent was lost back into its queue, before those who arrived later: its call could not join the meeting, or the agent's
 * client has died (`lease-ended`). In any other state the contact stays as it is.
 */
export async function returnToQueue(world: World, contactId: ContactId, why: string): Promise<Contact> {
  const { contact, agent, meetingId } = await writeReturn(world, contactId, why === 'lease-ended');
  if (agent === undefined) return contact;
  world.log('contact returned to its queue', { contactId, why });
  await world.push(agent.agentId, { type: 'contact-closed', contactId, n: contact.offers });
  await tellAgent(world, agent);
  await ringDoorbell(world, contact);
  await matchContact(world, contactId);
  await matchAgent(world, agent.agentId);
  if (meetingId !== undefined) await world.meetings.end(meetingId);
  return requireContact(world.db, contactId);
}

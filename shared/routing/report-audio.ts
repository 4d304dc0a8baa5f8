import { contactKeys } from '../contacts/contact.ts';
import { ringDoorbell } from '../contacts/ring-doorbell.ts';
import { type AgentId, type ContactId, epochMs, instant } from '../ids.ts';
import type { World } from '../world.ts';
import { type Accepted, offerOver, readShare } from './accept-offer.ts';
import { changeContact } from './change.ts';
import { settle } from './settle.ts';

/**
 * The agent's audio runs: now somebody can really hear the caller, so the contact is connected and its doorbell is rung. Twice is once.
 * `gone` when the call turns out to be over: the caller of this ends the contact.
 */
export async function reportAudio(
  world: World,
  agentId: AgentId,
  contactId: ContactId,
  n: number,
): Promise<{ result: Accepted; call: 'rung' | 'gone' | 'busy' | 'not-rung' }> {
  let first = false;
  const result = await settle<Accepted>(world, async () => {
    const share = await readShare(world, agentId, contactId, n);
    if (share?.contact.offers !== n || share.contact.agentId !== agentId) return { stop: { refused: offerOver } };
    if (share.contact.state === 'connected') return { stop: share };
    const { contact, interaction } = share;
    if (contact.state !== 'accepted' || contact.queueId === undefined) return { stop: { refused: offerOver } };
    const now = world.now();
    const connectedAt = instant(now);
    const waitedMs = Math.max(0, now - epochMs(contact.queuedAt ?? contact.arrivedAt));
    const { after, writes } = changeContact(contact, now, { state: 'connected', connectedAt }, [
      { type: 'ContactConnected', data: { n, agentId, waitedMs } },
      { type: 'EntryLeft', data: { queueId: contact.queueId, why: 'answered', waitedMs } },
    ]);
    first = true;
    return {
      write: [
        ...writes,
        {
          table: 'contacts',
          update: contactKeys.interaction(contactId, n),
          set: { state: 'connected', connectedAt },
          if: 'attribute_exists(pk)',
        },
      ],
      then: { ...share, contact: after, interaction: { ...interaction, state: 'connected', connectedAt } },
    };
  });
  if ('refused' in result || !first) return { result, call: 'not-rung' };
  return { result, call: await ringDoorbell(world, result.contact) };
}

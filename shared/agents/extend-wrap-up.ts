/** More time for a wrap-up. */
import { contactKeys } from '../contacts/contact.ts';
import { readContactView } from '../contacts/view-contact.ts';
import { type AgentId, type ContactId, epochMs, instant } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { requireQueue } from '../queues/settings.ts';
import { changeAgent } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import { readShare, type Share } from '../routing/share.ts';
import type { ContactView } from '../wire/api.ts';
import type { World } from '../world.ts';
import { isInWrapUp, noWrapUp } from './wrap-up.ts';

/** More time: the queue's wrap-up time again, from now or from the present end, whichever is later. */
export async function extendWrapUp(
  world: World,
  agentId: AgentId,
  contactId: ContactId,
  n: number,
): Promise<{ contact: ContactView } | { refused: Problem }> {
  const extended = await settle<{ share: Share; dueAt: string } | { refused: Problem }>(world, async () => {
    const share = await readShare(world, agentId, contactId, n);
    if (share === undefined || share.interaction.state !== 'wrapping-up' || !isInWrapUp(share.agent, contactId, n)) {
      return { stop: { refused: noWrapUp } };
    }
    const { wrapUpSeconds } = await requireQueue(world.db, share.interaction.queueId);
    const from = Math.max(world.now(), epochMs(share.interaction.wrapUpDueAt ?? instant(world.now())));
    const dueAt = instant(from + Math.max(30, wrapUpSeconds) * 1000);
    // Whoever ends the wrap-up writes the agent too.
    const { after, writes } = changeAgent(share.agent, world.now(), {}, []);
    writes.push({ table: 'contacts', update: contactKeys.interaction(contactId, n), set: { wrapUpDueAt: dueAt } });
    return { write: writes, then: { share: { ...share, agent: after }, dueAt } };
  });
  if ('refused' in extended) return extended;
  await world.setDeadline({ kind: 'wrap-up-due', contactId, n }, extended.dueAt);
  const contact = await readContactView(world.db, extended.share.contact, extended.share.agent, n);
  return contact === undefined ? { refused: noWrapUp } : { contact };
}

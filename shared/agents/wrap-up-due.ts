/** A wrap-up whose time is over. */
import { contactKeys } from '../contacts/contact.ts';
import type { Write } from '../database/database.ts';
import { type AgentId, type ContactId, epochMs, instant } from '../ids.ts';
import { changeContact, type Told } from '../routing/change.ts';
import { type Freed, freeAgent } from '../routing/free-agent.ts';
import { settle } from '../routing/settle.ts';
import { readShare, type Share } from '../routing/share.ts';
import type { World } from '../world.ts';
import { withMissed } from './late-wrap-up.ts';
import { afterWrapUp, isTorn, tells } from './wrap-up.ts';

/** The customer's history says until then that a word is missing, and whose. */
function missedInHistory({ contact, agent, interaction }: Share): Write[] {
  const { contactId, arrivedAt, customerId, topic } = contact;
  if (customerId === undefined) return [];
  const { agentId } = agent;
  // Who has had the contact since is named there already, or will be.
  const whose = contact.offers === interaction.n ? { agentId, agentName: agent.name } : {};
  const set = { schemaVersion: 1, contactId, arrivedAt, topic, ...whose, missedBy: agentId };
  return [{ table: 'contacts', update: contactKeys.ofCustomer(customerId, arrivedAt, contactId), set }];
}

/** The share of which nobody has said a word in time, unless it was given more. */
function expiry(share: Share, told: Told, nowMs: number): Write[] {
  const { contact, interaction } = share;
  const history = missedInHistory(share);
  // Whoever has had the contact since, and has handed in, is not written over: the contact is confirmed.
  const confirmed = history.length === 0 || interaction.wrapUpSeq === undefined ? [] : changeContact(contact, nowMs, {}, []).writes;
  const update: Write = {
    table: 'contacts',
    update: contactKeys.interaction(contact.contactId, interaction.n),
    set: { state: 'completed', completedAt: instant(nowMs) },
    remove: ['wrapUpSeq'],
    if: 'wrapUpDueAt = :due',
    values: { ':due': interaction.wrapUpDueAt },
  };
  return [...tells(contact, interaction, told, nowMs), ...confirmed, ...history, update];
}

/**
 * The wrap-up's deadline: unless it was extended or handed in, the agent is idle again and gets the next contact. What they did not write
 * down waits for them, in any browser.
 */
export async function wrapUpDeadline(world: World, contactId: ContactId, n: number): Promise<void> {
  const freed = await settle<Freed | undefined>(world, async (attempt) => {
    const share = await readOwnShare(world, contactId, n);
    if (share === undefined || share.interaction.state !== 'wrapping-up') return { stop: undefined };
    if ((share.interaction.wrapUpDueAt ?? '') > instant(world.now())) return { stop: undefined };
    if (isTorn(share)) return { torn: true };
    const ofAgent = await freeAgent(world, share.agent, attempt, withMissed(share.agent, { contactId, n }));
    const now = world.now();
    const tookMs = Math.max(0, now - epochMs(share.interaction.wrapUpStartedAt ?? instant(now)));
    const told: Told = { type: 'WrapUpExpired', data: { n, agentId: share.agent.agentId, tookMs } };
    return {
      ahead: ofAgent.ahead,
      write: [...expiry(share, told, now), ...ofAgent.writes],
      then: ofAgent,
    };
  });
  if (freed !== undefined) await afterWrapUp(world, freed.agent.agentId, { contactId, n, freed });
}

async function readOwnShare(world: World, contactId: ContactId, n: number): Promise<Share | undefined> {
  const item = await world.db.get('contacts', contactKeys.interaction(contactId, n));
  return item === undefined ? undefined : readShare(world, item['agentId'] as AgentId, contactId, n);
}

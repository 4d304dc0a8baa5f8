/** The end of an agent's share: the wrap-up handed in, extended, or out of time. */
import { type Contact, contactKeys, type Interaction, type Word } from '../contacts/contact.ts';
import { readContactView } from '../contacts/view-contact.ts';
import type { Write } from '../database/database.ts';
import { type AgentId, type ContactId, epochMs, instant, TicketId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { requireQueue } from '../queues/settings.ts';
import { readShare, readWork, type Share, type Work } from '../routing/share.ts';
import { changeAgent, changeContact, factWrites, type Told } from '../routing/change.ts';
import { afterFreed, type Freed, freeAgent } from '../routing/free-agent.ts';
import { settle, settleByGlance } from '../routing/settle.ts';
import { noSuchTicket, ticketWrites } from '../tickets/attach-ticket.ts';
import { readTicket } from '../tickets/read-ticket.ts';
import { noSuchOwner } from '../tickets/set-status.ts';
import type { ContactView, WrapUpRequest } from '../wire/api.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';
import { handedIn, isMissed, withMissed } from './late-wrap-up.ts';
import { readAgent, requireAgent } from './read-agent.ts';
import { tellAgent } from './view-agent.ts';

export const noWrapUp: Problem = {
  code: 'no-wrap-up',
  sentence: 'This contact has no open wrap-up of yours.',
  remedy: 'Reload the page: it shows what is open.',
  status: 409,
};

/** Is the agent still in this wrap-up, or did its time run out before the agent handed it in? */
const isInWrapUp = (agent: Agent, contactId: ContactId, n: number): boolean =>
  agent.state === 'wrapping-up' && agent.contactId === contactId && agent.n === n;

/** Whoever had the contact after a lost agent says in the history how it ended. */
const isLastWord = ({ state, n }: Interaction, { offers }: Contact): boolean => state !== 'failed' || offers === n;

/** One write lets the agent and the interaction into the wrap-up, another one out of it: did it come between the reads of the two? */
const isTorn = ({ agent, interaction: { contactId, n, state } }: Work): boolean =>
  isInWrapUp(agent, contactId, n) !== (state === 'wrapping-up');

interface Filing {
  ticketId: TicketId;
  /** The supervisor who hands in what its agent missed. */
  by?: AgentId | undefined;
}

/**
 * Tells how a share's wrap-up ended. In time, its number has been kept for it: the contact is neither written nor confirmed, and what is known of
 * it may be overtaken by what is noted at that moment, as if it were noted after. Otherwise the contact counts on.
 */
function tells(contact: Contact, { wrapUpSeq }: Interaction, told: Told, nowMs: number): Write[] {
  if (wrapUpSeq === undefined) return changeContact(contact, nowMs, {}, [told]).writes;
  const { contactId } = contact;
  return factWrites('contacts', (seq) => contactKeys.fact(contactId, seq), contactId, wrapUpSeq - 1, instant(nowMs), [told]);
}

function completion({ contact, interaction, agent }: Work, request: WrapUpRequest, filing: Filing, nowMs: number): Write[] {
  const { contactId, n } = interaction;
  const { disposition, notes, ticketStatus } = request;
  const { ticketId, by } = filing;
  const tookMs = Math.max(0, nowMs - epochMs(interaction.wrapUpStartedAt ?? instant(nowMs)));
  const data = { n, agentId: agent.agentId, ticketId, disposition, ticketStatus, tookMs, ...(by === undefined ? {} : { by }) };
  const told: Told = { type: 'WrapUpCompleted', data };
  const writes = tells(contact, interaction, told, nowMs);
  const word: Word = { schemaVersion: 1, n, completedAt: interaction.completedAt ?? instant(nowMs), disposition, ticketId, notes };
  writes.push({ table: 'contacts', put: { ...contactKeys.word(contactId, n), ...word }, if: 'attribute_not_exists(pk)' });
  if (contact.customerId !== undefined && isLastWord(interaction, contact)) writes.push(historyWrite(contact, agent, request));
  return writes;
}

function historyWrite(contact: Contact, agent: Agent, { disposition, notes }: WrapUpRequest): Write {
  const { contactId, arrivedAt, customerId, topic } = contact;
  if (customerId === undefined) throw new Error('An anonymous contact is in nobody’s history');
  return {
    table: 'contacts',
    update: contactKeys.ofCustomer(customerId, arrivedAt, contactId),
    set: {
      schemaVersion: 1,
      contactId,
      arrivedAt,
      topic,
      agentName: agent.name,
      agentId: agent.agentId,
      disposition,
      notes: notes === '' ? undefined : notes,
    },
    // Handed in after all.
    remove: ['missedBy'],
  };
}

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

/** May it be handed in: by its agent while it runs and after, by a supervisor only when its agent has missed it? */
const mayHandIn = ({ interaction }: Work, by: AgentId | undefined): boolean =>
  isMissed(interaction) || (by === undefined && interaction.state === 'wrapping-up');

/**
 * Hands the wrap-up in: the agent's word, the ticket, the agent's new state and the facts of all are one write. While the agent is as they were
 * read, the wrap-up runs still. The same invocation offers the next waiting contact. A wrap-up that was missed may still be handed in, also by a
 * supervisor (`by`); one that was is left as it is.
 */
export async function completeWrapUp(
  world: World,
  agentId: AgentId,
  contactId: ContactId,
  request: WrapUpRequest,
  by?: AgentId,
): Promise<{ done: true } | { refused: Problem }> {
  const newTicketId = TicketId.parse(world.newId());
  const result = await settleByGlance<{ done: true; freed?: Freed } | { refused: Problem }>(world, async (seen, attempt, glance) => {
    const [share, ticket, owner] = await Promise.all([
      readWork(seen, agentId, contactId, request.n),
      request.ticketId === undefined ? undefined : readTicket(world.db, request.ticketId),
      request.ownerId === undefined ? undefined : readAgent(world.db, request.ownerId),
    ]);
    if (share === undefined) return { stop: { refused: noWrapUp } };
    if (share.interaction.disposition !== undefined) return { stop: { done: true } };
    if (!mayHandIn(share, by)) return { stop: { refused: noWrapUp } };
    if (request.ticketId !== undefined && (ticket === undefined || ticket.customerId !== share.contact.customerId))
      return { stop: { refused: noSuchTicket } };
    if (request.ownerId !== undefined && owner === undefined) return { stop: { refused: noSuchOwner } };
    const inWrapUp = isInWrapUp(share.agent, contactId, request.n);
    // Who is no longer in it is not written: a glance is not enough for that.
    if (glance && !inWrapUp) return { stop: { refused: noWrapUp } };
    if (isTorn(share)) return { torn: true };
    const freed = inWrapUp ? await freeAgent(seen, share.agent, attempt) : undefined;
    const now = world.now();
    const ofAgent = freed?.writes ?? handedIn(share.agent, { contactId, n: request.n }, now);
    const ticketId = ticket?.ticketId ?? newTicketId;
    const ofTicket = ticketWrites(ticket, { ticketId, contact: share.contact, request }, now);
    return {
      ahead: freed?.ahead,
      write: [...completion(share, request, { ticketId, by }, now), ...ofAgent, ...ofTicket],
      then: { done: true, ...(freed === undefined ? {} : { freed }) },
    };
  });
  if ('refused' in result) return result;
  await afterWrapUp(world, agentId, { contactId, n: request.n, freed: result.freed });
  return { done: true };
}

/** The agent's client first closes the old contact, then sees the next. */
async function afterWrapUp(
  world: World,
  agentId: AgentId,
  { contactId, n, freed }: { contactId: ContactId; n: number; freed?: Freed | undefined },
) {
  if (freed === undefined) await world.push(agentId, { type: 'contact-closed', contactId, n });
  const agent = freed === undefined ? undefined : await afterFreed(world, freed, { contactId, n });
  await tellAgent(world, agent ?? (await requireAgent(world.db, agentId)));
}

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

/** Hands a wrap-up in: in its time, or later what was missed. */
import { type Contact, contactKeys, type Interaction, type Word } from '../contacts/contact.ts';
import type { Write } from '../database/database.ts';
import { type AgentId, type ContactId, epochMs, instant, TicketId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { readWork, type Work } from '../routing/share.ts';
import type { Told } from '../routing/change.ts';
import { type Freed, freeAgent } from '../routing/free-agent.ts';
import { settleByGlance } from '../routing/settle.ts';
import { noSuchTicket, ticketWrites } from '../tickets/attach-ticket.ts';
import { readTicket } from '../tickets/read-ticket.ts';
import { noSuchOwner } from '../tickets/set-status.ts';
import type { WrapUpRequest } from '../wire/api.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';
import { handedIn, isMissed } from './late-wrap-up.ts';
import { readAgent } from './read-agent.ts';
import { afterWrapUp, isInWrapUp, isTorn, noWrapUp, tells } from './wrap-up.ts';

/** Whoever had the contact after a lost agent says in the history how it ended. */
const isLastWord = ({ state, n }: Interaction, { offers }: Contact): boolean => state !== 'failed' || offers === n;

interface Filing {
  ticketId: TicketId;
  /** The supervisor who hands in what its agent missed. */
  by?: AgentId | undefined;
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

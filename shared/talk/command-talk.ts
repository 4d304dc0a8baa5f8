import { requireAgent } from '../agents/read-agent.ts';
import type { Agent } from '../agents/agent.ts';
import { type Contact, contactKeys } from '../contacts/contact.ts';
import { requireContact } from '../contacts/read-contact.ts';
import { readContactView } from '../contacts/view-contact.ts';
import type { AgentId, ContactId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { requireQueue } from '../queues/settings.ts';
import { offerOver } from '../routing/share.ts';
import type { ContactView, TalkRequest } from '../wire/api.ts';
import type { World } from '../world.ts';
import { applyCommand, type Resolved } from './apply-command.ts';
import { agentParty, nextPartyId, talkState } from './conversation.ts';
import { followTurn } from './follow-turn.ts';
import { becomes } from './machine.ts';
import { withNotes } from './passed-notes.ts';
import { notNow, notYours, somebodyFaster } from './problems.ts';
import { resolveCommand } from './resolve-command.ts';
import { takeTurn } from './take-turn.ts';

export type Commanded = { contact: ContactView } | { refused: Problem };

/**
 * May this command be carried out on what the contact is now? `done`: it was already. That a telephone rings or a record is noted is no turn, so it
 * makes no command stale.
 */
function stands(contact: Contact, agentId: AgentId, request: TalkRequest): { refused: Problem } | 'done' | undefined {
  const { n, version, commandId, command } = request;
  const isOwner = contact.agentId === agentId && contact.n === n;
  if (contact.commandId === commandId) return 'done';
  const own = agentParty(contact, agentId, n);
  // Everybody's own microphone is theirs, whoever has the contact and whatever the others do meanwhile.
  if (command.do === 'mute' && command.partyId === own?.partyId) return undefined;
  if (!isOwner) return { refused: own === undefined ? offerOver : notYours };
  return (contact.turns ?? 0) === version ? undefined : { refused: somebodyFaster };
}

/** A telephone that will be called has its seat before it is picked up; the same party, the same seat. */
async function withSeat(world: World, contact: Contact, command: Resolved): Promise<Resolved> {
  if ((command.do !== 'consult' && command.do !== 'add') || contact.seats === undefined) return command;
  const { invitee } = command;
  const byPhone = invitee.kind === 'number' || invitee.agent.device?.kind === 'phone';
  if (!byPhone) return command;
  const seatName = `${nextPartyId(contact)}-${contact.contactId}`.slice(0, 64);
  return { ...command, seat: await world.meetings.addSeat(contact.seats.meetingId, seatName) };
}

async function viewFor(world: World, agent: Agent, contactId: ContactId, n: number): Promise<Commanded> {
  const view = await readContactView(world.db, await requireContact(world.db, contactId), agent, n);
  return view === undefined ? { refused: offerOver } : { contact: view };
}

/**
 * What an agent does with their conversation: one transaction, conditional on what they saw. The same command again is answered
 * and does nothing; a command on what is no longer so is refused, and the client looks again.
 */
export async function commandTalk(world: World, agentId: AgentId, contactId: ContactId, request: TalkRequest): Promise<Commanded> {
  const { n, command, commandId } = request;
  const agent = await requireAgent(world.db, agentId);
  if ((await world.db.get('contacts', contactKeys.contact(contactId))) === undefined) return { refused: offerOver };
  // A number is looked up once, since a call out is counted each time that it is asked for; colleagues again, since they may be given another call.
  const isCallOut = 'target' in command && 'number' in command.target;
  let resolved: Awaited<ReturnType<typeof resolveCommand>> | undefined;
  const taken = await takeTurn<{ refused: Problem } | 'done'>(world, contactId, async (contact) => {
    const barred = stands(contact, agentId, request);
    if (barred !== undefined) return { nothing: barred };
    // Asked before anybody is looked up: what the state forbids needs no reading, and no call is counted for it.
    const state = talkState(contact);
    const isEvent = command.do !== 'mute' && command.do !== 'keys';
    if (isEvent && becomes(state, command.do).length === 0) return { nothing: { refused: notNow(state) } };
    if (contact.queueId === undefined) return { nothing: { refused: notNow(state) } };
    if (resolved === undefined || !isCallOut) resolved = await resolveCommand(world, contact, command);
    const queue = await requireQueue(world.db, contact.queueId);
    if ('refused' in resolved) return { nothing: resolved };
    const seated = await withSeat(world, contact, resolved);
    const by = { agentId, name: agent.name };
    const turned = applyCommand(contact, seated, { by, commandId, nowMs: world.now(), queue });
    if ('refused' in turned) return { nothing: turned };
    return { ...turned, changes: { ...turned.changes, ...withNotes(contact, by, command.do, request.notes) } };
  });
  if ('nothing' in taken && taken.nothing !== 'done') return taken.nothing;
  if (!('nothing' in taken)) await followTurn(world, taken);
  return viewFor(world, await requireAgent(world.db, agentId), contactId, n);
}

/** An agent calls: a customer at their number, or a colleague. A contact like any other, which begins with the agent. */
import type { Agent } from '../agents/agent.ts';
import { whyUnreachable } from '../agents/directory.ts';
import { readAgent, requireAgent } from '../agents/read-agent.ts';
import { tellAgent } from '../agents/view-agent.ts';
import { type Contact, contactKeys } from '../contacts/contact.ts';
import { noteCustomer } from '../contacts/note-customer.ts';
import { prepareFirst } from '../contacts/meetings-unnoted.ts';
import { readContactView } from '../contacts/view-contact.ts';
import { identifyCustomer } from '../customers/identify.ts';
import type { Write } from '../database/database.ts';
import { type AgentId, ContactId, type CustomerId, instant, type QueueId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { readApplicationId, readCalling } from '../queues/read-calling.ts';
import { readProfile, readQueue } from '../queues/settings.ts';
import { changeAgent, factWrites, whileLive } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import type { CallRequest, ContactView } from '../wire/api.ts';
import { audioWithinMs } from '../wire/live.ts';
import type { World } from '../world.ts';
import { type BegunCall, beginCall, type Called } from './begin-call.ts';
import { clearToDial } from './clear-to-dial.ts';
import { isByPhone, ownerOf } from './conversation.ts';
import { followTurn } from './follow-turn.ts';
import { invite } from './invite.ts';
import { noSuchTarget, notReachable } from './problems.ts';
import type { TakenShare } from './take-turn.ts';

type Refused = { refused: Problem };
/** Whom a request names, found and allowed. */
type Found = { called: Called; colleague?: Agent; customerId?: CustomerId | undefined };

const busy = (why: string): Problem => ({
  code: 'not-free',
  sentence: `You can’t call now: your own status ${why}.`,
  remedy: 'Finish what is open, or sign in again, and call then.',
  status: 409,
});
const noQueue: Problem = {
  code: 'no-queue',
  sentence: 'You serve no queue for which you could call.',
  remedy: 'Ask a supervisor for a routing profile.',
  status: 409,
};

/** For whose sake the call is made: the queue that was named, else the first that the agent serves. */
async function queueOf(world: World, { profileId }: Agent, named: QueueId | undefined): Promise<QueueId | undefined> {
  if (named !== undefined) return (await readQueue(world.db, named))?.queueId;
  const serves = (await readProfile(world.db, profileId))?.serves ?? [];
  return [...serves].sort((one, other) => one.level - other.level || one.order - other.order)[0]?.queueId;
}

async function find(world: World, agentId: AgentId, request: CallRequest, queueId: QueueId): Promise<Found | Refused> {
  if ('number' in request) {
    const cleared = await clearToDial(world, request.number, { queueId });
    if ('refused' in cleared) return cleared;
    return { called: { kind: 'number', number: cleared.number, applicationId: cleared.applicationId }, customerId: request.customerId };
  }
  const colleague = request.agentId === agentId ? undefined : await readAgent(world.db, request.agentId);
  if (colleague === undefined) return { refused: noSuchTarget };
  const why = whyUnreachable(colleague, world.now());
  if (why !== undefined) return { refused: notReachable(colleague.name, why) };
  return { called: { kind: 'colleague', name: colleague.name, applicationId: await readApplicationId(world.db) }, colleague };
}

function engaged(agent: Agent, contactId: ContactId, n: number, state: 'engaged' | 'offered', nowMs: number) {
  const bound = { state, contactId, n, since: instant(nowMs), idleSince: undefined } as const;
  return whileLive(changeAgent(agent, nowMs, bound, [{ type: 'AgentStateChanged', data: { state, contactId } }]), nowMs);
}

interface Begun {
  contact: Contact;
  agent: Agent;
  invited: TakenShare[];
}

/** The contact and everybody's share in one transaction. */
function writesOf(
  begun: BegunCall,
  agent: Agent,
  colleague: Agent | undefined,
  ringSeconds: number,
  nowMs: number,
): { write: Write[]; then: Begun } {
  const { offer, interaction } = begun;
  const { contactId } = begun.contact;
  const by = { agentId: agent.agentId, name: agent.name };
  const how = { purpose: 'join', by, queueId: offer.queueId, ringSeconds } as const;
  const asked = colleague === undefined ? undefined : invite(begun.contact, { kind: 'agent', agent: colleague }, how, nowMs);
  const told = [...begun.told, ...(asked?.told ?? [])];
  const contact: Contact = { ...begun.contact, ...asked?.changes, seq: told.length };
  const caller = engaged(agent, contactId, offer.n, 'engaged', nowMs);
  const shares = (asked?.shares ?? []).flatMap((turn) =>
    turn.becomes === 'invited' ? [{ turn, before: turn.agent, changed: engaged(turn.agent, contactId, turn.n, 'offered', nowMs) }] : [],
  );
  const absent = { table: 'contacts', if: 'attribute_not_exists(pk)' } as const;
  return {
    write: [
      { ...absent, put: { ...contactKeys.contact(contactId), ...contact } },
      { ...absent, put: { ...contactKeys.offer(contactId, offer.n), ...offer } },
      { ...absent, put: { ...contactKeys.interaction(contactId, offer.n), ...interaction } },
      ...factWrites('contacts', (seq) => contactKeys.fact(contactId, seq), contactId, 0, contact.arrivedAt, told),
      ...caller.writes,
      ...shares.flatMap(({ turn, changed }) => [
        { ...absent, put: { ...contactKeys.offer(contactId, turn.n), ...turn.offer } },
        ...changed.writes,
      ]),
    ],
    then: { contact, agent: caller.after, invited: shares.map(({ turn, before, changed }) => ({ turn, before, agent: changed.after })) },
  };
}

/** The agent has until then to be heard; a telephone of theirs rings first. Whose number it is, is found out meanwhile. */
async function follow(world: World, { contact, agent, invited }: Begun, ringSeconds: number): Promise<void> {
  const { contactId } = contact;
  const owner = ownerOf(contact);
  const rings = owner !== undefined && isByPhone(owner) ? ringSeconds * 1000 : 0;
  const customers = contact.parties?.filter((party) => party.kind === 'customer') ?? [];
  await Promise.all([
    world.setDeadline({ kind: 'audio-missing', contactId, n: 1 }, instant(world.now() + rings + audioWithinMs)),
    tellAgent(world, agent),
    // The customer is called when the agent can be heard; whoever else has a telephone, now.
    followTurn(world, { before: { ...contact, parties: customers }, after: contact, shares: invited }),
  ]);
}

async function noteWhom(world: World, { contact }: Begun, customerId: CustomerId | undefined): Promise<Contact> {
  const { contactId, callerNumber } = contact;
  if (customerId !== undefined) return noteCustomer(world, contactId, { customerId, created: false });
  if (callerNumber === undefined) return contact;
  return noteCustomer(world, contactId, await identifyCustomer(world, callerNumber));
}

/** Begins a call of an agent who is free. Their client joins the meeting that the answer names; then the other side is called. */
export async function callOut(world: World, agentId: AgentId, request: CallRequest): Promise<{ contact: ContactView } | Refused> {
  const caller = await requireAgent(world.db, agentId);
  const why = whyUnreachable(caller, world.now());
  if (why !== undefined) return { refused: busy(why) };
  const queueId = await queueOf(world, caller, 'number' in request ? request.queueId : undefined);
  if (queueId === undefined) return { refused: noQueue };
  const found = await find(world, agentId, request, queueId);
  if ('refused' in found) return found;
  const { ringSeconds } = await readCalling(world.db);
  const contactId = ContactId.parse(world.newId());
  const seats = await prepareFirst(world, { contactId, n: 1, agentId });
  const begun = await settle<Begun | Refused>(world, async () => {
    const [agent, colleague] = await Promise.all([
      requireAgent(world.db, agentId),
      found.colleague === undefined ? undefined : requireAgent(world.db, found.colleague.agentId),
    ]);
    const nowMs = world.now();
    const taken = whyUnreachable(agent, nowMs);
    if (taken !== undefined) return { stop: { refused: busy(taken) } };
    const gone = colleague === undefined ? undefined : whyUnreachable(colleague, nowMs);
    if (colleague !== undefined && gone !== undefined) return { stop: { refused: notReachable(colleague.name, gone) } };
    const { called } = found;
    const begun = beginCall({ contactId, agent, queueId, called, seats, nowMs });
    const about = 'number' in request && request.ticketId !== undefined ? { ticketId: request.ticketId } : {};
    return writesOf({ ...begun, contact: { ...begun.contact, ...about } }, agent, colleague, ringSeconds, nowMs);
  });
  if ('refused' in begun) {
    await world.meetings.end(seats.meetingId);
    return begun;
  }
  await follow(world, begun, ringSeconds);
  const contact = await noteWhom(world, begun, found.customerId);
  const view = await readContactView(world.db, contact, begun.agent, 1);
  if (view === undefined) throw new Error(`The contact ${contactId} has no first share`);
  return { contact: view };
}

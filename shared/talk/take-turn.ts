/** Writes a turn of a conversation: contact, agents, offers, interactions and facts are one transaction, conditional on all that was read. */
import type { Agent } from '../agents/agent.ts';
import { becomesIdle, type Idling } from '../agents/availability.ts';
import { withLate } from '../agents/late-wrap-up.ts';
import { requireAgent } from '../agents/read-agent.ts';
import { type Contact, contactKeys, type Interaction, type Offer } from '../contacts/contact.ts';
import type { Claim } from '../contacts/read-claim.ts';
import { readOffer, requireContact } from '../contacts/read-contact.ts';
import type { Write } from '../database/database.ts';
import { type ContactId, instant } from '../ids.ts';
import { changeAgent, changeContact, type Changed, type Changes, whileLive, withChanges } from '../routing/change.ts';
import { queueOf } from '../routing/routing-settings.ts';
import { settle, settleByGlance, type Step } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { audible } from './presses.ts';
import type { ShareTurn, Turn } from './turn.ts';

/** A share's turn with the agent as they were and are. */
export interface TakenShare {
  turn: ShareTurn;
  before: Agent;
  agent: Agent;
  /** What of the share was read on the way and is as it stands now. */
  shown?: { offer: Offer; interaction: Interaction } | undefined;
}
export interface Taken {
  before: Contact;
  after: Contact;
  shares: TakenShare[];
}

const isBound = (agent: Agent, contact: Contact, n: number): boolean => agent.contactId === contact.contactId && agent.n === n;

async function idlingOf(world: World, contact: Contact, agent: Agent, turn: Extract<ShareTurn, { becomes: 'released' }>): Promise<Idling> {
  if (typeof turn.idling === 'function') return turn.idling(agent);
  if (turn.idling !== 'in-place') return turn.idling;
  const offer = await readOffer(world.db, contact.contactId, turn.n);
  return { since: offer?.candidates.find((one) => one.agentId === agent.agentId)?.idleSince };
}

/** What the contact alone has said of a share until it goes on: since when its agent was heard. */
const heardAt = ({ connectedN, connectedAt }: Contact, n: number): Pick<Interaction, 'connectedAt'> =>
  connectedN === n && connectedAt !== undefined ? { connectedAt } : {};

/** Idle again; an offer that rang is closed, a share that was accepted ends. */
async function released(world: World, contact: Contact, agent: Agent, turn: Extract<ShareTurn, { becomes: 'released' }>) {
  const { contactId } = contact;
  const now = world.now();
  const idle = becomesIdle(agent, now, await idlingOf(world, contact, agent, turn));
  const late = turn.late === true ? withLate(agent, { contactId, n: turn.n }) : {};
  const closesOffer = agent.state === 'offered' || turn.offer === 'missed';
  const offer: Write = {
    table: 'contacts',
    update: contactKeys.offer(contactId, turn.n),
    set: { state: turn.offer, closedAt: instant(now) },
    // The client may be showing the offer this very moment.
    if: turn.word === 'not-seen' ? 'attribute_exists(pk) AND attribute_not_exists(seenAt)' : 'attribute_exists(pk)',
  };
  const update = contactKeys.interaction(contactId, turn.n);
  const interaction: Write = {
    table: 'contacts',
    update,
    set: { ...heardAt(contact, turn.n), state: turn.interaction, completedAt: instant(now) },
  };
  return {
    changed: changeAgent(agent, now, { ...idle.changes, ...late }, idle.told),
    writes: [...(closesOffer ? [offer] : []), ...(agent.state === 'offered' ? [] : [interaction])],
  };
}

function engagedBy(agent: Agent, contact: Contact, n: number, nowMs: number): Changed<Agent> {
  const bound = { state: 'engaged', contactId: contact.contactId, n, since: instant(nowMs), idleSince: undefined } as const;
  return changeAgent(agent, nowMs, bound, [{ type: 'AgentStateChanged', data: { state: 'engaged', contactId: contact.contactId } }]);
}

function invited(agent: Agent, turn: Extract<ShareTurn, { becomes: 'invited' }>, nowMs: number) {
  const { contactId, n } = turn.offer;
  const bound = { state: 'offered', contactId, n, since: instant(nowMs), idleSince: undefined } as const;
  const ofAgent = changeAgent(agent, nowMs, bound, [{ type: 'AgentStateChanged', data: { state: 'offered', contactId } }]);
  const put: Write = { table: 'contacts', put: { ...contactKeys.offer(contactId, n), ...turn.offer } };
  return { changed: whileLive(ofAgent, nowMs), writes: [put] };
}

const beginning = (contact: Contact, { agentId, n }: ShareTurn, queueId: Interaction['queueId'], nowMs: number): Write => {
  const { contactId } = contact;
  const interaction: Interaction = { schemaVersion: 1, contactId, n, agentId, queueId, state: 'accepted', acceptedAt: instant(nowMs) };
  return { table: 'contacts', put: { ...contactKeys.interaction(contactId, n), ...interaction }, if: 'attribute_not_exists(pk)' };
};

async function accepted(world: World, contact: Contact, agent: Agent, turn: ShareTurn) {
  const offer = await readOffer(world.db, contact.contactId, turn.n);
  if (offer === undefined) throw new Error(`Offer ${turn.n} of contact ${contact.contactId} is missing`);
  return {
    changed: engagedBy(agent, contact, turn.n, world.now()),
    writes: [beginning(contact, turn, offer.queueId, world.now())],
  };
}

function claimed(contact: Contact, agent: Agent, turn: Extract<ShareTurn, { becomes: 'claimed' }>, nowMs: number) {
  const { offer, earlier, n } = turn;
  const put: Write = { table: 'contacts', put: { ...contactKeys.offer(contact.contactId, n), ...offer } };
  const set = { state: 'completed', completedAt: instant(nowMs) };
  const ended: Write[] =
    earlier === undefined ? [] : [{ table: 'contacts', update: contactKeys.interaction(contact.contactId, earlier), set }];
  return { changed: engagedBy(agent, contact, n, nowMs), writes: [put, beginning(contact, turn, offer.queueId, nowMs), ...ended] };
}

/** As the share stands when the turn is written, if that can be told by what was glanced: since when it was heard may be missing there. */
function wrapping({ offer, interaction }: Claim, n: number, set: Pick<Interaction, 'state' | 'connectedAt'>): TakenShare['shown'] {
  if (offer?.n !== n || interaction?.n !== n) return undefined;
  const after = { ...interaction, ...set };
  return after.connectedAt === undefined ? undefined : { offer, interaction: after };
}

/** `wrapUpSeq`: the contact's number kept for the fact by which the wrap-up ends, so that its end need not write the contact. */
async function wrapsUp(world: World, contact: Contact, agent: Agent, { n }: ShareTurn, glanced: Claim, wrapUpSeq: number) {
  const { contactId, queueId } = contact;
  const now = world.now();
  const wrapUpSeconds = queueId === undefined ? 0 : (await queueOf(world, queueId)).wrapUpSeconds;
  const changed = changeAgent(agent, now, { state: 'wrapping-up', since: instant(now) }, [
    { type: 'AgentStateChanged', data: { state: 'wrapping-up', contactId } },
  ]);
  const due = { wrapUpStartedAt: instant(now), wrapUpDueAt: instant(now + wrapUpSeconds * 1000) };
  const set = { ...heardAt(contact, n), state: 'wrapping-up' as const, ...due, wrapUpSeq };
  const write: Write = { table: 'contacts', update: contactKeys.interaction(contactId, n), set };
  return { changed, writes: [write], shown: wrapping(glanced, n, set) };
}

async function writesOf(
  world: World,
  contact: Contact,
  turn: ShareTurn,
  glanced: Claim,
  keptSeq: number,
): Promise<{ before: Agent; changed?: Changed<Agent>; writes: Write[]; shown?: TakenShare['shown'] }> {
  const isNew = turn.becomes === 'invited' || turn.becomes === 'claimed';
  let before = isNew ? turn.agent : await requireAgent(world.db, turn.agentId);
  // By a glance they may seem to be where they were.
  if (!isNew && !isBound(before, contact, turn.n) && world.db.strong !== undefined)
    before = await requireAgent(world.db.strong, turn.agentId);
  // Changed since the contact was read, and the contact with it: the write will be refused, and all of this decided anew.
  if (!isNew && !isBound(before, contact, turn.n)) return { before, writes: [] };
  switch (turn.becomes) {
    case 'invited':
      return { before, ...invited(before, turn, world.now()) };
    case 'claimed':
      return { before, ...claimed(contact, before, turn, world.now()) };
    case 'accepted':
      return { before, ...(await accepted(world, contact, before, turn)) };
    case 'released':
      return { before, ...(await released(world, contact, before, turn)) };
    case 'wrapping-up':
      return { before, ...(await wrapsUp(world, contact, before, turn, glanced, keptSeq)) };
    case 'connected': {
      const set = { state: 'connected', connectedAt: instant(world.now()) };
      return {
        before,
        writes: [{ table: 'contacts', update: contactKeys.interaction(contact.contactId, turn.n), set, if: 'attribute_exists(pk)' }],
      };
    }
  }
}

/** The turn is counted, and keys that nobody can hear any more are forgotten. */
function changesOf(contact: Contact, { changes }: Turn): Changes<Contact> {
  const presses = audible(withChanges(contact, changes));
  const pressed = contact.presses === undefined && presses === undefined ? {} : { presses };
  return { ...changes, ...pressed, turns: (contact.turns ?? 0) + 1 };
}

/** Nothing to write, and why, or with what answer. */
export interface Nothing<R> {
  nothing: R;
}

/**
 * Reads the contact, decides, writes; again from the reading when somebody was faster. `glanced`: as it was read at a glance a moment ago, with its
 * claim, by which the first decision is made.
 */
export async function takeTurn<R>(
  world: World,
  contactId: ContactId,
  decide: (contact: Contact) => Promise<Turn | Nothing<R>>,
  glanced: Claim = {},
): Promise<Taken | Nothing<R>> {
  const step = async (seen: World, known: Claim = {}): Promise<Step<Taken | Nothing<R>>> => {
    const contact = known.contact ?? (await requireContact(seen.db, contactId));
    const turn = await decide(contact);
    if ('nothing' in turn) return { stop: turn };
    const wrapping = turn.shares.filter(({ becomes }) => becomes === 'wrapping-up');
    const ofContact = changeContact(contact, world.now(), changesOf(contact, turn), turn.told, wrapping.length);
    const keptFor = (share: ShareTurn) => ofContact.after.seq - wrapping.indexOf(share);
    const shares = await Promise.all(
      turn.shares.map(async (share) => ({ share, ...(await writesOf(seen, contact, share, known, keptFor(share))) })),
    );
    return {
      write: [
        ...ofContact.writes,
        ...shares.flatMap(({ changed, writes }) => [...(changed?.writes ?? []), ...writes]),
        ...(turn.besides ?? []),
      ],
      then: {
        before: contact,
        after: ofContact.after,
        shares: shares.map(({ share, before, changed, shown }) => ({ turn: share, before, agent: changed?.after ?? before, shown })),
      },
    };
  };
  if (glanced.contact === undefined) return settle(world, () => step(world));
  return settleByGlance(world, (seen, _, glance) => step(seen, glance ? glanced : undefined));
}

import { requireAgent } from '../agents/read-agent.ts';
import { type Contact, presentInteraction } from '../contacts/contact.ts';
import { ringLegs, type Rung } from '../contacts/ring-doorbell.ts';
import { readClaim } from '../contacts/read-claim.ts';
import { readOffer } from '../contacts/read-contact.ts';
import { glancing, type Write } from '../database/database.ts';
import { type AgentId, type ContactId, epochMs, instant } from '../ids.ts';
import { isOpenCallback } from '../left/callback/callback.ts';
import { readies, setCallDeadline } from '../left/callback/call-back.ts';
import { tellCallback } from '../left/callback/read-callback.ts';
import { firstParties, ownerOf } from '../talk/conversation.ts';
import { agentBack } from '../talk/desertion.ts';
import { comeByAudio } from '../talk/invitation.ts';
import { ownerRuns } from '../talk/owner-runs.ts';
import type { World } from '../world.ts';
import { changeContact } from './change.ts';
import { entryLeft } from './entry-left.ts';
import { settleByGlance } from './settle.ts';
import { type Accepted, asOffered, type Bearer, offerOver, readShare, type Share } from './share.ts';

export interface Reported {
  result: Accepted;
  /** What became of the ring at the customer's call: `gone` when it turns out to be over; the caller of this ends the contact. */
  call: Rung | 'not-rung';
}

type Heard = Share<Bearer>;

/** The share at a glance, with the agent as the offer has them: their name, which the others in the conversation are told. */
async function glanceHeard({ db }: World, contactId: ContactId, n: number): Promise<Heard | undefined> {
  const { contact, offer, interaction } = await readClaim(glancing(db), contactId, ['interaction', 'offer'], n);
  if (contact === undefined || offer === undefined || interaction === undefined) return undefined;
  const agent = asOffered(offer) ?? (await requireAgent(db, offer.agentId));
  return { contact, offer, interaction: presentInteraction(contact, interaction), agent };
}

/** What was said to them while they waited, and who declined them, counts no more; whom they ask for does, should they be lost. */
const outOfLine = { declined: undefined, announced: undefined };

/** The agent's audio runs: the contact is connected, and agent and customer are in conversation. It says so itself: one write of one item. */
function connects(share: Heard, nowMs: number): { write: Write[]; then: Heard } {
  const { contact, interaction, agent } = share;
  const { n, agentId } = interaction;
  const connectedAt = instant(nowMs);
  const waitedMs = Math.max(0, nowMs - epochMs(contact.queuedAt ?? contact.arrivedAt));
  const parties = firstParties(contact, { agentId, n, name: agent.name }, connectedAt);
  const changes = {
    state: 'connected',
    connectedAt,
    connectedN: n,
    connectedSeq: contact.seq + 1,
    estimatedMs: contact.announced?.firstMs,
    takeBack: undefined,
    word: undefined,
    ...outOfLine,
    ...parties,
  } as const;
  const { after, writes } = changeContact(contact, nowMs, changes, [
    { type: 'ContactConnected', data: { n, agentId, waitedMs } },
    ...entryLeft(contact, 'answered', nowMs),
  ]);
  return { write: writes, then: { ...share, contact: after, interaction: presentInteraction(after, interaction) } };
}

/** Of a callback: the agent reads whom they call, and the customer is called afterwards. */
async function readiesCallback(world: World, share: Heard): Promise<{ write: Write[]; then: Heard }> {
  const { contact, interaction, agent } = share;
  const { n, agentId } = interaction;
  const ready = await readies(world, contact, { agentId, n, name: agent.name });
  const { after, writes } = changeContact(contact, world.now(), { ...ready, ...outOfLine }, []);
  return { write: writes, then: { ...share, contact: after } };
}

/** The agent whose contact it is: accepted and now heard, or heard again. */
async function ownerHeard(world: World, agentId: AgentId, contactId: ContactId, n: number, known?: Heard): Promise<Reported> {
  let before: Contact | undefined;
  const result = await settleByGlance<Accepted>(world, async (seen, _, glance) => {
    before = undefined;
    const share = glance && known !== undefined ? known : await readShare(seen, agentId, contactId, n);
    if (share?.contact.n !== n || share.contact.agentId !== agentId) return { stop: { refused: offerOver } };
    const { state, queueId } = share.contact;
    if (state === 'connected' || state === 'dialling') return { stop: share };
    if (state !== 'accepted' || queueId === undefined) return { stop: { refused: offerOver } };
    before = share.contact;
    return isOpenCallback(share.contact) ? readiesCallback(world, share) : connects(share, world.now());
  });
  if ('refused' in result || before === undefined) return { result, call: 'not-rung' };
  if (isOpenCallback(result.contact)) {
    await Promise.all([setCallDeadline(world, result.contact), tellCallback(world, result.contact)]);
  }
  return { result, call: await ringLegs(world, before, result.contact) };
}

/**
 * The agent's audio runs: now somebody can really hear. An accepted contact is connected, an invited agent is in the conversation, one who was
 * away is back, and a customer who is to be called is called. Twice is once.
 */
export async function reportAudio(world: World, agentId: AgentId, contactId: ContactId, n: number): Promise<Reported> {
  const share = await glanceHeard(world, contactId, n).catch(() => undefined);
  const offer = share?.offer ?? (await readOffer(world.db, contactId, n));
  if (offer?.agentId !== agentId) return { result: { refused: offerOver }, call: 'not-rung' };
  if (offer.partyId !== undefined) {
    const result = await comeByAudio(world, agentId, contactId, n);
    // A colleague who came as a guest may own the contact by now.
    if ('refused' in result || ownerOf(result.contact)?.awayAt === undefined) return { result, call: 'not-rung' };
  }
  const heard = await ownerHeard(world, agentId, contactId, n, offer.partyId === undefined ? share : undefined);
  if ('refused' in heard.result) return heard;
  const { contact } = heard.result;
  if (contact.state === 'dialling') await ownerRuns(world, agentId, contactId, n);
  else if (ownerOf(contact)?.awayAt !== undefined) await agentBack(world, agentId, contactId, n);
  else return heard;
  return { result: (await readShare(world, agentId, contactId, n)) ?? heard.result, call: heard.call };
}

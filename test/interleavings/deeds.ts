/** What may happen in a contact center: each of them a real operation, on whom chance points at. */
import type { Agent } from '../../shared/agents/agent.ts';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { beginLease, renewLease } from '../../shared/agents/lease.ts';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { completeWrapUp } from '../../shared/agents/complete-wrap-up.ts';
import { extendWrapUp } from '../../shared/agents/extend-wrap-up.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { requireContact } from '../../shared/contacts/read-contact.ts';
import { renewContact } from '../../shared/contacts/renew-contact.ts';
import { AgentId, ConnectionId, ContactId, instant, type QueueId } from '../../shared/ids.ts';
import { forgetConnection, saveConnection } from '../../shared/live/connection.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { endOffer } from '../../shared/routing/end-offer.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { leaveQueue } from '../../shared/routing/leave-queue.ts';
import { lookAgain } from '../../shared/routing/look-again.ts';
import { matchAgent } from '../../shared/routing/match-agent.ts';
import { matchContact } from '../../shared/routing/match-contact.ts';
import { noteSeen } from '../../shared/routing/note-seen.ts';
import { pickContact } from '../../shared/routing/pick.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { returnToQueue } from '../../shared/routing/return-to-queue.ts';
import { type AgentSetting, setAgent } from '../../shared/routing/set-agent.ts';
import { steerContact, type Steering } from '../../shared/routing/steer.ts';
import { WrapUpRequest } from '../../shared/wire/api.ts';
import type { World } from '../../shared/world.ts';
import { arrive, asksForCallback, calls, cancels, customerHangsUp, picksUp, postpones, tells } from './callbacks.ts';
import type { Cast, Share } from './cast.ts';
import { billing, hungarian, profileIds, technical } from './settings.ts';

export interface Deed {
  /** For people who look at a failure. */
  what: string;
  run(world: World): Promise<unknown>;
  /** How often, of a hundred, its function dies within its first accesses. Absent: as usual. */
  riskOfDeath?: number;
}
type Maker = (cast: Cast) => Deed | undefined;

const wrapUp = (n: number) => WrapUpRequest.parse({ n, disposition: 'solved', ticketStatus: 'open' });

/** A deed about an offer that some client was shown, present or long over. */
const ofOffer =
  (name: string, run: (world: World, offer: Share, cast: Cast) => Promise<unknown>): Maker =>
  (cast) => {
    const offer = cast.offer();
    return offer && { what: `${name} ${offer.agentId} ${offer.contactId} ${offer.n}`, run: (world) => run(world, offer, cast) };
  };
/** The same about what an agent has at the moment. */
const ofBound =
  (state: Agent['state'], name: string, run: (world: World, share: Share) => Promise<unknown>, riskOfDeath = 20): Maker =>
  (cast) => {
    const share = cast.bound(state);
    return share && { what: `${name} ${share.agentId} ${share.contactId} ${share.n}`, run: (world) => run(world, share), riskOfDeath };
  };
const ofAgent =
  (name: string, run: (world: World, agentId: AgentId, cast: Cast) => Promise<unknown>): Maker =>
  (cast) => {
    const agentId = cast.agent();
    return { what: `${name} ${agentId}`, run: (world) => run(world, agentId, cast) };
  };
const ofContact =
  (name: string, run: (world: World, contactId: ContactId, cast: Cast) => Promise<unknown>): Maker =>
  (cast) => {
    const contactId = cast.contact();
    return contactId && { what: `${name} ${contactId}`, run: (world) => run(world, contactId, cast) };
  };

function newcomer(cast: Cast): { contactId: ContactId; queueId: QueueId } {
  const contactId = ContactId.parse(`c${cast.contacts.length + 1}`);
  const queueId = cast.queue();
  cast.contacts.push(contactId);
  cast.hall.calls.add(`call-${contactId}`);
  return { contactId, queueId };
}

const call: Maker = (cast) => {
  const { contactId, queueId } = newcomer(cast);
  return {
    what: `call ${contactId} ${queueId}`,
    async run(world) {
      const opened = await arrive(world, contactId);
      await enqueue(world, contactId, { queueId }, cast.contacts.length % 2 === 0 ? opened : undefined);
    },
  };
};

async function beat(world: World, agentId: AgentId, cast: Cast): Promise<void> {
  if (!cast.hall.clients.has(agentId)) return;
  const { connectionId } = await requireAgent(world.db, agentId);
  if (connectionId !== undefined) await renewLease(world, agentId, connectionId);
}

export async function connect(world: World, agentId: AgentId, cast: Cast): Promise<void> {
  const connectionId = ConnectionId.parse(`${agentId}-${world.newId()}`);
  await saveConnection(world.db, connectionId, { agentId, supervises: false }, world.now());
  const earlier = await beginLease(world, agentId, connectionId);
  if (earlier !== undefined) await forgetConnection(world.db, { agentId, connectionId: earlier });
  cast.hall.clients.add(agentId);
  await renewLease(world, agentId, connectionId);
}

const hearsAudio: Maker = ofOffer('audio', async (world, { agentId, contactId, n }) => {
  const { call: rung } = await reportAudio(world, agentId, contactId, n);
  if (rung === 'gone') await endContact(world, contactId, 'caller-hung-up');
});

/** From the acceptance to the end of the call, so that there are wrap-ups enough. */
async function talks(world: World, { agentId, contactId, n }: Share): Promise<void> {
  await acceptOffer(world, agentId, contactId, n);
  await reportAudio(world, agentId, contactId, n);
  await endContact(world, contactId, 'caller-hung-up');
}
const handsIn = (world: World, { agentId, contactId, n }: Share) => completeWrapUp(world, agentId, contactId, wrapUp(n));

const hangsUp: Maker = ofContact('caller-hangs-up', customerHangsUp);

/** Only who is on the line can press a key. */
const pressesKey = (world: World, contactId: ContactId) =>
  leaveQueue(world, contactId, 'exited-by-key', 'voicemail', { still: ({ transactionId }) => transactionId === `call-${contactId}` });

/** A piece of music begins: by what its event has read. */
const plays = async (world: World, contactId: ContactId, { hall }: Cast) => {
  const known = await requireContact(world.db, contactId);
  return renewContact(world, contactId, hall.nowMs + 60_000, { known });
};

const wantsCallback: Maker = (cast) => {
  if (!cast.callsBack) return undefined;
  const { contactId, queueId } = newcomer(cast);
  return { what: `wants-callback ${contactId} ${queueId}`, run: (world) => asksForCallback(world, contactId, queueId, cast) };
};

const supervisor = AgentId.parse('supervisor');

/** What a supervisor sets, sometimes for a time: for longer than an agent is bound, or for a moment. */
function someSetting(cast: Cast): AgentSetting {
  const { chance, nowMs } = cast.hall;
  const setting = chance.one<AgentSetting>([
    { profileId: chance.one(profileIds) },
    { skills: chance.percent(50) ? {} : { [hungarian]: 4 } },
    { status: 'available' },
    { status: 'offline' },
    { status: 'on-break', breakReason: 'training' },
  ]);
  return chance.percent(30) ? { ...setting, until: instant(nowMs + chance.one([4_000, 40_000])) } : setting;
}

const sets: Maker = (cast) => {
  const agentId = cast.agent();
  const setting = someSetting(cast);
  return { what: `set ${agentId} ${JSON.stringify(setting)}`, run: (world) => setAgent(world, agentId, setting, supervisor) };
};

const steers: Maker = (cast) => {
  const contactId = cast.contact();
  const what = cast.hall.chance.one<Steering>([
    { do: 'raise', priority: 9 },
    { do: 'move', queueId: technical },
    { do: 'move', queueId: billing },
    { do: 'release' },
  ]);
  return (
    contactId && { what: `steer ${contactId} ${JSON.stringify(what)}`, run: (world) => steerContact(world, contactId, what, supervisor) }
  );
};

const picks: Maker = (cast) => {
  const [agentId, contactId] = [cast.agent(), cast.contact()];
  return contactId && { what: `pick ${agentId} ${contactId}`, run: (world) => pickContact(world, agentId, contactId) };
};

/** Only in games in which callers are called back. */
const ofCallback =
  (maker: Maker): Maker =>
  (cast) =>
    cast.callsBack ? maker(cast) : undefined;

/** How often each comes, and what it is. */
export const deeds: readonly (readonly [weight: number, maker: Maker])[] = [
  [5, call],
  [4, ofAgent('available', (world, agentId) => changeStatus(world, agentId, { status: 'available' }))],
  [1, ofAgent('break', (world, agentId) => changeStatus(world, agentId, { status: 'on-break', breakReason: 'lunch' }))],
  [1, ofAgent('offline', (world, agentId) => changeStatus(world, agentId, { status: 'offline' }))],
  [2, ofAgent('heartbeat', beat)],
  [1, ofAgent('connect', connect)],
  [1, ofAgent('vanish', async (_, agentId, cast) => cast.hall.clients.delete(agentId))],
  [2, ofOffer('seen', (world, { agentId, contactId, n }) => noteSeen(world, agentId, contactId, n))],
  [4, ofOffer('accept', (world, { agentId, contactId, n }) => acceptOffer(world, agentId, contactId, n))],
  [4, hearsAudio],
  [2, ofOffer('decline', (world, { contactId, n }) => endOffer(world, contactId, n, { kind: 'declined' }))],
  [2, ofOffer('agent-hangs-up', (world, offer) => endContact(world, offer.contactId, 'agent-hung-up', offer))],
  [2, hangsUp],
  [8, ofBound('offered', 'talk', talks, 5)],
  [4, ofOffer('wrap-up', handsIn)],
  [8, ofBound('wrapping-up', 'hand-in', handsIn, 40)],
  [1, ofOffer('more-time', (world, { agentId, contactId, n }) => extendWrapUp(world, agentId, contactId, n))],
  [1, ofContact('music', plays)],
  [1, ofContact('not-joined', (world, contactId) => returnToQueue(world, contactId, 'meeting-not-joined'))],
  [1, ofContact('key', pressesKey)],
  [1, ofContact('match', (world, contactId) => matchContact(world, contactId))],
  [2, sets],
  [2, steers],
  [2, picks],
  [1, ofAgent('match', (world, agentId) => matchAgent(world, agentId))],
  [1, ofContact('look-again', (world, contactId) => lookAgain(world, contactId))],
  [3, wantsCallback],
  [3, ofCallback(ofOffer('calls', calls))],
  [3, ofCallback(ofContact('picks-up', picksUp))],
  [1, ofCallback(ofContact('busy', (world, contactId, cast) => customerHangsUp(world, contactId, cast, 486)))],
  [1, ofCallback(ofOffer('result', tells))],
  [1, ofCallback(ofContact('cancel', cancels))],
  [1, ofCallback(ofContact('postpone', postpones))],
];
const total = deeds.reduce((sum, [weight]) => sum + weight, 0);

export function chooseDeed(cast: Cast): Deed | undefined {
  let left = cast.hall.chance.below(total);
  for (const [weight, maker] of deeds) {
    left -= weight;
    if (left < 0) return maker(cast);
  }
  return undefined;
}

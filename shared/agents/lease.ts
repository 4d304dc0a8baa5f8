/** The lease of an agent's living client: begun by a connection, renewed by its heartbeats, ended by silence. */
import type { Contact } from '../contacts/contact.ts';
import { readContact } from '../contacts/read-contact.ts';
import { type AgentId, type ConnectionId, type ContactId, instant, type Instant } from '../ids.ts';
import { changeAgent } from '../routing/change.ts';
import { endOffer } from '../routing/end-offer.ts';
import { matchAgent } from '../routing/match-agent.ts';
import { returnToQueue } from '../routing/return-to-queue.ts';
import { settle } from '../routing/settle.ts';
import { isOvertaken, lookAgainAt } from '../chain.ts';
import { agentParty, isByPhone, othersOf } from '../talk/conversation.ts';
import { agentLost } from '../talk/desertion.ts';
import { leaseMs } from '../wire/live.ts';
import type { World } from '../world.ts';
import { type Agent, routingKeys } from './agent.ts';
import { isLive } from './availability.ts';
import { readAgent, requireAgent } from './read-agent.ts';

/**
 * A client has connected: it is the agent's client from now on. Answers the connection that it takes over from. The vacancy waits for the
 * client's first heartbeat: a socket can't be pushed to before its opening is answered.
 */
export async function beginLease(
  world: World,
  agentId: AgentId,
  connectionId: ConnectionId,
  supervises = false,
): Promise<ConnectionId | undefined> {
  return settle<ConnectionId | undefined>(world, async () => {
    const agent = await requireAgent(world.db, agentId);
    const now = world.now();
    // A vacancy that outlived its lease is made anew, so that the stream tells of it.
    const stale = isLive(agent, now) ? {} : { idleSince: undefined };
    const client = { connectionId, leaseUntil: instant(now + leaseMs), supervises: supervises ? true : undefined };
    const { writes } = changeAgent(agent, now, { ...client, ...stale }, []);
    return { write: writes, then: agent.connectionId === connectionId ? undefined : agent.connectionId };
  });
}

/** Should this agent have a vacancy that they lack? */
const lacksVacancy = (agent: Agent, nowMs: number): boolean =>
  agent.state === 'idle' && agent.status === 'available' && (agent.idleSince === undefined || !isLive(agent, nowMs));

/**
 * A heartbeat: renews the lease if it comes over the agent's present connection, and gives an available agent back their vacancy, which looks
 * for a waiting contact. False for a connection that has been taken over from.
 */
export async function renewLease(world: World, agentId: AgentId, connectionId: ConnectionId): Promise<boolean> {
  const agent = await readAgent(world.db, agentId);
  if (agent?.connectionId !== connectionId) return false;
  if (isLive(agent, world.now()) && !lacksVacancy(agent, world.now())) {
    const { outcome } = await world.db.write([
      {
        table: 'routing',
        update: routingKeys.agent(agentId),
        set: { leaseUntil: instant(world.now() + leaseMs) },
        if: '#connectionId = :connection AND attribute_exists(#leaseUntil)',
        names: { '#connectionId': 'connectionId', '#leaseUntil': 'leaseUntil' },
        values: { ':connection': connectionId },
      },
    ]);
    if (outcome === 'written') return true;
  }
  return revive(world, agentId, connectionId);
}

/** The slow way: the lease had ended, or the vacancy is missing, or somebody was writing the agent. */
async function revive(world: World, agentId: AgentId, connectionId: ConnectionId): Promise<boolean> {
  const present = await settle<boolean>(world, async () => {
    const agent = await requireAgent(world.db, agentId);
    if (agent.connectionId !== connectionId) return { stop: false };
    const now = world.now();
    const vacancy = lacksVacancy(agent, now) ? { idleSince: instant(now) } : {};
    const { writes } = changeAgent(agent, now, { leaseUntil: instant(now + leaseMs), ...vacancy }, []);
    return { write: writes, then: true };
  });
  if (present) await matchAgent(world, agentId);
  return present;
}

/**
 * The deadline of a lease. Renewed meanwhile: the deadline moves on. Over: the vacancy goes, a ringing offer is withdrawn and a caller who
 * talked to this client (and hears nobody any more) returns to the queue. Whatever the agent is at, the lease is gone afterwards: one that
 * stood has its deadline, and the next begins with one. `due`: the time that the message was for.
 */
export async function leaseDeadline(world: World, agentId: AgentId, due?: Instant): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const agent = await readAgent(world.db, agentId);
    if (agent?.leaseUntil === undefined || isOvertaken(agent, due)) return;
    if (isLive(agent, world.now())) {
      const place = { table: 'routing', key: routingKeys.agent(agentId) } as const;
      return lookAgainAt(world, place, { kind: 'lease-ended', agentId }, agent.leaseUntil);
    }
    const { state, contactId, n } = agent;
    if (contactId !== undefined && n !== undefined) {
      if (state === 'offered') await endOffer(world, contactId, n, { kind: 'withdrawn', why: 'lease-ended' });
      if (state === 'engaged') await engagedLeaseEnds(world, agent, contactId, n);
    }
    if (await endLease(world, agent)) return;
  }
  throw new Error(`The agent ${agentId} was at something else each time their lease was to be ended`);
}

/** Nobody hears the caller any more, unless the agent talks by a telephone: then only the lease ends. */
async function engagedLeaseEnds(world: World, agent: Agent, contactId: ContactId, n: number): Promise<void> {
  const contact = await readContact(world.db, contactId);
  const party = contact === undefined ? undefined : agentParty(contact, agent.agentId, n);
  if (party !== undefined && isByPhone(party)) return;
  const owns = (one: Contact) => one.agentId === agent.agentId && one.n === n;
  const alone = contact !== undefined && owns(contact) && !othersOf(contact, 'here').some((one) => one.kind === 'agent');
  if (contact?.direction !== 'internal' && alone) await returnToQueue(world, contactId, 'lease-ended', owns);
  else if (party?.state === 'calling') await endOffer(world, contactId, n, { kind: 'withdrawn', why: 'lease-ended' });
  await agentLost(world, agent.agentId, contactId, n);
}

/** False when the agent is bound by something that was not yet so when the end of their lease was looked after. */
async function endLease(world: World, before: Agent): Promise<boolean> {
  return settle<boolean>(world, async () => {
    const agent = await requireAgent(world.db, before.agentId);
    const isFree = agent.state === 'idle' || agent.state === 'wrapping-up';
    const isAsBefore = agent.state === before.state && agent.contactId === before.contactId && agent.n === before.n;
    if (!isFree && (!isAsBefore || agent.state === 'offered')) return { stop: false };
    if (agent.leaseUntil === undefined) return { stop: true };
    if (isLive(agent, world.now())) return { stop: false };
    const { writes } = changeAgent(agent, world.now(), { leaseUntil: undefined, idleSince: undefined }, []);
    return { write: writes, then: true };
  });
}

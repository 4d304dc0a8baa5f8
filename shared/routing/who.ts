/** Who would get a contact now: the decision as it would be made this moment, over everybody who serves it, free or not. */
import type { Agent, Vacancy } from '../agents/agent.ts';
import { whyNot } from '../agents/availability.ts';
import { listAgents, readAgent } from '../agents/read-agent.ts';
import type { Candidate } from '../contacts/contact.ts';
import { readContact } from '../contacts/read-contact.ts';
import { type ContactId, instant, type QueueId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import type { Strategy } from '../queues/words.ts';
import type { ConsideredAgent, Who } from '../wire/routing.ts';
import type { World } from '../world.ts';
import { candidateOf, rank, reasonForAgent, type Search, searchFor, servingProfiles } from './decide/choose-agent.ts';
import { stepWords } from './decide/explain.ts';
import { nextChangeMs } from './decide/steps.ts';
import type { Queued } from './find-agent.ts';
import { type Names, namesOf } from './names.ts';
import { waitsNoMore } from './pick.ts';
import { queueOf, routingSettings } from './routing-settings.ts';

/** An agent as if idle: what their place would say. */
const placeOf = ({ agentId, profileId, idleSince, since, version, served, skills }: Agent): Vacancy => ({
  schemaVersion: 1,
  agentId,
  profileId,
  idleSince: idleSince ?? since,
  agentVersion: version,
  ...(served === undefined ? {} : { served }),
  ...(skills === undefined ? {} : { skills }),
});

/** Everybody whose profile may serve it, those first who can come; what keeps somebody for now counts before what the contact asks. */
async function considered(world: World, search: Search): Promise<{ ranked: Candidate[]; names: Map<string, string> }> {
  const [{ profiles }, listings] = await Promise.all([routingSettings(world), listAgents(world.db)]);
  const serving = new Set(servingProfiles(search, profiles));
  const agents = (await Promise.all(listings.map(({ agentId }) => readAgent(world.db, agentId)))).filter((one) => one !== undefined);
  const candidates = agents
    .filter(({ profileId }) => serving.has(profileId))
    .map((agent): Candidate => {
      const profile = profiles.find(({ profileId }) => profileId === agent.profileId);
      const candidate = candidateOf(search, placeOf(agent), profile);
      const busy = whyNot(agent, world.now());
      return busy === undefined ? candidate : { ...candidate, ruledOut: busy };
    });
  return { ranked: rank(candidates, search.strategy), names: new Map(agents.map(({ agentId, name }) => [agentId, name])) };
}

/** A candidate for people. */
export function viewCandidate({ agentId, level, idleSince, served, ruledOut }: Candidate, name: string): ConsideredAgent {
  return {
    agentId,
    name,
    level,
    ...(ruledOut === undefined ? { idleSince } : { ruledOut }),
    ...(served === undefined ? {} : { served }),
  };
}

function sentence(
  ranked: readonly Candidate[],
  strategy: Strategy,
  name: (agentId: string) => string,
  changesMs: number | undefined,
): string {
  const [first] = ranked;
  if (first !== undefined && first.ruledOut === undefined)
    return `${name(first.agentId)} would get it now. ${reasonForAgent(ranked, strategy)}`;
  const later = changesMs === undefined ? '' : ` That may change at ${instant(changesMs).slice(11, 19)} UTC, when it asks for others.`;
  return `Nobody can have it now.${later}`;
}

async function whoFor(world: World, contact: Queued, names: Names): Promise<Who> {
  const [{ profiles, picked }, queue] = await Promise.all([routingSettings(world), queueOf(world, contact.queueId)]);
  const { strategy = 'longest-idle' } = queue;
  const now = world.now();
  const search = searchFor(contact, { strategy, picked }, now);
  const { ranked, names: called } = await considered(world, search);
  const name = (agentId: string) => called.get(agentId) ?? 'an agent';
  return {
    sentence: sentence(ranked, strategy, name, nextChangeMs(contact, profiles, now)),
    asks: stepWords(search.present.step, names),
    agents: ranked.map((candidate) => viewCandidate(candidate, name(candidate.agentId))),
  };
}

/** Who would get this contact now. Refused when it does not wait. */
export async function whoWouldGet(world: World, contactId: ContactId): Promise<Who | { refused: Problem }> {
  const contact = await readContact(world.db, contactId);
  if (contact?.state !== 'waiting' || contact.queueId === undefined) return { refused: waitsNoMore };
  return whoFor(world, { ...contact, queueId: contact.queueId }, await namesOf(world));
}

/** Who would get somebody who came into the queue now and asked for nothing but what the queue asks. Undefined when there is no such queue. */
export async function whoWouldServe(world: World, queueId: QueueId): Promise<Who | undefined> {
  const queue = (await routingSettings(world)).queues.get(queueId);
  if (queue === undefined) return undefined;
  const { steps = [] } = queue;
  const requirements = steps.filter(({ agent }) => agent === undefined);
  return whoFor(world, { queueId, requirements, queuedAt: instant(world.now()) }, await namesOf(world));
}

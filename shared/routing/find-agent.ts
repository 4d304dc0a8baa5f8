import { whyNot } from '../agents/availability.ts';
import { readAgent } from '../agents/read-agent.ts';
import type { Candidate, Contact, Grounds } from '../contacts/contact.ts';
import type { QueueId } from '../ids.ts';
import {
  type Choice,
  countAble,
  rank,
  rankVacancies,
  reasonForAgent,
  type Search,
  searchFor,
  servingProfiles,
} from './decide/choose-agent.ts';
import { readVacancies } from './read-places.ts';
import { queueOf, routingSettings } from './routing-settings.ts';
import type { World } from '../world.ts';

/** So many agents are read when the first could not be asked; the first is read alone, since it nearly always can. */
const atATime = 8;

export type FoundAgent = Choice & { grounds: Grounds };
/** What counts of a contact that waits, or is about to. */
export type Queued = Pick<Contact, 'requirements' | 'queuedAt' | 'stepsFrom' | 'declined'> & { queueId: QueueId };

/** Reads those who may come, in turn, until one can be asked. Those who can't are marked. */
async function firstWhoCan(world: World, search: Search, ranked: readonly Candidate[]): Promise<Choice> {
  const candidates = [...ranked];
  for (let i = 0, size = 1; i < candidates.length; i += size, size = atATime) {
    const some = candidates.slice(i, i + size).filter(({ ruledOut }) => ruledOut === undefined);
    const agents = await Promise.all(some.map(({ agentId }) => readAgent(world.db, agentId)));
    for (const [j, candidate] of some.entries()) {
      const ruledOut = whyNot(agents[j], world.now());
      if (ruledOut !== undefined) candidates[candidates.indexOf(candidate)] = { ...candidate, ruledOut };
    }
    const chosen = agents.find((agent) => whyNot(agent, world.now()) === undefined);
    if (chosen === undefined) continue;
    const inOrder = rank(candidates, search.strategy);
    return { chosen, candidates: inOrder, reason: reasonForAgent(inOrder, search.strategy) };
  }
  return { candidates, reason: reasonForAgent([], search.strategy) };
}

/**
 * The idle agent who should have a contact by what it asks for at this moment, strongly read, and who else was considered. One query for each
 * routing profile that may serve it, and one read of the agent. `pushed`: whoever asks goes to agents who pick their contacts too.
 */
export async function findAgent(world: World, contact: Queued, pushed = false): Promise<FoundAgent> {
  const { profiles, picked: chosenBy } = await routingSettings(world);
  const picked = pushed ? new Set<QueueId>() : chosenBy;
  const { strategy = 'longest-idle' } = await queueOf(world, contact.queueId);
  const search = searchFor(contact, { strategy, picked }, world.now());
  const vacancies = await Promise.all(servingProfiles(search, profiles).map((profileId) => readVacancies(world.db, profileId)));
  const { step, index } = search.present;
  const choice = await firstWhoCan(world, search, rankVacancies(search, vacancies.flat(), profiles));
  return { ...choice, grounds: { found: 'agent', strategy, step, index, ...countAble(choice.candidates) } };
}

import { readAgent } from '../agents/read-agent.ts';
import type { Candidate } from '../contacts/contact.ts';
import type { AgentId, QueueId } from '../ids.ts';
import { listProfiles } from '../queues/settings.ts';
import type { World } from '../world.ts';
import { type Choice, chooseAgent, levelsFor, orderVacancies } from './decide/choose-agent.ts';
import { readVacancies } from './read-places.ts';

/** So many agents are read at a time; the next only when none of these can be asked. */
const atATime = 8;

/** The idle agent who should have a contact of this queue, strongly read, and who else was considered. */
export async function findAgent(world: World, queueId: QueueId, declined: ReadonlySet<AgentId>): Promise<Choice> {
  const levels = levelsFor(queueId, await listProfiles(world.db));
  const vacancies = await Promise.all([...levels.keys()].map((profileId) => readVacancies(world.db, profileId)));
  const places = orderVacancies(vacancies.flat(), levels);
  const ruledOut: Candidate[] = [];
  for (let i = 0; i < places.length; i += atATime) {
    const considered = await Promise.all(
      places.slice(i, i + atATime).map(async (place) => ({ place, agent: await readAgent(world.db, place.agentId) })),
    );
    const choice = chooseAgent(considered, world.now(), declined);
    if (choice.chosen !== undefined) return { ...choice, candidates: [...ruledOut, ...choice.candidates] };
    ruledOut.push(...choice.candidates);
  }
  return { candidates: ruledOut, reason: 'Nobody is free.' };
}

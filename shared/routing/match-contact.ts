import { readAgent } from '../agents/read-agent.ts';
import { tellAgent } from '../agents/view-agent.ts';
import type { Candidate, Contact } from '../contacts/contact.ts';
import { readContact } from '../contacts/read-contact.ts';
import { type AgentId, type ContactId, instant } from '../ids.ts';
import { listProfiles } from '../queues/settings.ts';
import type { World } from '../world.ts';
import { announceOffer } from './announce-offer.ts';
import { claim } from './claim.ts';
import { type Choice, chooseAgent, levelsFor, orderVacancies } from './decide/choose-agent.ts';
import { readVacancies } from './read-places.ts';
import { askAgainLater, recentDeclines } from './recent-declines.ts';
import { pauseBeforeRetry } from './settle.ts';
import { takeBack } from './take-back.ts';

const attempts = 40;
/** So many agents are read at a time; the next only when none of these can be asked. */
const atATime = 8;

async function findAgent(world: World, contact: Contact, declined: ReadonlySet<AgentId>): Promise<Choice> {
  if (contact.queueId === undefined) throw new Error(`The waiting contact ${contact.contactId} has no queue`);
  const levels = levelsFor(contact.queueId, await listProfiles(world.db));
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

/**
 * Offers a waiting contact to the agent who should have it. Its entry is written by now, so an agent who becomes idle after our read finds
 * the contact by theirs. Harmless at any time: does nothing for a contact that isn't waiting.
 */
export async function matchContact(world: World, contactId: ContactId): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const contact = await readContact(world.db, contactId);
    if (contact?.state !== 'waiting' || contact.aliveUntil <= instant(world.now())) return;
    const declines = await recentDeclines(world, contact);
    const { chosen, candidates, reason } = await findAgent(world, contact, declines.agents);
    if (chosen === undefined) {
      if (candidates.some((one) => declines.agents.has(one.agentId))) await askAgainLater(world, contact, declines.overAtMs);
      return;
    }
    const claimed = await claim(world, contact, chosen, candidates, reason);
    if (claimed === undefined) {
      await pauseBeforeRetry(attempt);
      continue;
    }
    if (await announceOffer(world, claimed)) return;
    // No client took it: the next agent, at once.
    const taken = await takeBack(world, contactId, claimed.offer.n, { kind: 'withdrawn', why: 'lease-ended' });
    if (taken === undefined) return;
    await tellAgent(world, taken.agent);
  }
  throw new Error(`The contact ${contactId} could not be matched in ${attempts} attempts`);
}

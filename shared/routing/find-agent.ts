import { whyNot } from '../agents/availability.ts';
import { readAgent } from '../agents/read-agent.ts';
import type { Candidate, Contact, Grounds } from '../contacts/contact.ts';
import type { Agent, Vacancy } from '../agents/agent.ts';
import type { AgentId, ProfileId, QueueId } from '../ids.ts';
import {
  type Choice,
  type Counted,
  countAble,
  draws,
  rank,
  rankVacancies,
  reasonForAgent,
  type Search,
  searchFor,
  servingProfiles,
} from './decide/choose-agent.ts';
import { vacancyOf } from './change.ts';
import { rankingOf } from './decide/strategies.ts';
import { readVacancies } from './read-places.ts';
import { queueOf, routingSettings } from './routing-settings.ts';
import type { RoutingProfile } from '../queues/queue.ts';
import { isIdleBy, isPast, takeAway } from './vacancy-ahead.ts';
import type { World } from '../world.ts';

/** So many agents are read when the first could not be asked; the first is read alone, since it nearly always can. */
const atATime = 8;

export type FoundAgent = Choice & { grounds: Grounds };
/** What counts of a contact that waits, or is about to. */
export type Queued = Pick<Contact, 'requirements' | 'queuedAt' | 'stepsFrom' | 'declined'> & { queueId: QueueId };

export interface Looking {
  /** Whoever asks goes to agents who pick their contacts too. */
  pushed?: boolean;
  /** Agents with whom others were faster a moment ago: what was read of them may be old still. */
  taken?: ReadonlySet<AgentId>;
}

/** So many vacancies of each routing profile are read first, and four times as many when none of these agents can come. */
const heads = 12;

interface Lists {
  vacancies: Vacancy[];
  /** The profiles that have more vacancies. */
  cut: ReadonlySet<ProfileId>;
}

/** What has become known of the candidates when their items were read; whom nothing rules out can be asked. */
type Known = Map<AgentId, { agent: Agent | undefined; ruledOut: string | undefined }>;

/** Is the agent idle by this vacancy, and does it say of them what they say themselves? */
const isAsListed = (agent: Agent | undefined, { skills, served, ...place }: Vacancy): boolean =>
  isIdleBy(agent, place) && JSON.stringify([agent?.skills, agent?.served]) === JSON.stringify([skills, served]);

/**
 * Who can't be asked by a glance, or not as they were listed, is looked at properly: nobody is passed over by an old look. Past vacancies of
 * theirs go.
 */
async function lookAt(world: World, agentId: AgentId, vacancies: readonly Vacancy[]): Promise<Agent | undefined> {
  const theirs = vacancies.filter((one) => one.agentId === agentId);
  const glanced = await readAgent(world.db, agentId);
  const { strong } = world.db;
  const isSure = whyNot(glanced, world.now()) === undefined && theirs.every((one) => isAsListed(glanced, one));
  const agent = strong === undefined || isSure ? glanced : await readAgent(strong, agentId);
  await Promise.all(theirs.filter((one) => isPast(one, agent)).map((one) => takeAway(world, one)));
  return agent;
}

async function readSome(world: World, some: readonly AgentId[], vacancies: readonly Vacancy[], known: Known): Promise<void> {
  const agents = await Promise.all(some.map((agentId) => lookAt(world, agentId, vacancies)));
  for (const [i, agentId] of some.entries()) known.set(agentId, { agent: agents[i], ruledOut: whyNot(agents[i], world.now()) });
}

/**
 * The place of an agent who can be asked, as it is by their own item: their skills may have changed since the list was read. Undefined for who has
 * left it, by another routing profile or another contact: whoever did that looks for the one who waits longest for them.
 */
function presentPlace(vacancy: Vacancy, known: Known): Vacancy | undefined {
  const { agent, ruledOut } = known.get(vacancy.agentId) ?? {};
  if (agent === undefined || ruledOut !== undefined) return vacancy;
  return isIdleBy(agent, vacancy) ? vacancyOf(agent) : undefined;
}

/** Those who may come by what is known: who can't be asked is marked. */
function rankKnown(
  search: Search,
  standing: readonly Vacancy[],
  profiles: readonly RoutingProfile[],
  draw: number,
  known: Known,
): Candidate[] {
  const marked = rankVacancies(search, standing, profiles).map((one) => {
    const ruledOut = known.get(one.agentId)?.ruledOut;
    return ruledOut === undefined ? one : { ...one, ruledOut };
  });
  return rank(marked, search.strategy, draw);
}

/**
 * Reads those who may come, in turn, until the first of them can be asked. Those who can't are marked, and the others ranked again without
 * them, since others may now be equal to the first. `standing`: the vacancies that are left.
 */
async function firstWhoCan(
  world: World,
  search: Search,
  vacancies: readonly Vacancy[],
  profiles: readonly RoutingProfile[],
  draw: number,
): Promise<Pick<Choice, 'chosen' | 'candidates'> & { standing: readonly Vacancy[] }> {
  const known: Known = new Map();
  let standing = vacancies;
  let candidates = rankVacancies(search, standing, profiles, draw);
  for (let size = 1; ; size = atATime) {
    const [first] = candidates;
    const chosen = first === undefined || first.ruledOut !== undefined ? undefined : known.get(first.agentId)?.agent;
    if (chosen !== undefined) return { chosen, candidates, standing };
    const unread = candidates.filter(({ agentId, ruledOut }) => ruledOut === undefined && !known.has(agentId)).slice(0, size);
    if (unread.length === 0) return { candidates, standing };
    await readSome(
      world,
      unread.map(({ agentId }) => agentId),
      vacancies,
      known,
    );
    standing = vacancies.flatMap((one) => presentPlace(one, known) ?? []);
    candidates = rankKnown(search, standing, profiles, draw, known);
  }
}

async function readLists(world: World, profiles: readonly ProfileId[], limit: number | undefined): Promise<Lists> {
  const lists = await Promise.all(profiles.map((profileId) => readVacancies(world.db, profileId, limit)));
  const cut = profiles.filter((_, i) => limit !== undefined && (lists[i]?.length ?? 0) >= limit);
  return { vacancies: lists.flat(), cut: new Set(cut) };
}

/** Could somebody come of a profile's vacancies that were not read? Within a profile the first who can is the best. */
function mayHideABetter(cut: Lists['cut'], standing: readonly Vacancy[], candidates: readonly Candidate[]): boolean {
  const able = new Set(candidates.filter(({ ruledOut }) => ruledOut === undefined).map(({ agentId }) => agentId));
  const answered = new Set(standing.filter(({ agentId }) => able.has(agentId)).map(({ profileId }) => profileId));
  return [...cut].some((profileId) => !answered.has(profileId));
}

/**
 * The idle agent who should have a contact by what it asks for at this moment, strongly read, and who else was considered. One query for each
 * routing profile that may serve it, of the first few where the strategy goes by time, and one read of the agent.
 */
export async function findAgent(world: World, contact: Queued, { pushed = false, taken }: Looking = {}): Promise<FoundAgent> {
  const { profiles, picked: chosenBy } = await routingSettings(world);
  const picked = pushed ? new Set<QueueId>() : chosenBy;
  const { strategy = 'longest-idle' } = await queueOf(world, contact.queueId);
  const search = searchFor(contact, { strategy, picked, taken }, world.now());
  const { step, index } = search.present;
  const serving = servingProfiles(search, profiles);
  const draw = Math.floor(world.chance() * draws);
  for (let limit = rankingOf(strategy).byIdleTime ? heads : undefined; ; limit = limit === undefined ? undefined : limit * 4) {
    const { vacancies, cut } = await readLists(world, serving, limit);
    const { chosen, candidates, standing } = await firstWhoCan(world, search, vacancies, profiles, draw);
    if (mayHideABetter(cut, standing, candidates)) continue;
    const counted: Counted = { ...countAble(candidates), ...(cut.size > 0 ? { more: true } : {}) };
    const reason = reasonForAgent(chosen === undefined ? [] : candidates, strategy, counted);
    return {
      ...(chosen === undefined ? {} : { chosen }),
      candidates,
      reason,
      grounds: { found: 'agent', strategy, step, index, ...counted, ...(draw === 0 ? {} : { draw }) },
    };
  }
}

/** Why an offer came to whom it came, and why an agent gets none. */
import type { Agent } from '../agents/agent.ts';
import { isLive, whyNot } from '../agents/availability.ts';
import { readAgent } from '../agents/read-agent.ts';
import type { Grounds, Offer, Rival } from '../contacts/contact.ts';
import { readContact, readOffer } from '../contacts/read-contact.ts';
import { type AgentId, type ContactId } from '../ids.ts';
import type { RoutingProfile } from '../queues/queue.ts';
import { readReasons } from '../reasons/read-reasons.ts';
import { reasonName, type Reasons } from '../reasons/words.ts';
import type { Why } from '../wire/routing.ts';
import type { World } from '../world.ts';
import { orderEntries } from './decide/choose-contact.ts';
import { stepWords } from './decide/explain.ts';
import { profileOf } from './find-contact.ts';
import { type Names, namesOf } from './names.ts';
import { readEntries } from './read-places.ts';
import { routingSettings } from './routing-settings.ts';
import { viewCandidate } from './who.ts';

const strategyWords = {
  'longest-idle': 'who has been idle for longest',
  'fewest-contacts': 'who has had the fewest contacts',
  ordered: 'a fixed order',
} as const;

const withinASecond = 'of up to six who were idle equally long, within a second, chance takes one';
const tieWords = { 'longest-idle': withinASecond, 'fewest-contacts': withinASecond, ordered: 'then the agents’ ids decide' } as const;

/** A waiting contact that came before or after, without a name: others read this too. */
const rivalWords = ({ queueId, level, priority, arrivedAt, ruledOut }: Rival, names: Names, chosen: boolean): string =>
  `${names.queue(queueId)}, level ${level}, priority ${priority}, since ${arrivedAt.slice(11, 19)} UTC: ${chosen ? 'this one' : (ruledOut ?? 'comes later')}.`;

function details(grounds: Grounds, contactId: ContactId, names: Names): string[] {
  if (grounds.found === 'picked') return ['The agent chose it from the waiting list.'];
  if (grounds.found === 'contact') return grounds.rivals.map((rival) => rivalWords(rival, names, rival.contactId === contactId));
  const { step, strategy, index } = grounds;
  const asked = `It asked for ${stepWords(step, names)}${index === 0 ? '' : ` (step ${index + 1})`}.`;
  return [asked, `Of equals at the same level the queue takes ${strategyWords[strategy]}; ${tieWords[strategy]}.`];
}

function whyOf(offer: Offer, names: Names): Why {
  const { reason: sentence, grounds, contactId, candidates } = offer;
  return {
    sentence,
    details: grounds === undefined ? [] : details(grounds, contactId, names),
    agents: candidates.map((candidate) => viewCandidate(candidate, names.agent(candidate.agentId))),
  };
}

/** Of a contact's present or latest offer. Undefined when there was none. */
export async function whyThisAgent(world: World, contactId: ContactId): Promise<Why | undefined> {
  const contact = await readContact(world.db, contactId);
  const n = contact?.n ?? contact?.offers ?? 0;
  const [offer, names] = await Promise.all([n === 0 ? undefined : readOffer(world.db, contactId, n), namesOf(world)]);
  return offer === undefined ? undefined : whyOf(offer, names);
}

const busyWith = { offered: 'is being offered a contact', engaged: 'is in a call', 'wrapping-up': 'wraps a call up' } as const;

/** What somebody has changed for a time, and until when. */
const lentWords = ({ lent, name }: Agent): string[] =>
  lent === undefined ? [] : [`A supervisor has set some of this for a time; ${name} is as before from ${lent.until.slice(11, 16)} UTC on.`];

function whyNothing(agent: Agent, reasons: Reasons, nowMs: number): string | undefined {
  const { name, status, breakReason, state } = agent;
  if (status === 'offline') return `${name} is offline.`;
  if (status === 'on-break') {
    return breakReason === 'missed'
      ? `${name} missed an offer and is on a break since.`
      : `${name} is on a break: ${reasonName(reasons, 'breaks', breakReason ?? 'break')}.`;
  }
  if (!isLive(agent, nowMs)) return `${name} has no open window: the last sign of it is more than a minute old.`;
  if (state !== 'idle') return `${name} ${busyWith[state]}.`;
  return whyNot(agent, nowMs) === undefined ? undefined : `${name} ${whyNot(agent, nowMs)}.`;
}

/** What keeps those who wait from the agent, each reason once. */
async function whyNoneOfThem(world: World, agent: Agent, profile: RoutingProfile, names: Names): Promise<string[]> {
  const { picked } = await routingSettings(world);
  const lists = await Promise.all(profile.serves.map(({ queueId }) => readEntries(world.db, queueId)));
  const waiting = orderEntries(lists.flat(), agent, profile, picked, world.now());
  const queues = profile.serves.map(({ queueId }) => names.queue(queueId)).join(', ');
  if (waiting.length === 0) return [`Nobody waits in the queues that ${agent.name} serves: ${queues}.`];
  const reasons = new Map<string, number>();
  for (const { ruledOut = 'an offer is on its way, or was declined a moment ago', entry } of waiting) {
    const words = `${names.queue(entry.queueId)}: ${ruledOut}`;
    reasons.set(words, (reasons.get(words) ?? 0) + 1);
  }
  return [...reasons].map(([words, n]) => `${n === 1 ? 'One contact waits' : `${n} contacts wait`} in ${words}.`);
}

/** Why an agent is offered nothing now, as sentences. Undefined when there is no such agent. */
export async function whyNoCalls(world: World, agentId: AgentId): Promise<{ name: string; sentences: string[] } | undefined> {
  const agent = await readAgent(world.db, agentId);
  if (agent === undefined) return undefined;
  const { name } = agent;
  const [settings, names, reasons] = await Promise.all([routingSettings(world), namesOf(world), readReasons(world.db)]);
  const busy = whyNothing(agent, reasons, world.now());
  const profile = await profileOf(world, agent, settings);
  if (profile === undefined)
    return { name, sentences: [...(busy === undefined ? [] : [busy]), `${name} has no routing profile that exists.`] };
  if (profile.serves.length === 0) return { name, sentences: [`${name}’s routing profile ${profile.name} serves no queue.`] };
  const sentences = busy === undefined ? await whyNoneOfThem(world, agent, profile, names) : [busy];
  return { name, sentences: [...sentences, ...lentWords(agent)] };
}

import type { Agent, Duty, Entry, Vacancy } from '../../shared/agents/agent.ts';
import {
  type Contact,
  type Interaction,
  isInteraction,
  isOffer,
  isWord,
  type Offer,
  type Word,
  withWord,
} from '../../shared/contacts/contact.ts';
import type { Item } from '../../shared/database/database.ts';
import type { Fact } from '../../shared/facts/facts.ts';
import { newsIn, toldIn } from '../../shared/facts/together.ts';
import type { AgentId, ContactId, ProfileId, QueueId } from '../../shared/ids.ts';
import type { Memory } from '../memory/memory.ts';
import { bySubject, type Present } from '../routing/rules.ts';

export interface Names {
  contacts: readonly ContactId[];
  agents: readonly AgentId[];
  queues: readonly QueueId[];
  profiles: readonly ProfileId[];
}

/** What the streams have told from the first change on. */
export const newsOf = (memory: Memory): Map<string, Fact[]> =>
  bySubject(
    (['contacts', 'routing'] as const).flatMap((table) =>
      memory.stream(table).flatMap(({ before, after }) => (after === undefined ? [] : newsIn(after, before))),
    ),
  );

const told = new WeakMap<Item, readonly Fact[]>();

/** An item never changes in memory, so what it holds is worked out once. */
function heldIn(item: Item): readonly Fact[] {
  const facts = told.get(item) ?? toldIn(item);
  told.set(item, facts);
  return facts;
}

/** What is told of agents beside a contact. */
export const toldOfAgents = (memory: Memory, contactId: ContactId): Fact[] =>
  memory
    .partition('contacts', `CONTACT#${contactId}`)
    .flatMap(heldIn)
    .filter(({ subject }) => subject === 'agent');

/**
 * What stands in memory, as it stands: the operations check what they write and read. `before`: told of these agents, beside contacts that are not
 * looked at any more.
 */
export function presentOf(memory: Memory, names: Names, before: readonly Fact[] = []): Present {
  const places = (pks: readonly string[], prefix: string) =>
    pks.flatMap((pk) => memory.partition('routing', pk).filter((item) => (item['sk'] as string).startsWith(prefix)));
  const profiles = names.profiles.map((profileId) => `PROFILE#${profileId}`);
  const queues = names.queues.map((queueId) => `QUEUE#${queueId}`);
  const present: Present = {
    contacts: [],
    agents: [],
    entries: places(queues, 'WAIT#') as unknown as Entry[],
    vacancies: places(profiles, 'IDLE#') as unknown as Vacancy[],
    duties: places(profiles, 'DUTY#') as unknown as Duty[],
    offers: new Map(),
    interactions: new Map(),
    facts: new Map(),
  };
  const facts: Fact[] = [...before];
  for (const contactId of names.contacts) {
    const [offers, interactions, words]: [Item[], Item[], Item[]] = [[], [], []];
    for (const item of memory.partition('contacts', `CONTACT#${contactId}`)) {
      const sk = item['sk'] as string;
      facts.push(...heldIn(item));
      if (sk === 'CONTACT') present.contacts.push(item as unknown as Contact);
      else if (isOffer(sk)) offers.push(item);
      else if (isInteraction(sk)) interactions.push(item);
      else if (isWord(sk)) words.push(item);
    }
    present.offers.set(contactId, offers as unknown as Offer[]);
    const wordOn = ({ n }: Interaction) => (words as unknown as Word[]).find((word) => word.n === n);
    present.interactions.set(
      contactId,
      (interactions as unknown as Interaction[]).map((share) => withWord(share, wordOn(share))),
    );
  }
  for (const agentId of names.agents) {
    for (const item of memory.partition('routing', `AGENT#${agentId}`)) {
      if (item['sk'] === 'AGENT') present.agents.push(item as unknown as Agent);
      else facts.push(...heldIn(item));
    }
  }
  present.facts = bySubject(facts);
  return present;
}

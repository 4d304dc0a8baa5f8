/** Who waits, for those who may choose among them: agents who pick, and supervisors. */
import type { Entry } from '../agents/agent.ts';
import { requireAgent } from '../agents/read-agent.ts';
import type { Contact } from '../contacts/contact.ts';
import { readContact } from '../contacts/read-contact.ts';
import { viewCustomer } from '../contacts/view-contact.ts';
import { type AgentId, epochMs, instant, type QueueId } from '../ids.ts';
import type { WaitingContact, WaitingQueue } from '../wire/routing.ts';
import type { World } from '../world.ts';
import { askingOf } from './decide/choose-contact.ts';
import { stepWords } from './decide/explain.ts';
import { presentStep } from './decide/steps.ts';
import { profileOf } from './find-contact.ts';
import { type Names, namesOf } from './names.ts';
import { readEntries } from './read-places.ts';
import { routingSettings } from './routing-settings.ts';

/** So many of a queue are shown with their names. */
const shown = 25;

async function nameOf(world: World, { customerId, callerNumber }: Contact): Promise<{ name?: string }> {
  const customer = customerId === undefined ? undefined : await viewCustomer(world.db, customerId);
  // Who has called for the first time has a record, and no name in it yet.
  const known = customer === undefined || customer.name === '' ? callerNumber : customer.name;
  return known === undefined ? {} : { name: known };
}

async function viewEntry(world: World, entry: Entry, names: Names): Promise<WaitingContact | undefined> {
  const contact = await readContact(world.db, entry.contactId);
  if (contact?.state !== 'waiting') return undefined;
  const asking = askingOf(entry);
  const { step, endsAtMs } = presentStep(asking, world.now());
  const until = endsAtMs === undefined ? {} : { until: instant(epochMs(asking.stepsFrom ?? asking.queuedAt) + endsAtMs) };
  return {
    contactId: entry.contactId,
    ...(await nameOf(world, contact)),
    ...(contact.topic === undefined ? {} : { topic: contact.topic }),
    priority: entry.priority,
    arrivedAt: entry.arrivedAt,
    since: entry.queuedAt,
    asks: stepWords(step, names),
    ...until,
    ...(entry.ofQueueId === undefined ? {} : { ofQueue: names.queue(entry.ofQueueId) }),
    ...(contact.announced?.minutes === undefined ? {} : { toldMinutes: contact.announced.minutes }),
  };
}

async function viewList(world: World, queueId: QueueId, names: Names): Promise<WaitingQueue> {
  const [{ queues }, entries] = await Promise.all([routingSettings(world), readEntries(world.db, queueId)]);
  const contacts = await Promise.all(entries.slice(0, shown).map((entry) => viewEntry(world, entry, names)));
  return {
    queueId,
    name: names.queue(queueId),
    picked: queues.get(queueId)?.picked === true,
    waiting: entries.length,
    contacts: contacts.filter((one) => one !== undefined),
  };
}

/** All queues, with those who wait in the order in which they are served. */
export async function waitingOnFloor(world: World): Promise<WaitingQueue[]> {
  const [names, { queues }] = await Promise.all([namesOf(world), routingSettings(world)]);
  return Promise.all([...queues.keys()].map((queueId) => viewList(world, queueId, names)));
}

/** The queues that the agent serves, in the order in which they serve them. */
export async function waitingFor(world: World, agentId: AgentId): Promise<WaitingQueue[]> {
  const [agent, settings, names] = await Promise.all([requireAgent(world.db, agentId), routingSettings(world), namesOf(world)]);
  const profile = await profileOf(world, agent, settings);
  const serves = (profile?.serves ?? []).toSorted((a, b) => a.level - b.level || a.order - b.order);
  return Promise.all(serves.map(({ queueId }) => viewList(world, queueId, names)));
}

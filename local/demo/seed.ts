/** Fills an empty contact center with the demo: settings, customers with a past, people who may sign in. Once per state folder. */
import { type Agent, routingKeys } from '../../shared/agents/agent.ts';
import type { AgentListing } from '../../shared/agents/read-agent.ts';
import { firstProfile } from '../../shared/agents/sign-in.ts';
import type { Database, Write } from '../../shared/database/database.ts';
import { AgentId, instant } from '../../shared/ids.ts';
import { settingWrites } from '../../shared/queues/write-settings.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { customers } from './customers.ts';
import { customerWrites } from './history.ts';
import { people, type Person } from './people.ts';
import { demoSettings } from './settings.ts';

const mark = { pk: 'DEMO', sk: 'DEMO' };

/** An agent as their first sign-in would make it, with the extension that somebody gave them since. */
function agentWrites(agentId: AgentId, { name, extension }: Person, now: number): Write[] {
  const agent: Agent = {
    schemaVersion: 1,
    agentId,
    name,
    version: 1,
    seq: 0,
    profileId: firstProfile,
    status: 'offline',
    since: instant(now),
    state: 'idle',
    mayDecline: true,
    extension,
  };
  const listing: AgentListing = { schemaVersion: 1, agentId, name };
  return [
    { table: 'routing', put: { ...routingKeys.agent(agentId), ...agent } },
    { table: 'routing', put: { ...routingKeys.listing(agentId), ...listing } },
    { table: 'routing', put: { ...routingKeys.extension(extension), schemaVersion: 1, agentId } },
  ];
}

/** Returns whether it had to. `makePerson` makes a user with a lasting password in its groups, and gives their user name. */
export async function seedDemo(db: Database, makePerson: (person: Person) => Promise<string>, now: number): Promise<boolean> {
  if ((await db.get('settings', mark)) !== undefined) return false;
  for (const person of people) await db.write(agentWrites(AgentId.parse(await makePerson(person)), person, now));
  for (const write of settingWrites(demoSettings)) await db.write([write]);
  // The demo has a queue for each answer; the starter's only one would stand empty beside them.
  await db.write([{ table: 'settings', delete: settingKeys.queue('service') }]);
  for (const customer of customers) for (const writes of await customerWrites(customer, now)) await db.write(writes);
  await db.write([{ table: 'settings', put: { ...mark, schemaVersion: 1 } }]);
  return true;
}

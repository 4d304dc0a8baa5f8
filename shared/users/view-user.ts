import { listAgents, readAgent } from '../agents/read-agent.ts';
import type { Agent } from '../agents/agent.ts';
import type { Database } from '../database/database.ts';
import type { UserView } from '../wire/settings.ts';
import type { People, Person } from './person.ts';

/** Pure: a person with the agent that they are, if they ever came or somebody chose something for them. */
export function viewUser(person: Person, agent: Agent | undefined): UserView {
  const { userId, email, groups, enabled, status } = person;
  return {
    userId,
    email,
    name: agent?.name ?? person.name,
    groups,
    state: enabled ? status : 'deactivated',
    version: agent?.edited ?? 0,
    ...(agent === undefined ? {} : { profileId: agent.profileId, mayDecline: agent.mayDecline, skills: agent.skills ?? {} }),
    ...(agent?.extension === undefined ? {} : { extension: agent.extension }),
  };
}

export async function readUsers(db: Database, people: People): Promise<UserView[]> {
  const [persons, listed] = await Promise.all([people.list(), listAgents(db)]);
  const known = new Set(listed.map(({ agentId }) => agentId));
  const views = await Promise.all(
    persons.map(async (person) => viewUser(person, known.has(person.userId) ? await readAgent(db, person.userId) : undefined)),
  );
  return views.sort((a, b) => a.name.localeCompare(b.name));
}

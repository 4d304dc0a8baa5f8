import { listAgents, readAgent } from '../agents/read-agent.ts';
import type { Agent } from '../agents/agent.ts';
import type { AgentId } from '../ids.ts';
import type { Database } from '../database/database.ts';
import type { UserView } from '../wire/settings.ts';
import type { People, Person } from './person.ts';

/**
 * Pure: a person with the agent that they are, if they ever came or somebody chose something for them. `nameOf`: what the administrator who changed
 * them last is called.
 */
export function viewUser(person: Person, agent: Agent | undefined, nameOf?: (agentId: AgentId) => string | undefined): UserView {
  const { userId, email, groups, enabled, status } = person;
  const changedBy = agent?.editedBy === undefined ? undefined : nameOf?.(agent.editedBy);
  return {
    userId,
    email,
    name: agent?.name ?? person.name,
    groups,
    state: enabled ? status : 'deactivated',
    version: agent?.edited ?? 0,
    ...(agent === undefined ? {} : { profileId: agent.profileId, mayDecline: agent.mayDecline, skills: agent.skills ?? {} }),
    ...(agent?.extension === undefined ? {} : { extension: agent.extension }),
    ...(changedBy === undefined ? {} : { changedBy }),
    ...(agent?.editedAt === undefined ? {} : { changedAt: agent.editedAt }),
  };
}

export async function readUsers(db: Database, people: People): Promise<UserView[]> {
  const [persons, listed] = await Promise.all([people.list(), listAgents(db)]);
  const names = new Map(listed.map(({ agentId, name }) => [agentId, name]));
  const nameOf = (agentId: AgentId) => names.get(agentId);
  const agentOf = async ({ userId }: Person) => (names.has(userId) ? readAgent(db, userId) : undefined);
  const views = await Promise.all(persons.map(async (person) => viewUser(person, await agentOf(person), nameOf)));
  return views.sort((a, b) => a.name.localeCompare(b.name));
}

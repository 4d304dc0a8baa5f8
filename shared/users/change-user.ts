/** What administrators change of a user: the agent in one write, then what the user pool knows. Each step may be made twice. */
import { type Agent, routingKeys } from '../agents/agent.ts';
import { listAgents, readAgent, requireAgent } from '../agents/read-agent.ts';
import { signIn } from '../agents/sign-in.ts';
import { tellAgent } from '../agents/view-agent.ts';
import type { Write } from '../database/database.ts';
import { type AgentId, instant } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { settingKeys } from '../queues/queue.ts';
import { changeAgent, type Changes, type Told } from '../routing/change.ts';
import { matchAgent } from '../routing/match-agent.ts';
import { settle } from '../routing/settle.ts';
import { readRevision } from '../settings/snapshot.ts';
import type { UserFields, UserView } from '../wire/settings.ts';
import type { World } from '../world.ts';
import type { People, Person } from './person.ts';
import { extensionTaken, noSuchUser, ownAccess, unknownOf, userChanged, userExists } from './problems.ts';
import { viewUser } from './view-user.ts';

export type UserOutcome = { user: UserView } | { refused: Problem };
type Wanted = { [F in keyof UserFields]?: UserFields[F] | undefined };

/** Profile and skills are settings; nobody may have one that does not exist. */
async function unknownReference({ db }: World, { profileId, skills = {} }: Wanted): Promise<Problem | undefined> {
  if (profileId !== undefined && (await db.get('settings', settingKeys.profile(profileId))) === undefined)
    return unknownOf('profileId', 'routing profile', profileId);
  for (const id of Object.keys(skills))
    if ((await db.get('settings', settingKeys.skill(id))) === undefined) return unknownOf('skills', 'skill', id);
  return undefined;
}

/** Who has an extension; also of agents who got theirs before extensions were kept apart. */
async function holderOf({ db }: World, extension: string, but: AgentId | undefined): Promise<string | undefined> {
  for (const { agentId } of await listAgents(db)) {
    const agent = agentId === but ? undefined : await readAgent(db, agentId);
    if (agent?.extension === extension) return agent.name;
  }
  return undefined;
}

/** An extension is one item, so that two agents can't get it in the same moment. */
function extensionWrites(agentId: AgentId, before: string | undefined, after: string | undefined): Write[] {
  if (before === after) return [];
  const table = 'routing' as const;
  const mine = { if: 'attribute_not_exists(pk) OR #agentId = :me', names: { '#agentId': 'agentId' }, values: { ':me': agentId } };
  return [
    ...(before === undefined ? [] : [{ table, delete: routingKeys.extension(before), ...mine }]),
    ...(after === undefined ? [] : [{ table, put: { ...routingKeys.extension(after), schemaVersion: 1, agentId }, ...mine }]),
  ];
}

const sameSkills = (a: object = {}, b: object = {}): boolean =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

/** Pure: the agent as it shall be, and what that tells. Undefined: nothing of the agent changes. */
export function changesOf(agent: Agent, wanted: Wanted, by: AgentId): { changes: Changes<Agent>; told: Told[] } | undefined {
  const { name, profileId, skills, mayDecline } = wanted;
  const extension = wanted.extension === '' ? undefined : (wanted.extension ?? agent.extension);
  const changes: Changes<Agent> = {
    ...(name === undefined || name === agent.name ? {} : { name }),
    ...(profileId === undefined || profileId === agent.profileId ? {} : { profileId }),
    ...(skills === undefined || sameSkills(skills, agent.skills) ? {} : { skills }),
    ...(mayDecline === undefined || mayDecline === agent.mayDecline ? {} : { mayDecline }),
    ...(extension === agent.extension ? {} : { extension }),
  };
  const fields = Object.keys(changes).sort();
  if (fields.length === 0) return undefined;
  const told: Told[] = [
    ...(changes.profileId === undefined
      ? []
      : [{ type: 'AgentProfileChanged', data: { profileId: changes.profileId, supervisorId: by } } as const]),
    ...(changes.skills === undefined ? [] : [{ type: 'AgentSkillsChanged', data: { skills: changes.skills, supervisorId: by } } as const]),
    { type: 'UserChanged', data: { change: 'changed', fields, by } },
  ];
  return { changes, told };
}

/** The agent's part. `seen`: the count that the administrator saw; absent for what follows an invitation. */
function changeOwn(world: World, agentId: AgentId, wanted: Wanted, seen: number | undefined, by: AgentId) {
  return settle<{ agent: Agent } | { refused: Problem }>(world, async () => {
    const revision = await readRevision(world.db);
    const [agent, unknown] = await Promise.all([requireAgent(world.db, agentId), unknownReference(world, wanted)]);
    if (unknown !== undefined) return { stop: { refused: unknown } };
    const change = changesOf(agent, wanted, by);
    if (change === undefined) return { stop: { agent } };
    // What the agent does moves the agent's version on, too: administrators have a count of their own.
    if (seen !== undefined && seen !== (agent.edited ?? 0)) return { stop: { refused: userChanged } };
    const { changes, told } = change;
    if (changes.extension !== undefined) {
      const holder = await holderOf(world, changes.extension, agentId);
      if (holder !== undefined) return { stop: { refused: extensionTaken(changes.extension, holder) } };
    }
    const now = world.now();
    const edit: Changes<Agent> = { edited: (agent.edited ?? 0) + 1, editedBy: by, editedAt: instant(now) };
    const { after, writes } = changeAgent(agent, now, { ...changes, ...edit }, told);
    const listing: Write[] =
      changes.name === undefined
        ? []
        : [{ table: 'routing', put: { ...routingKeys.listing(agentId), schemaVersion: 1, agentId, name: changes.name } }];
    return {
      write: [...writes, ...extensionWrites(agentId, agent.extension, after.extension), ...listing, settingsUnchanged(revision)],
      then: { agent: after },
    };
  });
}

/** Nobody has changed settings since they were read: a profile can't go while an agent gets it. */
const settingsUnchanged = (revision: number): Write => ({
  table: 'settings',
  check: settingKeys.revision,
  ...(revision === 0
    ? { if: 'attribute_not_exists(pk)' }
    : { if: '#revision = :revision', names: { '#revision': 'revision' }, values: { ':revision': revision } }),
});

async function changeGroups(people: People, person: Person, groups: UserFields['groups'] | undefined): Promise<void> {
  if (groups === undefined) return;
  for (const group of groups.filter((one) => !person.groups.includes(one))) await people.join(person.userId, group);
  const left = person.groups.filter((one) => !groups.some((group) => group === one));
  for (const group of left) await people.leave(person.userId, group);
  // The rights stand in the token: without another sign-in they would last as long as that.
  if (left.length > 0) await people.signOut(person.userId);
}

/** Changes a user. It holds at once: an idle agent is matched by the new profile and skills. */
export async function changeUser(
  world: World,
  people: People,
  by: AgentId,
  userId: AgentId,
  wanted: Wanted,
  seen: number,
): Promise<UserOutcome> {
  const person = await people.find(userId);
  if (person === undefined) return { refused: noSuchUser };
  const { groups } = wanted;
  if (userId === by && groups?.includes('administrators') === false) return { refused: ownAccess };
  await signIn(world, userId, () => Promise.resolve(person.name));
  const own = await changeOwn(world, userId, wanted, seen, by);
  if ('refused' in own) return own;
  if (wanted.name !== undefined && wanted.name !== person.name) await people.rename(userId, wanted.name);
  await changeGroups(people, person, groups);
  await tellAgent(world, own.agent);
  await matchAgent(world, userId);
  const now = {
    ...person,
    ...(groups === undefined ? {} : { groups: [...groups] }),
    ...(wanted.name === undefined ? {} : { name: wanted.name }),
  };
  return { user: viewUser(now, await readAgent(world.db, userId)) };
}

/** Invites somebody: the pool mails them. What was not finished is made again by changing the user, who is in the list. */
export async function inviteUser(world: World, people: People, by: AgentId, wanted: UserFields & { email: string }): Promise<UserOutcome> {
  const { email, name, groups } = wanted;
  const unknown = await unknownReference(world, wanted);
  if (unknown !== undefined) return { refused: unknown };
  if (wanted.extension !== undefined && wanted.extension !== '') {
    const holder = await holderOf(world, wanted.extension, undefined);
    if (holder !== undefined) return { refused: extensionTaken(wanted.extension, holder) };
  }
  const invited = await people.invite({ email, name });
  if (invited === 'exists') return { refused: userExists };
  const { userId } = invited;
  for (const group of groups) await people.join(userId, group);
  await signIn(world, userId, () => Promise.resolve(name));
  const own = await changeOwn(world, userId, wanted, undefined, by);
  if ('refused' in own) return own;
  return { user: viewUser({ userId, email, name, enabled: true, status: 'invited', groups: [...groups] }, own.agent) };
}

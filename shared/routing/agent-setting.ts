import { readAgent } from '../agents/read-agent.ts';
import type { AgentId } from '../ids.ts';
import { settingKeys, Skill } from '../queues/queue.ts';
import { listProfiles } from '../queues/settings.ts';
import type { AgentSettingView } from '../wire/routing.ts';
import type { World } from '../world.ts';

/** What a supervisor may set of an agent, and what there is to choose from. Undefined when there is no such agent. */
export async function viewAgentSetting({ db }: World, agentId: AgentId): Promise<AgentSettingView | undefined> {
  const [agent, profiles, skills] = await Promise.all([
    readAgent(db, agentId),
    listProfiles(db),
    db.query({ table: 'settings', pk: settingKeys.skill('').pk }),
  ]);
  if (agent === undefined) return undefined;
  const { name, status, breakReason, profileId, skills: known = {}, lent } = agent;
  return {
    agentId,
    name,
    status,
    ...(breakReason === undefined ? {} : { breakReason }),
    profileId,
    skills: known,
    ...(lent === undefined ? {} : { until: lent.until }),
    profiles: profiles.map((profile) => ({ profileId: profile.profileId, name: profile.name })),
    knownSkills: skills.map((item) => Skill.parse(item)).map((skill) => ({ skillId: skill.skillId, name: skill.name })),
  };
}

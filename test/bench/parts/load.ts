/** So many calls a second into one queue, so many agents, for a while of virtual time. */
import { QueueId, SkillId } from '../../../shared/ids.ts';
import type { Step } from '../../../shared/queues/queue.ts';
import { profile, queue } from '../../routing/center.ts';
import type { Settings } from '../../routing/rules.ts';
import { type Latency, oneQueue, VirtualCenter } from './virtual-center.ts';

export interface Asked {
  seed: number;
  callsPerSecond: number;
  agents: number;
  seconds: number;
  latency: Latency;
  /**
   * `equal`: everybody may have every call. `skills`: every agent knows other things, which one list of vacancies says and every search
   * looks through. `profiles`: the same, with a routing profile, and so a list, for each set of skills.
   */
  kind?: 'equal' | 'skills' | 'profiles';
}
export interface Load {
  lostPerCall: number;
  readsPerCall: number;
  writesPerCall: number;
  matchMs: number[];
  beganAt: number[];
  /** Share of the calls that had been offered when the arrivals ended. */
  served: number;
}

/** How much of the agents' time the calls take. */
const occupancy = 0.85;
/** So many skills; an agent knows some of them, and no two agents the same as long as there are combinations. */
const skills = Array.from({ length: 8 }, (_, i) => SkillId.parse(`skill-${i}`));
const known = (i: number): SkillId[] => skills.filter((_, bit) => ((i + 1) & (1 << bit)) !== 0);

const asks = (skillId: SkillId): Step[] => [{ skills: [{ skillId, level: 1 }] }];

function settingsFor(kind: NonNullable<Asked['kind']>, agents: number): Settings {
  if (kind !== 'profiles')
    return { queues: [queue('technical', { wrapUpSeconds: 30 })], profiles: [profile('everyone', [['technical', 1]])] };
  const queues = skills.map((skillId) => queue(skillId, { wrapUpSeconds: 30 }));
  const profiles = Array.from({ length: agents }, (_, i) =>
    profile(
      `of-${i}`,
      known(i).map((skillId) => [skillId, 1]),
    ),
  );
  return { queues, profiles: [profile('everyone', []), ...profiles] };
}

export async function load({ seed, callsPerSecond, agents, seconds, latency, kind = 'equal' }: Asked): Promise<Load> {
  const center = new VirtualCenter(settingsFor(kind, agents), seed, latency);
  const { time, chance, hall, counted } = center;
  const exponential = (mean: number) => -Math.log(1 - chance.next()) * mean;
  center.acceptMs = 50;
  // The database's own time is part of what a call takes an agent.
  const shareMs = (occupancy * agents * 1000) / callsPerSecond;
  center.handleMs = () => exponential(Math.max(1, shareMs - 250));
  for (let i = 0; i < agents; i++) {
    const skillsOf = kind === 'skills' ? Object.fromEntries(known(i).map((skillId) => [skillId, 3])) : undefined;
    await center.seat(`agent-${i}`, kind === 'profiles' ? `of-${i}` : 'everyone', skillsOf);
  }
  const units = { read: 0, write: 0 };
  hall.memory.meter = ({ operation, units: more }) => (units[operation === 'get' || operation === 'query' ? 'read' : 'write'] += more);
  let calls = 0;
  const end = time.nowMs + seconds * 1000;
  const next = () => {
    if (time.nowMs >= end) return;
    const skillId = chance.one(skills);
    const where =
      kind === 'profiles'
        ? { queueId: QueueId.parse(skillId) }
        : { queueId: oneQueue, ...(kind === 'skills' ? { steps: asks(skillId) } : {}) };
    void center.call(`c${++calls}`, where);
    time.at(time.nowMs + exponential(1000 / callsPerSecond), next);
  };
  next();
  await time.run(end);
  return {
    lostPerCall: counted.lost / calls,
    readsPerCall: units.read / calls,
    writesPerCall: units.write / calls,
    matchMs: counted.matchMs,
    beganAt: counted.beganAt,
    served: counted.offers / calls,
  };
}

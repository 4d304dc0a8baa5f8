/** The settings of a game: each game has other queues, steps, strategies and limits. */
import { ProfileId, QueueId, SkillId } from '../../shared/ids.ts';
import type { Queue, RoutingProfile, Step } from '../../shared/queues/queue.ts';
import { strategies } from '../../shared/queues/words.ts';
import { profile, queue } from '../routing/center.ts';
import type { Settings } from '../routing/rules.ts';
import type { Chance } from '../system/chance.ts';

export const technical = QueueId.parse('technical');
export const billing = QueueId.parse('billing');
export const hungarian = SkillId.parse('hungarian');
const knows = (level: number): Pick<Step, 'skills'> => ({ skills: [{ skillId: hungarian, level }] });

const steps: readonly (readonly Step[])[] = [
  [],
  [],
  [{ seconds: 15, ...knows(4) }, { seconds: 30, ...knows(2) }, {}],
  [{ seconds: 8, upToLevel: 1 }, { queues: [billing] }],
  [{ seconds: 20, ...knows(3) }, { seconds: 20, ...knows(3), queues: [billing] }, { queues: [billing] }],
];

/** `picked`: from this queue agents choose; nobody is offered anything. */
function someQueue(chance: Chance, queueId: QueueId, over: Partial<Queue>): Queue {
  return queue(queueId, {
    ...over,
    strategy: chance.one(strategies),
    ...(chance.percent(15) ? { maxWaitSeconds: 60 } : {}),
    ...(chance.percent(15) ? { maxWaiting: 2 } : {}),
    ...(chance.percent(15) ? { needsStaff: true } : {}),
    ...(chance.percent(20) ? { afterMissed: 'available' } : {}),
  });
}

function someProfile(chance: Chance, profileId: string, serves: [string, number][]): RoutingProfile {
  const made = profile(profileId, serves);
  const last = made.serves.at(-1);
  if (last === undefined || !chance.percent(20)) return made;
  return { ...made, serves: [...made.serves.slice(0, -1), { ...last, afterSeconds: 10 }] };
}

export function someSettings(chance: Chance): Settings {
  return {
    queues: [
      someQueue(chance, technical, { wrapUpSeconds: 10, steps: [...chance.one(steps)] }),
      someQueue(chance, billing, { priority: 7, wrapUpSeconds: 0, ...(chance.percent(20) ? { picked: true } : {}) }),
    ],
    profiles: [
      someProfile(chance, 'everyone', [
        ['technical', 1],
        ['billing', 2],
      ]),
      someProfile(chance, 'billing', [['billing', 1]]),
    ],
  };
}

export const profileIds = ['everyone', 'billing'].map((id) => ProfileId.parse(id));

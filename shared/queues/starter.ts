/** The settings that a new contact center starts with: enough for the first call, and for people to change. */
import { type PhoneNumber, ProfileId, QueueId } from '../ids.ts';
import { type Calling, callingDefaults } from './calling.ts';
import type { Hours, NumberRoute, Queue, RoutingProfile, Topic } from './queue.ts';

export interface Settings {
  queues: Queue[];
  profiles: RoutingProfile[];
  numbers: NumberRoute[];
  topics: Topic[];
  hours: Hours[];
  calling: Calling;
}

const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

/** Where the company is, and what it adopted. */
export interface Company {
  timeZone: string;
  country: string;
  /** Shown to those who are called. */
  callerId?: PhoneNumber | undefined;
}

/** One queue, Monday to Friday 9 to 17, that serves every answer of the menu; calls go to the company's own country only. */
export function starterSettings({ timeZone, country, callerId }: Company): Settings {
  const queueId = QueueId.parse('service');
  return {
    queues: [
      {
        schemaVersion: 1,
        queueId,
        name: 'Service',
        hoursId: 'office',
        ringSeconds: 20,
        wrapUpSeconds: 60,
        serviceLevel: { percent: 80, seconds: 20 },
        priority: 5,
      },
    ],
    profiles: [{ schemaVersion: 1, profileId: ProfileId.parse('everyone'), name: 'Everyone', serves: [{ queueId, level: 1, order: 0 }] }],
    numbers: [{ schemaVersion: 1, number: 'default', flow: 'main', hoursId: 'office' }],
    topics: ['product', 'technical', 'billing', 'returns', 'operator'].map((topic) => ({ schemaVersion: 1, topic, queueId })),
    calling: { ...callingDefaults, country, ...(callerId === undefined ? {} : { callerId }) },
    hours: [
      {
        schemaVersion: 1,
        hoursId: 'office',
        name: 'Office hours',
        timeZone,
        open: workdays.map((day) => ({ day, from: '09:00', to: '17:00' })),
      },
    ],
  };
}

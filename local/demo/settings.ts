/** The demo's settings: a number that is always open, one that is always closed, and a queue for each answer of the menu. */
import { PhoneNumber, ProfileId, QueueId } from '../../shared/ids.ts';
import { callingDefaults } from '../../shared/queues/calling.ts';
import type { Settings } from '../../shared/queues/starter.ts';

export const openNumber = '+12025550100';
export const helpDeskNumber = '+12025550101';
export const switchboardNumber = '+12025550102';
export const afterHoursNumber = '+12025550103';
export const closedNumber = '+12025550199';

const names = { product: 'Product', technical: 'Technical', billing: 'Billing', returns: 'Returns', operator: 'Operator' };
const topics = Object.keys(names) as (keyof typeof names)[];
const version = { schemaVersion: 1 as const };

export const demoSettings: Settings = {
  queues: topics.map((topic) => ({
    ...version,
    queueId: QueueId.parse(topic),
    name: names[topic],
    hoursId: 'always',
    ringSeconds: 20,
    callerId: PhoneNumber.parse(openNumber),
    wrapUpSeconds: 60,
    serviceLevel: { percent: 80, seconds: 20 },
    priority: 5,
  })),
  profiles: [
    {
      ...version,
      profileId: ProfileId.parse('everyone'),
      name: 'Everyone',
      serves: topics.map((topic, order) => ({ queueId: QueueId.parse(topic), level: 1, order })),
    },
  ],
  numbers: [
    { ...version, number: 'default', flow: 'main', hoursId: 'always' },
    { ...version, number: openNumber, flow: 'main', hoursId: 'always' },
    { ...version, number: helpDeskNumber, flow: 'help-desk', hoursId: 'always' },
    { ...version, number: switchboardNumber, flow: 'switchboard', hoursId: 'always' },
    { ...version, number: afterHoursNumber, flow: 'after-hours', hoursId: 'office' },
    { ...version, number: closedNumber, flow: 'main', hoursId: 'never' },
  ],
  topics: topics.map((topic) => ({ ...version, topic, queueId: QueueId.parse(topic) })),
  calling: { ...callingDefaults, callerId: PhoneNumber.parse(openNumber) },
  hours: [
    { ...version, hoursId: 'always', name: 'Around the clock', timeZone: 'UTC', open: 'always' },
    { ...version, hoursId: 'never', name: 'Closed', timeZone: 'UTC', open: 'never' },
    {
      ...version,
      hoursId: 'office',
      name: 'Office hours',
      timeZone: 'America/New_York',
      open: (['mon', 'tue', 'wed', 'thu', 'fri'] as const).map((day) => ({ day, from: '09:00', to: '17:00' })),
    },
  ],
};

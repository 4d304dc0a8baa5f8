/** The kinds of settings and what people call them and their fields: one wording for refusals, files and screens. */
export const settingKinds = ['queue', 'profile', 'skill', 'number', 'topic', 'hours', 'calendar', 'calling', 'reasons', 'notice'] as const;
export type SettingKind = (typeof settingKinds)[number];

/** What a setting may refer to: other settings, and what stands elsewhere. */
export type ReferredKind = SettingKind | 'flow' | 'agent' | 'prompt';

export const kindTitles: Record<ReferredKind, string> = {
  queue: 'Queue',
  profile: 'Routing profile',
  skill: 'Skill',
  number: 'Number',
  topic: 'Topic',
  hours: 'Hours',
  calendar: 'Calendar',
  calling: 'Calling',
  reasons: 'Reasons',
  notice: 'Notice',
  flow: 'Flow',
  agent: 'Agent',
  prompt: 'Prompt',
};

/** Fields by path; positions within lists are left out. */
export const fieldLabels: Record<SettingKind, Record<string, string>> = {
  queue: {
    name: 'name',
    hoursId: 'hours',
    ringSeconds: 'ringing time',
    wrapUpSeconds: 'wrap-up time',
    serviceLevel: 'service level',
    'serviceLevel.percent': 'service level, percent',
    'serviceLevel.seconds': 'service level, seconds',
    priority: 'priority',
    callerId: 'number shown to those who are called',
    autoAccept: 'automatic accept',
    strategy: 'strategy',
    steps: 'steps',
    'steps.seconds': 'length of the step',
    'steps.agent': 'agent of the step',
    'steps.skills': 'skills of the step',
    'steps.skills.skillId': 'skill of the step',
    'steps.skills.level': 'level of the skill',
    'steps.upToLevel': 'level of the step',
    'steps.queues': 'overflow queue',
    picked: 'picking from the list',
    maxWaiting: 'maximum of waiting contacts',
    maxWaitSeconds: 'maximum wait',
    needsStaff: 'only with staff',
    closingSeconds: 'serving on after closing',
    fallback: 'fallback flow',
    exits: 'keys out of the line',
    'exits.key': 'key out of the line',
    'exits.flow': 'flow',
    'exits.prompt': 'prompt',
    voicemail: 'voicemail',
    'voicemail.greeting': 'greeting before a message',
    'voicemail.maxSeconds': 'longest message',
    callback: 'callbacks',
    'callback.attempts': 'attempts of a callback',
    'callback.spacingMinutes': 'minutes between two attempts',
    'callback.callAfterSeconds': 'seconds until the call is made by itself',
    afterMissed: 'status after a missed offer',
  },
  profile: {
    name: 'name',
    serves: 'queues served',
    'serves.queueId': 'queue',
    'serves.level': 'level',
    'serves.order': 'order',
    'serves.afterSeconds': 'delay of the backup',
  },
  skill: { name: 'name' },
  number: { flow: 'flow', hoursId: 'hours' },
  topic: { queueId: 'queue' },
  hours: {
    name: 'name',
    timeZone: 'time zone',
    open: 'opening hours',
    'open.day': 'weekday',
    'open.from': 'opening time',
    'open.to': 'closing time',
    exceptions: 'exceptions',
    'exceptions.date': 'date of the exception',
    'exceptions.name': 'name of the exception',
    'exceptions.open': 'opening hours of the exception',
    'exceptions.open.from': 'opening time of the exception',
    'exceptions.open.to': 'closing time of the exception',
    calendarIds: 'calendar',
  },
  calendar: {
    name: 'name',
    days: 'days',
    'days.date': 'date',
    'days.name': 'name of the day',
    'days.open': 'opening hours of the day',
    'days.open.from': 'opening time of the day',
    'days.open.to': 'closing time of the day',
  },
  calling: {
    country: 'country',
    callerId: 'number shown to those who are called',
    countries: 'countries that may be called',
    blocked: 'blocked numbers',
    hourlyCap: 'calls per hour',
    emergencyNumbers: 'emergency numbers',
    emergencyAllowed: 'emergency calls',
    ringSeconds: 'ringing time',
    hoursId: 'hours',
    returnSeconds: 'wait for an agent whose client is gone',
  },
  reasons: {
    reasons: 'reasons',
    'reasons.reasonId': 'id of the reason',
    'reasons.name': 'name of the reason',
    'reasons.minutes': 'longest break, minutes',
    'reasons.productive': 'counts as work',
    'reasons.ticketStatus': 'usual status of the ticket',
    'reasons.over': 'end of the callback',
    former: 'former reasons',
    'former.reasonId': 'id of the former reason',
    'former.name': 'former reason',
  },
  notice: { text: 'text', prompt: 'prompt', until: 'end' },
};

/** What people call a field: `steps.0.queues.1` is the “overflow queue”. */
export function labelOf(kind: SettingKind, path: string): string {
  const plain = path
    .split('.')
    .filter((part) => !/^\d+$/.test(part))
    .join('.');
  return fieldLabels[kind][plain] ?? plain;
}

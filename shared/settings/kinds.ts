/**
 * What each kind of setting is: the shape of its items, what they refer to, and what the shape can't say. All that reads, changes, exports and shows
 * settings goes by this table; another kind is another entry.
 */
import { z } from 'zod';
import type { Item, Key } from '../database/database.ts';
import { PhoneNumber } from '../ids.ts';
import { Calling } from '../queues/calling.ts';
import { checkReasons, keepFormer, ReasonSetting } from '../reasons/reason-list.ts';
import { defaultReasons, reasonLists } from '../reasons/words.ts';
import { Calendar, Hours, NumberRoute, Queue, RoutingProfile, settingKeys, Skill, Topic } from '../queues/queue.ts';
import { checkCalendar, checkHours, checkNotice, checkProfile, checkQueue, type Fault } from './checks.ts';
import { Notice, placeOf } from './notice.ts';
import type { ReferredKind, SettingKind } from './words.ts';

/** What an item refers to, and by which of its fields (`steps.0.queues.1`). */
export interface Reference {
  kind: ReferredKind;
  id: string;
  field: string;
}

export interface Kind {
  /** Without unknown fields: a misspelt one is an error, not nothing. */
  schema: z.ZodObject;
  /** The field that holds the id; absent where there is one setting of the kind. */
  idField?: string;
  /** The id of the only one. */
  only?: string;
  /** What a new id must look like. */
  id: z.ZodType<string>;
  key(id: string): Key;
  references(item: object, id: string): Reference[];
  check(item: object): Fault | undefined;
  /** Supervisors may change it too. */
  bySupervisors: boolean;
  /** Settings that are there before anybody has written them; they can't be removed. */
  shipped: Readonly<Record<string, Item>>;
  /** What of the setting as it was goes on with the new one. */
  keeps(before: Item | undefined, after: Item): Item;
}

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'small letters, digits and dashes, at most 64');

function kind<S extends z.ZodObject>(given: {
  schema: S;
  idField?: string;
  only?: string;
  id?: z.ZodType<string>;
  key: (id: string) => Key;
  references?: (item: z.output<S>, id: string) => Reference[];
  check?: (item: z.output<S>) => Fault | undefined;
  bySupervisors?: boolean;
  shipped?: Kind['shipped'];
  keeps?: (before: z.output<S> | undefined, after: z.output<S>) => z.output<S>;
}): Kind {
  const { references = () => [], check = () => undefined, id = slug, bySupervisors = false, schema, shipped = {}, ...rest } = given;
  const { keeps = (_before, after) => after } = given;
  return {
    ...rest,
    schema: schema.strict(),
    id,
    bySupervisors,
    references: references,
    check: check,
    shipped,
    keeps: keeps,
  };
}

const to = (kind: ReferredKind, id: string | undefined, field: string): Reference[] => (id === undefined ? [] : [{ kind, id, field }]);

function ofQueue({ hoursId, fallback, steps = [], exits = [], voicemail }: Queue): Reference[] {
  const ofSteps = steps.flatMap(({ agent, skills = [], queues = [] }, i) => [
    ...(agent === 'last' ? [] : to('agent', agent, `steps.${i}.agent`)),
    ...skills.flatMap(({ skillId }, j) => to('skill', skillId, `steps.${i}.skills.${j}.skillId`)),
    ...queues.flatMap((queueId, j) => to('queue', queueId, `steps.${i}.queues.${j}`)),
  ]);
  const ofExits = exits.flatMap(({ flow, prompt }, i) => [
    ...to('flow', flow, `exits.${i}.flow`),
    ...to('prompt', prompt, `exits.${i}.prompt`),
  ]);
  const greeting = to('prompt', voicemail?.greeting, 'voicemail.greeting');
  return [...to('hours', hoursId, 'hoursId'), ...to('flow', fallback, 'fallback'), ...ofSteps, ...ofExits, ...greeting];
}

function ofNotice({ prompt }: Notice, id: string): Reference[] {
  const place = placeOf(id);
  const queueId = place !== undefined && place !== 'everywhere' && 'queueId' in place ? place.queueId : undefined;
  return [...to('prompt', prompt, 'prompt'), ...to('queue', queueId, 'noticeId')];
}

const numberId = z.union([z.literal('default'), PhoneNumber]) as unknown as z.ZodType<string>;
const noticeId = z.string().refine((id) => placeOf(id) !== undefined, 'everywhere, queue:<queue> or number:<number>');

export const kinds: Record<SettingKind, Kind> = {
  queue: kind({ schema: Queue, idField: 'queueId', key: settingKeys.queue, references: ofQueue, check: checkQueue }),
  profile: kind({
    schema: RoutingProfile,
    idField: 'profileId',
    key: settingKeys.profile,
    references: ({ serves }) => serves.flatMap(({ queueId }, i) => to('queue', queueId, `serves.${i}.queueId`)),
    check: checkProfile,
  }),
  skill: kind({ schema: Skill, idField: 'skillId', key: settingKeys.skill }),
  number: kind({
    schema: NumberRoute,
    idField: 'number',
    id: numberId,
    key: settingKeys.number,
    references: ({ flow, hoursId }) => [...to('flow', flow, 'flow'), ...to('hours', hoursId, 'hoursId')],
  }),
  topic: kind({
    schema: Topic,
    idField: 'topic',
    key: settingKeys.topic,
    references: ({ queueId }) => to('queue', queueId, 'queueId'),
  }),
  hours: kind({
    schema: Hours,
    idField: 'hoursId',
    key: settingKeys.hours,
    references: ({ calendarIds = [] }) => calendarIds.flatMap((id, i) => to('calendar', id, `calendarIds.${i}`)),
    check: checkHours,
  }),
  calendar: kind({ schema: Calendar, idField: 'calendarId', key: settingKeys.calendar, check: checkCalendar }),
  calling: kind({
    schema: Calling,
    only: settingKeys.calling.sk,
    key: () => settingKeys.calling,
    references: ({ hoursId }) => to('hours', hoursId, 'hoursId'),
  }),
  reasons: kind({
    schema: ReasonSetting,
    idField: 'listId',
    id: z.enum(reasonLists, `one of ${reasonLists.join(', ')}`),
    key: settingKeys.reasons,
    check: checkReasons,
    keeps: keepFormer,
    shipped: Object.fromEntries(reasonLists.map((listId) => [listId, { schemaVersion: 1, listId, ...defaultReasons[listId] }])),
  }),
  notice: kind({
    schema: Notice,
    idField: 'noticeId',
    id: noticeId,
    key: settingKeys.notice,
    references: ofNotice,
    check: checkNotice,
    bySupervisors: true,
  }),
};

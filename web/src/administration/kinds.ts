/** How each kind of setting is shown and edited: everything that differs between their pages. */
import type { SettingKind } from '../../../shared/settings/words.ts';
import { reasonPages } from './reason-pages.ts';
import type { Field, Item, Option } from './field.ts';

export interface KindPage {
  kind: SettingKind;
  /** `/settings/<path>`. */
  path: string;
  title: string;
  one: string;
  /** What it is for. */
  note: string;
  /** What the id is called, and what it looks like; absent where there is one of the kind. */
  id?: { label: string; example: string; hint?: string };
  fields: readonly Field[];
  blank: Item;
  /** `wide`: left out where the table would have to scroll sideways. */
  columns: readonly { label: string; path: string; wide?: true }[];
  /** Settings that are there from the beginning, by their ids: none is made or removed. */
  shipped?: Readonly<Record<string, { name: string; note: string; fields: readonly Field[] }>>;
}

const options = (...pairs: readonly (readonly [string, string])[]): Option[] => pairs.map(([value, label]) => ({ value, label }));
const slug = (example: string) => ({ label: 'Id', example, hint: 'Small letters, digits and dashes. It can not be changed later.' });
const name: Field = { type: 'text', path: 'name', label: 'Name' };
const timeZones = (): Option[] => ['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => ({ value: zone, label: zone }));
const days = (path: string, label: string, empty: { otherwise?: string } = { otherwise: 'None.' }): Field => ({
  type: 'rows',
  path,
  label,
  hint: 'A day that is not as its weekday. Without opening hours it is closed.',
  one: 'day',
  ...empty,
  blank: { date: '', name: '', open: [] },
  fields: [
    { type: 'date', path: 'date', label: 'Date' },
    { type: 'text', path: 'name', label: 'Name' },
    { type: 'ranges', path: 'open', label: 'Open' },
  ],
});

const step: readonly Field[] = [
  { type: 'number', path: 'seconds', label: 'Seconds', otherwise: 'to the end' },
  {
    type: 'choice',
    path: 'agent',
    label: 'Only this agent',
    from: 'agent',
    first: options(['last', 'Whoever talked with them last']),
    otherwise: 'Anybody',
  },
  { type: 'number', path: 'upToLevel', label: 'Up to level', otherwise: 'all levels' },
  { type: 'many', path: 'queues', label: 'Also agents of', from: 'queue', otherwise: 'no other queue' },
  {
    type: 'rows',
    path: 'skills',
    label: 'Skills',
    one: 'skill',
    otherwise: 'None needed.',
    blank: { level: 3 },
    fields: [
      { type: 'choice', path: 'skillId', label: 'Skill', from: 'skill' },
      { type: 'number', path: 'level', label: 'At least (1–5)' },
    ],
  },
];

export const kindPages: readonly KindPage[] = [
  {
    kind: 'queue',
    path: 'queues',
    title: 'Queues',
    one: 'queue',
    note: 'Where callers wait, who is asked, and what becomes of those who are not served.',
    id: slug('billing'),
    columns: [
      { label: 'Hours', path: 'hoursId' },
      { label: 'Priority', path: 'priority' },
      { label: 'Rings (s)', path: 'ringSeconds', wide: true },
      { label: 'Fallback', path: 'fallback', wide: true },
    ],
    blank: { ringSeconds: 20, wrapUpSeconds: 60, serviceLevel: { percent: 80, seconds: 20 }, priority: 5 },
    fields: [
      name,
      { type: 'choice', path: 'hoursId', label: 'Hours', from: 'hours' },
      { type: 'number', path: 'priority', label: 'Priority', section: 'How it is served', hint: '0 to 9; higher goes first.' },
      { type: 'number', path: 'ringSeconds', label: 'Ringing time', unit: 'seconds' },
      { type: 'number', path: 'wrapUpSeconds', label: 'Wrap-up time', unit: 'seconds' },
      { type: 'number', path: 'serviceLevel.percent', label: 'Service level', unit: 'percent' },
      { type: 'number', path: 'serviceLevel.seconds', label: 'Answered within', unit: 'seconds' },
      {
        type: 'choice',
        path: 'strategy',
        section: 'Who gets the calls',
        label: 'Who is asked first',
        otherwise: 'Longest idle',
        from: options(
          ['longest-idle', 'Longest idle'],
          ['fewest-contacts', 'Fewest contacts today'],
          ['ordered', 'By the order of the routing profile'],
        ),
      },
      {
        type: 'rows',
        path: 'steps',
        label: 'Whom a contact asks for',
        one: 'step',
        ordered: true,
        otherwise: 'Anybody who serves the queue.',
        blank: { seconds: 30 },
        fields: step,
      },
      {
        type: 'switch',
        path: 'picked',
        label: 'Picking',
        says: 'Agents choose from the waiting list; nobody is offered anything',
        otherwise: 'no',
      },
      { type: 'switch', path: 'autoAccept', label: 'Automatic accept', says: 'Clients accept by themselves, with a beep', otherwise: 'no' },
      {
        type: 'switch',
        path: 'needsStaff',
        label: 'Only with staff',
        says: 'With nobody signed in who serves it, callers leave at once',
        otherwise: 'no',
      },
      {
        type: 'choice',
        path: 'afterMissed',
        label: 'After a missed offer the agent is',
        otherwise: 'on a break',
        from: options(['on-break', 'on a break'], ['available', 'available still']),
      },
      {
        type: 'number',
        path: 'maxWaiting',
        section: 'How long callers wait, and what then',
        label: 'At most so many wait',
        otherwise: 'no limit',
      },
      { type: 'number', path: 'maxWaitSeconds', label: 'Nobody waits longer', unit: 'seconds', otherwise: 'no limit' },
      { type: 'number', path: 'closingSeconds', label: 'Served on after closing', unit: 'seconds', otherwise: '900' },
      {
        type: 'choice',
        path: 'fallback',
        label: 'Fallback flow',
        hint: 'Where callers go who leave unserved.',
        from: 'flow',
        otherwise: 'The flow “unserved”',
      },
      {
        type: 'rows',
        path: 'exits',
        label: 'Ways out of the line by key',
        hint: 'A prompt says them between two pieces of music.',
        one: 'way out',
        otherwise: 'None.',
        blank: { key: '1', flow: 'offer-callback' },
        fields: [
          { type: 'text', path: 'key', label: 'Key (0–9)' },
          { type: 'choice', path: 'flow', label: 'Leads to the flow', from: 'flow' },
          { type: 'choice', path: 'prompt', label: 'Said of it', from: 'prompt', otherwise: 'Nothing' },
        ],
      },
      {
        type: 'choice',
        path: 'voicemail.greeting',
        section: 'Voicemail',
        label: 'Said before the beep',
        from: 'prompt',
        otherwise: 'The usual greeting',
      },
      { type: 'number', path: 'voicemail.maxSeconds', label: 'Longest message', unit: 'seconds', otherwise: '180' },
      { type: 'number', path: 'callback.attempts', section: 'Callbacks', label: 'Attempts', otherwise: '3' },
      { type: 'number', path: 'callback.spacingMinutes', label: 'Between two attempts', unit: 'minutes', otherwise: '15' },
      {
        type: 'number',
        path: 'callback.callAfterSeconds',
        label: 'Called by itself after',
        hint: 'So long the agent reads who it is, unless they press before.',
        unit: 'seconds',
        otherwise: '20',
      },
      { type: 'text', path: 'callerId', label: 'Number shown to those who are called', otherwise: 'as for the company' },
    ],
  },
  {
    kind: 'profile',
    path: 'profiles',
    title: 'Routing profiles',
    one: 'routing profile',
    note: 'Which queues an agent serves, and which of them first.',
    id: slug('billing-team'),
    columns: [{ label: 'Queues', path: 'serves' }],
    blank: { serves: [] },
    fields: [
      name,
      {
        type: 'rows',
        path: 'serves',
        label: 'Queues served',
        hint: 'Lower levels are served first; within a level, lower orders.',
        one: 'queue',
        blank: { level: 1, order: 0 },
        fields: [
          { type: 'choice', path: 'queueId', label: 'Queue', from: 'queue' },
          { type: 'number', path: 'level', label: 'Level (1–9)' },
          { type: 'number', path: 'order', label: 'Order' },
          { type: 'number', path: 'afterSeconds', label: 'Backup: after (s)', otherwise: 'at once' },
        ],
      },
    ],
  },
  {
    kind: 'skill',
    path: 'skills',
    title: 'Skills',
    one: 'skill',
    note: 'What agents know at a level from 1 to 5: languages, products.',
    id: slug('hungarian'),
    columns: [],
    blank: {},
    fields: [name],
  },
  {
    kind: 'reasons',
    path: 'reasons',
    title: 'Reasons',
    one: 'list',
    note: 'What agents and supervisors choose from. A new name is shown everywhere; what is removed can’t be chosen any more, and old records still show its name.',
    id: { label: 'List', example: 'breaks' },
    columns: [{ label: 'Reasons', path: 'reasons' }],
    blank: {},
    fields: [],
    shipped: reasonPages,
  },
  {
    kind: 'topic',
    path: 'topics',
    title: 'Topics → queues',
    one: 'topic',
    note: 'Which queue serves an answer of a menu.',
    id: { label: 'Topic', example: 'billing', hint: 'As the flow names it.' },
    columns: [{ label: 'Queue', path: 'queueId' }],
    blank: {},
    fields: [{ type: 'choice', path: 'queueId', label: 'Queue', from: 'queue' }],
  },
  {
    kind: 'number',
    path: 'numbers',
    title: 'Numbers → flows',
    one: 'number',
    note: 'Which flow answers a number, and by which hours. “default” answers every number without a row of its own.',
    id: { label: 'Number', example: '+3612345678', hint: 'With a plus and the country.' },
    columns: [
      { label: 'Flow', path: 'flow' },
      { label: 'Hours', path: 'hoursId' },
    ],
    blank: {},
    fields: [
      { type: 'choice', path: 'flow', label: 'Flow', from: 'flow' },
      { type: 'choice', path: 'hoursId', label: 'Hours', from: 'hours', otherwise: 'Never closed' },
    ],
  },
  {
    kind: 'hours',
    path: 'hours',
    title: 'Hours',
    one: 'hours',
    note: 'When a number or a queue is open.',
    id: slug('office'),
    columns: [
      { label: 'Time zone', path: 'timeZone' },
      { label: 'Calendars', path: 'calendarIds' },
    ],
    blank: { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, open: [] },
    fields: [
      name,
      { type: 'choice', path: 'timeZone', label: 'Time zone', from: timeZones() },
      {
        type: 'week',
        path: 'open',
        label: 'Opening hours',
        hint: 'Several ranges with commas: 09:00–12:00, 13:00–17:00. One that ends before it begins goes over midnight.',
      },
      { type: 'many', path: 'calendarIds', label: 'Calendars', from: 'calendar', otherwise: 'No public holidays' },
      days('exceptions', 'Exceptions'),
    ],
  },
  {
    kind: 'calendar',
    path: 'calendars',
    title: 'Calendars',
    one: 'calendar',
    note: 'Public holidays and the like, shared by several hours.',
    id: slug('hungary'),
    columns: [{ label: 'Days', path: 'days' }],
    blank: { days: [] },
    fields: [name, days('days', 'Days', {})],
  },
  {
    kind: 'calling',
    path: 'calling',
    title: 'Calling',
    one: 'calling',
    note: 'What may be dialled, and as whom.',
    columns: [],
    blank: {},
    fields: [
      { type: 'text', path: 'country', label: 'Country', hint: 'Two capital letters: numbers are read as they are dialled there.' },
      { type: 'text', path: 'callerId', label: 'Number shown to those who are called', otherwise: 'none' },
      {
        type: 'lines',
        path: 'countries',
        label: 'Countries that may be called',
        hint: 'How their numbers begin, one on each line. None: the company’s own country.',
        example: '+36',
      },
      { type: 'lines', path: 'blocked', label: 'Blocked numbers', hint: 'How they begin, one on each line.', example: '+36900' },
      { type: 'number', path: 'hourlyCap', label: 'At most so many calls an hour' },
      { type: 'lines', path: 'emergencyNumbers', label: 'Emergency numbers', example: '112' },
      {
        type: 'switch',
        path: 'emergencyAllowed',
        label: 'Emergency calls',
        says: 'May be dialled, though nobody would know where the caller is',
      },
      { type: 'number', path: 'ringSeconds', label: 'Ringing time', unit: 'seconds' },
      { type: 'choice', path: 'hoursId', label: 'Callbacks only within', from: 'hours', otherwise: 'The hours of the queue' },
      { type: 'number', path: 'returnSeconds', label: 'A caller waits for an agent whose client is gone', unit: 'seconds' },
    ],
  },
];

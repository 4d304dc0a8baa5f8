/**
 * Grants that belong to an operation rather than to a function: whoever matches, or ends contacts, needs all of these. Table actions of several
 * operations add up.
 */
import type { TableName } from '../../shared/database/database.ts';
import type { Grant, TableAction } from './definition.ts';

/** Tables with actions, where a table may come more than once. */
export function tables(...wanted: readonly { [T in TableName]?: readonly TableAction[] }[]): Grant[] {
  const all = new Map<TableName, Set<TableAction>>();
  for (const [name, actions] of wanted.flatMap((one) => Object.entries(one) as [TableName, readonly TableAction[]][])) {
    const set = all.get(name) ?? new Set<TableAction>();
    actions.forEach((action) => set.add(action));
    all.set(name, set);
  }
  return [...all].map(([table, actions]) => ({ table, actions: [...actions].sort() }));
}

/** Pushing to an agent: their sockets, and forgetting those that are closed. */
export const pushing = { connections: ['Query', 'DeleteItem'] } as const;

/** A contact as its agent sees it: contact, offer, interaction, customer, history, open tickets, the queue's name. */
export const viewing = {
  contacts: ['GetItem', 'Query'],
  customers: ['GetItem'],
  tickets: ['GetItem', 'Query'],
  settings: ['GetItem'],
} as const;

/** Matching: reads of both sides, the claim, its announcement, and taking an offer back that reaches nobody. */
export const matching = {
  ...viewing,
  ...pushing,
  contacts: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
  routing: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
  settings: ['GetItem', 'Query'],
} as const;

/** What the same operations need besides tables: the offered agent's client, meeting, telephone. */
export const announcing: readonly Grant[] = [
  { sockets: ['ManageConnections'] },
  { queue: 'deadlines', actions: ['SendMessage'] },
  // Whose contact has gone meanwhile leaves a meeting that nobody would end.
  { meetings: ['CreateMeetingWithAttendees', 'DeleteMeeting'] },
  { telephony: ['CreateSipMediaApplicationCall', 'UpdateSipMediaApplicationCall'] },
];

/** And where who is in a conversation changes, or it ends: seats in its meeting, and the doorbells of its telephones. */
export const talking: readonly Grant[] = [
  { sockets: ['ManageConnections'] },
  { queue: 'deadlines', actions: ['SendMessage'] },
  {
    meetings: ['CreateMeetingWithAttendees', 'DeleteMeeting', 'CreateAttendee', 'DeleteAttendee', 'UpdateAttendeeCapabilities'],
  },
  { telephony: ['CreateSipMediaApplicationCall', 'UpdateSipMediaApplicationCall'] },
];

/** Calls to numbers are counted, so that there are no more in an hour than the company allows. */
export const counting = { settings: ['GetItem', 'PutItem'] } as const;

/** Flows that take messages (`call.voicemail`). */
export const leavingMessages: readonly Grant[] = [
  ...tables({ contacts: ['GetItem', 'PutItem', 'UpdateItem'], settings: ['GetItem', 'Query'] }),
  { recordings: 'voicemail', actions: ['GetObject'] },
];

/** Flows that offer to call back (`call.offerCallback`). */
export const askingCallbacks: readonly Grant[] = tables({
  contacts: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
  settings: ['GetItem', 'Query'],
});

/** Flows: who calls, what hours, queues and notices say, what is noted with the contact. `more`: what their own looks need. */
export const flowing = (more: { [T in TableName]?: readonly TableAction[] } = {}): Grant[] =>
  tables({ customers: ['GetItem', 'PutItem'], contacts: ['GetItem', 'PutItem', 'UpdateItem'], settings: ['GetItem', 'Query'] }, more);

/** `call.authenticate` counts wrong PINs, and forgets them after a right one. */
export const authenticating = { customers: ['DeleteItem'] } as const;

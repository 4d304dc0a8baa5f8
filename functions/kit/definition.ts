/**
 * A function says as data what wakes it and what it may do; the infrastructure is built from it and nothing is listed twice.
 * Grants also decide which names of resources a function finds in its environment.
 */
import type { TableName } from '../../shared/database/database.ts';
import type { FactType } from '../../shared/facts/facts.ts';
import type { Route } from '../../shared/wire/api.ts';

export const groups = ['agents', 'supervisors', 'administrators'] as const;
export type Group = (typeof groups)[number];

export type Wake =
  /** A route of the HTTP API, behind the JWT authorizer; `groups` says who may call (default: everybody signed in). */
  | { route: Route; groups?: readonly Group[] }
  | { socket: '$connect' | '$disconnect' | '$default' }
  /** The SIP media application's function. There is one. */
  | { telephony: 'application' }
  /** A flow, invoked by the telephony function. */
  | { flow: string }
  /** The streams of these tables; `facts: true` passes only inserted facts. `gatherSeconds`: records wait so long for others to join them. */
  | { stream: readonly TableName[]; facts?: true; gatherSeconds?: number }
  | { facts: readonly FactType[] | 'all' }
  | { queue: 'deadlines' }
  | { schedule: string }
  /** A custom resource's handler. */
  | { resource: string };

export type TableAction = 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';
export type MeetingAction =
  'CreateMeetingWithAttendees' | 'DeleteMeeting' | 'CreateAttendee' | 'DeleteAttendee' | 'UpdateAttendeeCapabilities';
export type UserPoolAction =
  | 'AdminGetUser'
  | 'AdminCreateUser'
  | 'AdminAddUserToGroup'
  | 'AdminRemoveUserFromGroup'
  | 'AdminListGroupsForUser'
  | 'AdminUpdateUserAttributes'
  | 'AdminDisableUser'
  | 'AdminEnableUser'
  | 'AdminUserGlobalSignOut'
  | 'AdminResetUserPassword'
  | 'ListUsers'
  | 'ListUsersInGroup';
export type Grant =
  | { table: TableName; actions: readonly TableAction[] }
  | { bus: 'facts'; actions: readonly ['PutEvents'] }
  | { queue: 'deadlines'; actions: readonly ['SendMessage'] }
  | { telephony: readonly ('UpdateSipMediaApplicationCall' | 'CreateSipMediaApplicationCall')[] }
  | { meetings: readonly MeetingAction[] }
  | { sockets: readonly ['ManageConnections'] }
  /** The audio of the prompts: what is shipped, what the company made of it, and what callers hear. */
  | { prompts: readonly ('GetObject' | 'PutObject' | 'DeleteObject' | 'ListBucket')[] }
  /** Amazon Polly. */
  | { voice: readonly ['SynthesizeSpeech'] }
  /** What callers said, below one prefix of the recordings. */
  | { recordings: 'voicemail'; actions: readonly ['GetObject'] }
  /** `names`: only which flows there are. */
  | { flows: 'invoke' | 'names' }
  | { userPool: readonly UserPoolAction[] }
  | { sipRules: readonly ('CreateSipRule' | 'UpdateSipRule' | 'DeleteSipRule' | 'ListSipRules' | 'GetSipRule')[] };

export interface Definition {
  /** One sentence: the function's description in the account. */
  purpose: string;
  wakes: Wake;
  may: readonly Grant[];
  /** Counts (`functions/kit/metrics.ts`) that somebody must be told of: what went wrong without a failed invocation. */
  alarms?: readonly string[];
  /** Default 10. */
  timeoutSeconds?: number;
  /** Default 512. */
  memoryMb?: number;
}

/** Checks the shape by type and gives it back. */
export const define = <const D extends Definition>(definition: D): D => definition;

/** The variables that a grant puts into the environment; the infrastructure gives each its value. */
export const variables = {
  table: (name: TableName) => `TABLE_${name.toUpperCase()}`,
  bus: 'BUS_NAME',
  deadlines: 'DEADLINES_QUEUE_URL',
  sockets: 'SOCKETS_ENDPOINT',
  /** Where browsers open the live socket (`wss://…/live`), or a path on the same origin. */
  liveUrl: 'LIVE_URL',
  /** JSON: flow name → function name. */
  flows: 'FLOWS',
  userPool: 'USER_POOL_ID',
  /** JSON, of a flow's function: menu → ARN of the bot that understands it. */
  bots: 'BOTS',
  recordings: 'RECORDINGS_BUCKET',
  /** Every function has these. */
  prompts: 'PROMPTS_BUCKET',
  region: 'MEDIA_REGION',
} as const;

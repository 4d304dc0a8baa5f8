import type { z } from 'zod';
import type { ApiAnswer, ApiRequest } from '../contract.ts';
import { type Attendee, describeAttendee } from './attendee.ts';
import { ingestPath } from './ingest.ts';
import type { Meeting } from './meeting.ts';
import type { Registry } from './registry.ts';
import { AttendeeShape, BatchShape, MeetingShape, MeetingWithAttendeesShape, PageShape, UpdateExceptShape, UpdateShape } from './shapes.ts';

export interface ApiSettings {
  registry: Registry;
  account: string;
  region: string;
  /** `http://host:port` under which browsers reach the signalling. */
  publicUrl: () => string;
}

const attendeesQuota = 250;

const refusal = (status: number, code: string, message: string): ApiAnswer => ({
  status,
  error: `${code}Exception`,
  body: { Code: code, Message: message },
});
const badRequest = (message: string): ApiAnswer => refusal(400, 'BadRequest', message);
const notFound = (what: string): ApiAnswer => refusal(404, 'NotFound', `${what} not found`);
const limitExceeded = (message: string): ApiAnswer => refusal(400, 'LimitExceeded', message);
const ok = (body: unknown): ApiAnswer => ({ status: 200, body });
const done: ApiAnswer = { status: 204 };

/** Answers a request of the Meetings API as AWS does; what is not offered is refused by name. */
export function answerMeetingsRequest(settings: ApiSettings, request: ApiRequest): ApiAnswer {
  const [, collection, meetingId, part, attendeeId, last] = request.path.split('/').map(decodeURIComponent);
  const unknown = badRequest(`${request.method} ${request.path} is not an operation that this gateway offers`);
  if (collection !== 'meetings') return unknown;
  if (!meetingId) return request.method === 'POST' ? createMeeting(settings, request) : unknown;
  if (part === 'transcription') return badRequest('live transcription is not an operation that this gateway offers');
  if (part !== undefined && part !== 'attendees') return unknown;
  const meeting = settings.registry.get(meetingId);
  if (!meeting) return notFound('Meeting');
  if (part === undefined) return oneMeeting(settings, meeting, request) ?? unknown;
  if (!attendeeId) return attendees(settings, meeting, request) ?? unknown;
  if (attendeeId === 'capabilities' && request.method === 'PUT') return updateExcept(meeting, request);
  const attendee = meeting.attendees.get(attendeeId);
  if (!attendee) return notFound('Attendee');
  return oneAttendee(meeting, attendee, request, last) ?? unknown;
}

/** Parses what came, and goes on with it. */
function parsed<Shape extends z.ZodType>(shape: Shape, input: unknown, go: (value: z.infer<Shape>) => ApiAnswer): ApiAnswer {
  const result = shape.safeParse(input ?? {});
  if (result.success) return go(result.data);
  const issue = result.error.issues[0];
  return badRequest(`${issue?.path.join('.') || 'The request'}: ${issue?.message ?? 'is not valid'}`);
}

function createMeeting(settings: ApiSettings, request: ApiRequest): ApiAnswer {
  if (request.query['operation'] !== 'create-attendees') {
    return parsed(MeetingShape, request.body, (body) =>
      withMeeting(settings, body, (meeting) => ok({ Meeting: describe(settings, meeting) })),
    );
  }
  return parsed(MeetingWithAttendeesShape, request.body, (body) =>
    withMeeting(settings, body, (meeting) =>
      ok({ Meeting: describe(settings, meeting), ...invite(settings.registry, meeting, body.Attendees) }),
    ),
  );
}

function withMeeting(settings: ApiSettings, body: z.infer<typeof MeetingShape>, go: (meeting: Meeting) => ApiAnswer): ApiAnswer {
  if (body.PrimaryMeetingId !== undefined) return badRequest('PrimaryMeetingId: replica meetings are not offered by this gateway');
  const meeting = settings.registry.create(body.ClientRequestToken, {
    externalMeetingId: body.ExternalMeetingId,
    mediaRegion: body.MediaRegion,
    meetingHostId: body.MeetingHostId,
    features: body.MeetingFeatures,
    tenantIds: body.TenantIds,
    mostAttendees: body.MeetingFeatures?.Attendee?.MaxCount ?? attendeesQuota,
  });
  return meeting ? go(meeting) : limitExceeded('The maximum number of active meetings is reached');
}

function oneMeeting(settings: ApiSettings, meeting: Meeting, request: ApiRequest): ApiAnswer | undefined {
  if (request.method === 'GET') return ok({ Meeting: describe(settings, meeting) });
  if (request.method !== 'DELETE') return undefined;
  settings.registry.end(meeting);
  return done;
}

function attendees(settings: ApiSettings, meeting: Meeting, request: ApiRequest): ApiAnswer | undefined {
  if (request.method === 'GET') return parsed(PageShape, request.query, (page) => listAttendees(meeting, page));
  if (request.method !== 'POST') return undefined;
  if (request.query['operation'] === 'batch-create') {
    return parsed(BatchShape, request.body, ({ Attendees }) => ok(invite(settings.registry, meeting, Attendees)));
  }
  return parsed(AttendeeShape, request.body, ({ ExternalUserId, Capabilities }) => {
    const attendee = settings.registry.invite(meeting, ExternalUserId, Capabilities);
    return attendee ? ok({ Attendee: describeAttendee(attendee) }) : limitExceeded('The maximum number of attendees is reached');
  });
}

function oneAttendee(meeting: Meeting, attendee: Attendee, request: ApiRequest, last: string | undefined): ApiAnswer | undefined {
  if (last === 'capabilities') {
    if (request.method !== 'PUT') return undefined;
    return parsed(UpdateShape, request.body, ({ Capabilities }) => {
      attendee.capabilities = Capabilities;
      meeting.applySeat(attendee);
      return ok({ Attendee: describeAttendee(attendee) });
    });
  }
  if (request.method === 'GET') return ok({ Attendee: describeAttendee(attendee) });
  if (request.method !== 'DELETE') return undefined;
  meeting.remove(attendee, 'attendee deleted');
  return done;
}

function updateExcept(meeting: Meeting, request: ApiRequest): ApiAnswer {
  return parsed(UpdateExceptShape, request.body, ({ ExcludedAttendeeIds, Capabilities }) => {
    const excluded = new Set(ExcludedAttendeeIds.map(({ AttendeeId }) => AttendeeId));
    for (const attendee of meeting.attendees.values()) {
      if (excluded.has(attendee.attendeeId)) continue;
      attendee.capabilities = Capabilities;
      meeting.applySeat(attendee);
    }
    return { status: 200 };
  });
}

function invite(registry: Registry, meeting: Meeting, wanted: z.infer<typeof AttendeeShape>[]) {
  const Attendees: unknown[] = [];
  const Errors: unknown[] = [];
  for (const { ExternalUserId, Capabilities } of wanted) {
    const attendee = registry.invite(meeting, ExternalUserId, Capabilities);
    if (attendee) Attendees.push(describeAttendee(attendee));
    else Errors.push({ ExternalUserId, ErrorCode: 'LimitExceeded', ErrorMessage: 'The maximum number of attendees is reached' });
  }
  return { Attendees, Errors };
}

/** Pages begin after the attendee that the token names. */
function listAttendees(meeting: Meeting, page: z.infer<typeof PageShape>): ApiAnswer {
  const all = [...meeting.attendees.values()];
  const after = page['next-token'];
  const start = after === undefined ? 0 : all.findIndex(({ attendeeId }) => attendeeId === after) + 1;
  if (after !== undefined && start === 0) return badRequest('next-token: is not valid');
  const shown = all.slice(start, start + page['max-results']);
  const more = start + shown.length < all.length ? { NextToken: shown.at(-1)?.attendeeId } : {};
  return ok({ Attendees: shown.map(describeAttendee), ...more });
}

function describe({ account, region, publicUrl }: ApiSettings, meeting: Meeting) {
  const { record, meetingId } = meeting;
  const http = publicUrl().replace(/\/$/, '');
  const ws = http.replace(/^http/, 'ws');
  return {
    MeetingId: meetingId,
    ExternalMeetingId: record.externalMeetingId,
    MediaRegion: record.mediaRegion,
    MeetingArn: `arn:aws:chime:${region}:${account}:meeting/${meetingId}`,
    ...(record.meetingHostId === undefined ? {} : { MeetingHostId: record.meetingHostId }),
    ...(record.features === undefined ? {} : { MeetingFeatures: record.features }),
    TenantIds: record.tenantIds ?? [],
    MediaPlacement: {
      // The client only asks that it is there; audio comes by the answer to its offer.
      AudioHostUrl: new URL(http).host,
      AudioFallbackUrl: `${ws}/calls/${meetingId}`,
      SignalingUrl: `${ws}/control/${meetingId}`,
      TurnControlUrl: `${http}/v2/turn_sessions`,
      EventIngestionUrl: `${http}${ingestPath}`,
    },
  };
}

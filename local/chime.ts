/** Chime SDK: the signing name `chime` leads to the gateway; SIP media applications of templates are made by the gateway's own API. */
import { AwsError, type AwsAnswer, type AwsRequest, type Made, type Needed, type Place, type Resource, type Service } from './contract.ts';
import type { ApiRequest, Gateway } from '../gateway/contract.ts';
import type { Entry } from './template/state.ts';

type Voice = [method: string, path: RegExp, action: string];
const voice: Voice[] = [
  ['POST', /^\/sip-media-applications$/, 'CreateSipMediaApplication'],
  ['GET', /^\/sip-media-applications$/, 'ListSipMediaApplications'],
  ['GET', /^\/sip-media-applications\/[^/]+$/, 'GetSipMediaApplication'],
  ['PUT', /^\/sip-media-applications\/[^/]+$/, 'UpdateSipMediaApplication'],
  ['DELETE', /^\/sip-media-applications\/[^/]+$/, 'DeleteSipMediaApplication'],
  ['POST', /^\/sip-media-applications\/[^/]+\/calls$/, 'CreateSipMediaApplicationCall'],
  ['POST', /^\/sip-media-applications\/[^/]+\/calls\/[^/]+$/, 'UpdateSipMediaApplicationCall'],
  ['POST', /^\/sip-rules$/, 'CreateSipRule'],
  ['GET', /^\/sip-rules$/, 'ListSipRules'],
  ['GET', /^\/sip-rules\/[^/]+$/, 'GetSipRule'],
  ['PUT', /^\/sip-rules\/[^/]+$/, 'UpdateSipRule'],
  ['DELETE', /^\/sip-rules\/[^/]+$/, 'DeleteSipRule'],
];

function meetingAction(request: AwsRequest): string | undefined {
  const { method, path, query } = request;
  const rest = path.split('/').slice(3).join('/');
  if (path === '/meetings')
    return method !== 'POST' ? undefined : query.get('operation') === 'create-attendees' ? 'CreateMeetingWithAttendees' : 'CreateMeeting';
  if (rest === '') return { GET: 'GetMeeting', DELETE: 'DeleteMeeting' }[method];
  if (rest === 'attendees')
    return method === 'GET' ? 'ListAttendees' : query.get('operation') === 'batch-create' ? 'BatchCreateAttendee' : 'CreateAttendee';
  if (method === 'PUT')
    return rest === 'attendees/capabilities'
      ? 'BatchUpdateAttendeeCapabilitiesExcept'
      : rest.endsWith('/capabilities')
        ? 'UpdateAttendeeCapabilities'
        : undefined;
  if (method === 'PUT' && rest === 'attendees/capabilities') return 'BatchUpdateAttendeeCapabilitiesExcept';
  if (method === 'PUT' && /^attendees\/[^/]+\/capabilities$/.test(rest)) return 'UpdateAttendeeCapabilities';
  return { GET: 'GetAttendee', DELETE: 'DeleteAttendee' }[method];
}

function needsOf(place: Place, request: AwsRequest): Needed[] | undefined {
  if (request.path.startsWith('/meetings')) {
    const action = meetingAction(request);
    const id = request.path.split('/')[2];
    return action === undefined
      ? undefined
      : [{ action: `chime:${action}`, resource: id === undefined ? '*' : `arn:aws:chime::${place.account}:meeting/${id}` }];
  }
  const action = voice.find(([method, path]) => method === request.method && path.test(request.path))?.[2];
  const id = request.path.startsWith('/sip-media-applications/') ? request.path.split('/')[2] : undefined;
  return action === undefined
    ? undefined
    : [{ action: `chime:${action}`, resource: id === undefined ? '*' : `arn:aws:chime:${place.region}:${place.account}:sma/${id}` }];
}

const json = (body: unknown): AwsAnswer => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

function applications(gateway: () => Gateway, place: Place) {
  const call = async (method: string, path: string, body: unknown): Promise<Record<string, unknown>> => {
    const answer = await gateway().handle({ api: 'chime-sdk-voice', method, path, query: {}, body });
    if (answer.status >= 300) throw new AwsError(answer.error ?? 'Unknown', JSON.stringify(answer.body), answer.status);
    return (answer.body ?? {}) as Record<string, unknown>;
  };
  return async (resource: Resource, previous?: Entry): Promise<Made> => {
    const { AwsRegion, Name, Endpoints, Tags: _tags, ...unknown } = resource.properties;
    if (Object.keys(unknown).length > 0) throw new Error(`${Object.keys(unknown).join(', ')} is not supported by the local cloud`);
    const wanted = { AwsRegion, Name, Endpoints: (Endpoints as { LambdaArn: string }[]).map(({ LambdaArn }) => ({ LambdaArn })) };
    const { SipMediaApplications: present = [] } = (await call('GET', '/sip-media-applications', undefined)) as {
      SipMediaApplications?: { SipMediaApplicationId: string }[];
    };
    const known = present.find((one) => one.SipMediaApplicationId === previous?.ref);
    const answer =
      known === undefined
        ? await call('POST', '/sip-media-applications', wanted)
        : await call('PUT', `/sip-media-applications/${known.SipMediaApplicationId}`, { Name, Endpoints: wanted.Endpoints });
    const id = (answer['SipMediaApplication'] as { SipMediaApplicationId: string }).SipMediaApplicationId;
    return {
      ref: id,
      attributes: { SipMediaApplicationId: id, SipMediaApplicationArn: `arn:aws:chime:${place.region}:${place.account}:sma/${id}` },
    };
  };
}

/** The service in front of a gateway that may still be starting. */
export function chimeService(place: Place, gateway: () => Gateway): Service {
  return {
    names: ['chime'],
    makes: { 'AWS::Chime::SipMediaApplication': applications(gateway, place) },
    removes: {
      'AWS::Chime::SipMediaApplication': async (_resource, made) =>
        void (await gateway().handle({
          api: 'chime-sdk-voice',
          method: 'DELETE',
          path: `/sip-media-applications/${made.ref}`,
          query: {},
          body: undefined,
        })),
    },
    needs: (request) => needsOf(place, request),
    async handle(request) {
      const api: ApiRequest['api'] = request.path.startsWith('/meetings') ? 'chime-sdk-meetings' : 'chime-sdk-voice';
      const body = request.body.length === 0 ? undefined : (JSON.parse(request.body.toString('utf8')) as unknown);
      const answer = await gateway().handle({
        api,
        method: request.method,
        path: request.path,
        query: Object.fromEntries(request.query),
        body,
      });
      if (answer.error === undefined) return { ...json(answer.body ?? {}), status: answer.status };
      return {
        ...json(answer.body ?? {}),
        status: answer.status,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': answer.error },
      };
    },
  };
}

/** The door of the Voice API: from method and path to the operation. */
import type { ApiAnswer, ApiRequest } from '../contract.ts';
import { applicationOf, createApplication, deleteApplication, listApplications, updateApplication } from './applications.ts';
import type { ApplicationsPlace } from './applications.ts';
import type { CallsApi } from './calls.ts';
import { Refusal } from './refusal.ts';
import { createRule, deleteRule, getRule, listRules, updateRule } from './rules.ts';

type Operation = (request: ApiRequest, ids: string[]) => Promise<ApiAnswer> | ApiAnswer;

/** Answers requests of the Voice API. Operations that it does not have are refused by name of method and path. */
export function voiceApi(place: ApplicationsPlace, calls: CallsApi): (request: ApiRequest) => Promise<ApiAnswer> {
  const { registry } = place;
  const operations: [method: string, path: RegExp, operation: Operation][] = [
    ['POST', /^\/sip-media-applications$/, (request) => createApplication(place, request)],
    ['GET', /^\/sip-media-applications$/, (request) => listApplications(place, request)],
    [
      'GET',
      /^\/sip-media-applications\/([^/]+)$/,
      (_, [id = '']) => ({ status: 200, body: { SipMediaApplication: applicationOf(registry, id) } }),
    ],
    ['PUT', /^\/sip-media-applications\/([^/]+)$/, (request, [id = '']) => updateApplication(place, request, id)],
    ['DELETE', /^\/sip-media-applications\/([^/]+)$/, (_, [id = '']) => deleteApplication(place, id)],
    ['POST', /^\/sip-media-applications\/([^/]+)\/calls$/, (request, [id = '']) => calls.create(request, id)],
    ['POST', /^\/sip-media-applications\/([^/]+)\/calls\/([^/]+)$/, (request, [id = '', call = '']) => calls.update(request, id, call)],
    ['POST', /^\/sip-rules$/, (request) => createRule(place, request)],
    ['GET', /^\/sip-rules$/, (request) => listRules(place, request)],
    ['GET', /^\/sip-rules\/([^/]+)$/, (_, [id = '']) => getRule(place, id)],
    ['PUT', /^\/sip-rules\/([^/]+)$/, (request, [id = '']) => updateRule(place, request, id)],
    ['DELETE', /^\/sip-rules\/([^/]+)$/, (_, [id = '']) => deleteRule(place, id)],
  ];
  return async (request) => {
    try {
      for (const [method, path, operation] of operations) {
        const found = method === request.method ? path.exec(request.path) : null;
        if (found) return await operation(request, found.slice(1));
      }
      throw new Refusal('BadRequestException', `${request.method} ${request.path} is no operation of this service.`);
    } catch (fault) {
      if (fault instanceof Refusal) return fault.answer;
      throw fault;
    }
  };
}

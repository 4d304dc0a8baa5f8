/** HTTP APIs: a request in, the route's function woken, its answer out; refusals worded as API Gateway words them. */
import { randomUUID } from 'node:crypto';
import { AwsError, type Invoke, type Place } from '../contract.ts';
import { authorize } from './jwt.ts';
import { gatewayAnswer, httpAnswer, httpEvent, type HttpAnswer, type HttpRequest, type Jwt } from './payload.ts';
import type { Api, Route } from './registry.ts';
import { findRoute } from './routes.ts';

/** The largest request body, bytes. */
export const largestBody = 10 * 1024 * 1024;

export interface HttpApiSettings {
  place: Place;
  invokeAs: (principal: string, sourceArn: string) => Invoke;
  log: (line: string) => void;
}

async function within<T>(work: Promise<T>, ms: number): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(() => done('late'), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function judge(route: Route, request: HttpRequest): Promise<{ jwt: Jwt | undefined } | HttpAnswer> {
  if (route.authorizer === undefined) return { jwt: undefined };
  const judged = await authorize(route.authorizer, route.scopes, request.headers, new URLSearchParams(request.rawQuery));
  if (judged.outcome === 'authorized') return { jwt: judged.jwt };
  if (judged.outcome === 'forbidden')
    return gatewayAnswer(403, 'Forbidden', { 'www-authenticate': `Bearer scope="${route.scopes.join(' ')}" error="insufficient_scope"` });
  const why = judged.why === '' ? 'Bearer' : `Bearer scope="" error="invalid_token" error_description="${judged.why}"`;
  return gatewayAnswer(401, 'Unauthorized', { 'www-authenticate': why });
}

/** Answers a request to an API's stage. */
export async function answerHttp(settings: HttpApiSettings, api: Api, request: HttpRequest): Promise<HttpAnswer> {
  if (request.body.length > largestBody) return gatewayAnswer(413, 'Request Entity Too Large');
  const named = [...api.stages].find(
    (stage) => stage !== '$default' && (request.path === `/${stage}` || request.path.startsWith(`/${stage}/`)),
  );
  const stage = named ?? (api.stages.has('$default') ? '$default' : undefined);
  if (stage === undefined) return gatewayAnswer(404, 'Not Found');
  const path = named === undefined ? request.path : request.path.slice(named.length + 1) || '/';
  const matched = findRoute([...api.routes.values()], request.method, path);
  if (matched === undefined) return gatewayAnswer(404, 'Not Found');
  const { route, pathParameters } = matched;
  const judged = await judge(route, request);
  if ('status' in judged) return judged;
  const { account, region } = settings.place;
  const event = httpEvent(request, {
    account,
    apiId: api.id,
    stage,
    routeKey: route.key,
    pathParameters,
    jwt: judged.jwt,
    requestId: randomUUID(),
    now: new Date(),
  });
  // The route's own path, its variables in braces: that is what permissions name.
  const resource = route.method === '$default' ? '$default' : `${request.method}${route.key.split(' ')[1] ?? ''}`;
  const sourceArn = `arn:aws:execute-api:${region}:${account}:${api.id}/${stage}/${resource}`;
  return wake(settings, route, event, sourceArn);
}

async function wake(settings: HttpApiSettings, route: Route, event: unknown, sourceArn: string): Promise<HttpAnswer> {
  try {
    const invoked = await within(
      settings.invokeAs('apigateway.amazonaws.com', sourceArn)(route.functionArn, event, 'synchronous'),
      route.timeoutMs,
    );
    if (invoked === 'late') return gatewayAnswer(503, 'Service Unavailable');
    return invoked.functionError === undefined ? httpAnswer(invoked.payload) : gatewayAnswer(500, 'Internal Server Error');
  } catch (error) {
    if (error instanceof AwsError && error.status === 429) return gatewayAnswer(503, 'Service Unavailable');
    settings.log(`${route.key} could not wake its function: ${error instanceof Error ? error.message : String(error)}`);
    return gatewayAnswer(500, 'Internal Server Error');
  }
}

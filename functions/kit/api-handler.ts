import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { z } from 'zod';
import { AgentId } from '../../shared/ids.ts';
import { type Problem, ProblemError } from '../../shared/problem.ts';
import { type Answer, type Route, routes } from '../../shared/wire/api.ts';
import type { World } from '../../shared/world.ts';
import { type Definition, type Group, groups } from './definition.ts';
import { log, logFault, logger } from './logger.ts';
import { failed, malformed, notAllowed } from './problems.ts';
import { openWorld } from './world.ts';

export interface Call<R extends Route> {
  world: World;
  /** The person's `sub`. */
  agentId: AgentId;
  username: string;
  groups: Group[];
  /** The parsed body. */
  request: z.output<(typeof routes)[R]['request']>;
  /** A path parameter, parsed. Malformed is answered with a problem. */
  path: <S extends z.ZodType>(name: string, schema: S) => z.output<S>;
}

/** The claims that we use. API Gateway gives lists as `[a b]`. */
const Claims = z.looseObject({
  sub: AgentId,
  username: z.string().default(''),
  'cognito:groups': z
    .union([z.array(z.string()), z.string()])
    .default([])
    .transform((given) => (Array.isArray(given) ? given : given.replaceAll(/[[\]]/g, '').split(/[\s,]+/)))
    .transform((names) => groups.filter((group) => names.includes(group))),
});

const json = (status: number, body: unknown): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

function parsed<S extends z.ZodType>(schema: S, value: unknown, name = ''): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ProblemError(malformed([name, ...(issue?.path ?? [])].filter((part) => part !== '').join('.'), issue?.message ?? 'unknown'));
}

function body(event: APIGatewayProxyEventV2WithJWTAuthorizer): unknown {
  if (event.body === undefined || event.body === '') return {};
  try {
    return JSON.parse(event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body);
  } catch {
    throw new ProblemError(malformed('', 'it is no JSON'));
  }
}

/** Answers problems as such, and faults as a problem that says nothing of their inside. */
function problems(route: Route): MiddlewareObj<APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      const { error } = request;
      if (error instanceof ProblemError) log('refused', { route, code: error.problem.code });
      else logFault('a request failed', error, { route });
      const problem: Problem = error instanceof ProblemError ? error.problem : failed;
      request.response = json(problem.status, problem);
    },
  };
}

const withRequestId: MiddlewareObj = {
  before: ({ context }) => {
    logger.appendKeys({ requestId: (context as Context | undefined)?.awsRequestId ?? 'none' });
  },
};

/**
 * The handler of an API route: knows who calls, checks their group and the request, and answers with exactly what the wire says; refusals
 * and faults as problems.
 */
export function apiHandler<R extends Route>(
  definition: Definition & { wakes: { route: R } },
  serve: (call: Call<R>) => Promise<Answer<R>>,
) {
  const { wakes } = definition;
  const { request: schema, answer } = routes[wakes.route];
  const allowed = 'groups' in wakes ? wakes.groups : undefined;
  return middy<APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2>()
    .use(withRequestId)
    .use(problems(wakes.route))
    .handler(async (event: APIGatewayProxyEventV2WithJWTAuthorizer) => {
      const claims = Claims.parse(event.requestContext.authorizer.jwt.claims);
      const mine = claims['cognito:groups'];
      if (allowed !== undefined && !allowed.some((group) => mine.includes(group))) throw new ProblemError(notAllowed);
      const result = await serve({
        world: openWorld(),
        agentId: claims.sub,
        username: claims.username,
        groups: mine,
        request: parsed(schema, body(event)) as Call<R>['request'],
        path: (name, of) => parsed(of, event.pathParameters?.[name], name),
      });
      return json(200, answer.parse(result));
    });
}

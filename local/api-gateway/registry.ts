/** The APIs of the templates: routes, integrations, authorizers and stages, with what is not honoured refused by name. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Made, Place, Resource } from '../contract.ts';
import { AuthorizerProperties, type Authorizer } from './jwt.ts';
import { readRouteKey, type RouteKey } from './routes.ts';

const ApiProperties = z.strictObject({
  Name: z.string(),
  ProtocolType: z.enum(['HTTP', 'WEBSOCKET']),
  Description: z.string().optional(),
  RouteSelectionExpression: z.string().optional(),
  DisableExecuteApiEndpoint: z.literal(false).optional(),
  Tags: z.unknown().optional(),
});
const IntegrationProperties = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0').optional(),
  IntegrationMethod: z.string().optional(),
  TimeoutInMillis: z.coerce.number().optional(),
});
const RouteProperties = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
  RouteResponseSelectionExpression: z.literal('$default').optional(),
});
const StageProperties = z.strictObject({
  ApiId: z.string(),
  StageName: z.string(),
  AutoDeploy: z.union([z.literal(true), z.literal('true')]),
  // Measured and throttled in AWS only: one person at one machine reaches no such limit.
  AccessLogSettings: z.unknown().optional(),
  DefaultRouteSettings: z.unknown().optional(),
  RouteSettings: z.unknown().optional(),
  Description: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

export interface Route extends RouteKey {
  functionArn: string;
  timeoutMs: number;
  authorizer: Authorizer | undefined;
  scopes: string[];
  repliesTo: boolean;
}
export interface Api {
  id: string;
  name: string;
  protocol: 'HTTP' | 'WEBSOCKET';
  selection: string;
  stages: Set<string>;
  routes: Map<string, Route>;
}
export interface Registry {
  readonly apis: Map<string, Api>;
  readonly makes: Record<string, (resource: Resource) => Promise<Made>>;
  readonly removes: Record<string, (resource: Resource) => Promise<void>>;
}

function parse<T>(schema: z.ZodType<T>, resource: Resource): T {
  const parsed = schema.safeParse(resource.properties);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}
/** A stable id of ten characters, as API Gateway's are. */
const idOf = (resource: Resource) => createHash('sha256').update(`${resource.stack}/${resource.logicalId}`).digest('hex').slice(0, 10);
const functionOf = (uri: string) => /(arn:aws:lambda:[^/]+)(?:\/invocations)?$/.exec(uri)?.[1] ?? uri;

/** No APIs yet. */
export function createRegistry(place: Place): Registry {
  const apis = new Map<string, Api>();
  const integrations = new Map<string, z.infer<typeof IntegrationProperties>>();
  const authorizers = new Map<string, Authorizer>();
  const need = (id: string) => {
    const api = apis.get(id);
    if (api === undefined) throw new Error(`there is no API ${id}`);
    return api;
  };
  async function makeRoute(resource: Resource): Promise<Made> {
    const given = parse(RouteProperties, resource);
    const integration = integrations.get(given.Target.replace('integrations/', ''));
    if (integration === undefined) throw new Error(`its target ${given.Target} is no integration`);
    const authorizer = given.AuthorizerId === undefined ? undefined : authorizers.get(given.AuthorizerId);
    if (given.AuthorizationType === 'JWT' && authorizer === undefined) throw new Error('it names no JWT authorizer');
    need(given.ApiId).routes.set(given.RouteKey, {
      ...readRouteKey(given.RouteKey),
      functionArn: functionOf(integration.IntegrationUri),
      timeoutMs: integration.TimeoutInMillis ?? (need(given.ApiId).protocol === 'HTTP' ? 30_000 : 29_000),
      authorizer,
      scopes: given.AuthorizationScopes,
      repliesTo: given.RouteResponseSelectionExpression !== undefined,
    });
    return { ref: idOf(resource), attributes: { RouteId: idOf(resource) } };
  }
  const makes: Registry['makes'] = {
    'AWS::ApiGatewayV2::Api': async (resource) => {
      const given = parse(ApiProperties, resource);
      const id = idOf(resource);
      const present = apis.get(id) ?? { id, stages: new Set<string>(), routes: new Map<string, Route>() };
      // The same object over deployments: open sockets go on with what is deployed now.
      apis.set(
        id,
        Object.assign(present, { name: given.Name, protocol: given.ProtocolType, selection: given.RouteSelectionExpression ?? '' }),
      );
      const scheme = given.ProtocolType === 'HTTP' ? 'https' : 'wss';
      return { ref: id, attributes: { ApiId: id, ApiEndpoint: `${scheme}://${id}.execute-api.${place.region}.amazonaws.com` } };
    },
    'AWS::ApiGatewayV2::Stage': async (resource) => {
      const given = parse(StageProperties, resource);
      need(given.ApiId).stages.add(given.StageName);
      return { ref: given.StageName, attributes: {} };
    },
    'AWS::ApiGatewayV2::Integration': async (resource) => {
      integrations.set(idOf(resource), parse(IntegrationProperties, resource));
      return { ref: idOf(resource), attributes: { IntegrationId: idOf(resource) } };
    },
    'AWS::ApiGatewayV2::Authorizer': async (resource) => {
      authorizers.set(idOf(resource), parse(AuthorizerProperties, resource));
      return { ref: idOf(resource), attributes: { AuthorizerId: idOf(resource) } };
    },
    'AWS::ApiGatewayV2::Route': makeRoute,
    'AWS::ApiGatewayV2::RouteResponse': async (resource) => ({ ref: idOf(resource), attributes: {} }),
    'AWS::ApiGatewayV2::IntegrationResponse': async (resource) => ({ ref: idOf(resource), attributes: {} }),
  };
  return {
    apis,
    makes,
    removes: {
      'AWS::ApiGatewayV2::Route': async ({ properties }) =>
        void apis.get(String(properties['ApiId']))?.routes.delete(String(properties['RouteKey'])),
    },
  };
}

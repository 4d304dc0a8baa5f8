/** Pools, clients and groups as templates have them. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AwsError, type Made, type Place, type Resource } from '../../contract.ts';
import type { AdminSettings } from './admin.ts';
import { adminOperations } from './admin.ts';
import type { Client } from './pools.ts';

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const unsupported = (what: string) => new AwsError('NotImplemented', `${what} is not supported by the local cloud`, 501);

const Policy = z.looseObject({
  MinimumLength: z.coerce.number().optional(),
  RequireLowercase: flag.optional(),
  RequireUppercase: flag.optional(),
  RequireNumbers: flag.optional(),
  RequireSymbols: flag.optional(),
  TemporaryPasswordValidityDays: z.coerce.number().default(7),
});
const PoolProperties = z.looseObject({
  UserPoolName: z.string().optional(),
  Policies: z.looseObject({ PasswordPolicy: Policy.optional() }).optional(),
  UsernameAttributes: z.array(z.string()).default([]),
  UsernameConfiguration: z.looseObject({ CaseSensitive: flag.optional() }).optional(),
  MfaConfiguration: z.enum(['OFF', 'ON', 'OPTIONAL']).default('OFF'),
  LambdaConfig: z.record(z.string(), z.unknown()).default({}),
});
const ClientProperties = z.looseObject({
  UserPoolId: z.string(),
  ClientName: z.string().optional(),
  GenerateSecret: flag.default(false),
  AllowedOAuthFlows: z.array(z.string()).default([]),
  AllowedOAuthScopes: z.array(z.string()).default([]),
  CallbackURLs: z.array(z.string()).default([]),
  LogoutURLs: z.array(z.string()).default([]),
  AccessTokenValidity: z.coerce.number().optional(),
  IdTokenValidity: z.coerce.number().optional(),
  RefreshTokenValidity: z.coerce.number().optional(),
  TokenValidityUnits: z
    .looseObject({ AccessToken: z.string().optional(), IdToken: z.string().optional(), RefreshToken: z.string().optional() })
    .default({}),
});

const unitSeconds: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
const seconds = (value: number | undefined, unit: string | undefined, standardUnit: string, standard: number) =>
  value === undefined ? standard : value * (unitSeconds[unit ?? standardUnit] ?? 3600);

/** Stable over restarts, of the shape that the service gives. */
const idOf = ({ stack, logicalId }: Resource, length: number) => {
  const digest = BigInt(`0x${createHash('sha256').update(`${stack}/${logicalId}`).digest('hex')}`);
  return digest.toString(36).slice(0, length);
};

function makePool({ pools }: AdminSettings, place: Place, resource: Resource): Made {
  const given = PoolProperties.parse(resource.properties);
  if (given.MfaConfiguration === 'ON') throw unsupported(`${resource.logicalId}: a required second factor`);
  if (Object.keys(given.LambdaConfig).length > 0) throw unsupported(`${resource.logicalId}: triggers of user pools`);
  const id = `${place.region}_${idOf(resource, 9)}`;
  const pool = pools.open(id);
  const policy = given.Policies?.PasswordPolicy;
  pool.name = given.UserPoolName ?? resource.logicalId;
  pool.passwordPolicy = policy ?? {};
  pool.temporaryDays = policy?.TemporaryPasswordValidityDays ?? 7;
  pool.emailIsUsername = given.UsernameAttributes.includes('email');
  pool.caseSensitive = given.UsernameConfiguration?.CaseSensitive ?? true;
  const host = `cognito-idp.${place.region}.amazonaws.com/${id}`;
  const arn = `arn:aws:cognito-idp:${place.region}:${place.account}:userpool/${id}`;
  return { ref: id, attributes: { Arn: arn, UserPoolId: id, ProviderName: host, ProviderURL: `https://${host}` } };
}

function makeClient({ pools }: AdminSettings, resource: Resource): Made {
  const given = ClientProperties.parse(resource.properties);
  if (given.GenerateSecret) throw unsupported(`${resource.logicalId}: a client with a secret`);
  const flow = given.AllowedOAuthFlows.find((one) => one !== 'code');
  if (flow !== undefined) throw unsupported(`${resource.logicalId}: the flow ${flow}`);
  const units = given.TokenValidityUnits;
  const client: Client = {
    id: idOf(resource, 26),
    poolId: given.UserPoolId,
    name: given.ClientName ?? resource.logicalId,
    callbackUrls: given.CallbackURLs,
    logoutUrls: given.LogoutURLs,
    scopes: given.AllowedOAuthScopes,
    accessSeconds: seconds(given.AccessTokenValidity, units.AccessToken, 'hours', 3600),
    idSeconds: seconds(given.IdTokenValidity, units.IdToken, 'hours', 3600),
    refreshSeconds: seconds(given.RefreshTokenValidity, units.RefreshToken, 'days', 30 * 86_400),
  };
  pools.get(client.poolId).clients.set(client.id, client);
  return { ref: client.id, attributes: { ClientId: client.id, Name: client.name } };
}

function makeGroup({ pools }: AdminSettings, { properties }: Resource): Made {
  const given = z.looseObject({ UserPoolId: z.string(), GroupName: z.string(), Description: z.string().optional() }).parse(properties);
  const { groups } = pools.get(given.UserPoolId);
  const createdAt = groups.get(given.GroupName)?.createdAt ?? pools.now();
  groups.set(given.GroupName, { createdAt, ...(given.Description === undefined ? {} : { description: given.Description }) });
  return { ref: given.GroupName, attributes: {} };
}

function makeDomain(place: Place, { properties }: Resource): Made {
  const { Domain, CustomDomainConfig } = z
    .looseObject({ Domain: z.string(), CustomDomainConfig: z.unknown().optional() })
    .parse(properties);
  if (CustomDomainConfig !== undefined) throw unsupported('A custom domain for signing in');
  return { ref: Domain, attributes: { CloudFrontDistribution: '', Domain: `${Domain}.auth.${place.region}.amazoncognito.com` } };
}

async function makeUser(settings: AdminSettings, { properties }: Resource): Promise<Made> {
  const given = z
    .looseObject({ UserPoolId: z.string(), Username: z.string(), UserAttributes: z.array(z.unknown()).default([]) })
    .parse(properties);
  const create = z.looseObject({ Name: z.string(), Value: z.string() });
  const UserAttributes = given.UserAttributes.map((one) => {
    const attribute = one as Record<string, unknown>;
    return create.parse({ Name: attribute['Name'] ?? attribute['name'], Value: attribute['Value'] ?? attribute['value'] });
  });
  const pool = settings.pools.get(given.UserPoolId);
  const { UserPoolId, Username } = given;
  if (settings.pools.find(pool, Username) === undefined)
    await adminOperations['AdminCreateUser']?.(settings, { UserPoolId, Username, UserAttributes });
  return { ref: settings.pools.user(pool, Username).username, attributes: {} };
}

async function makeMember(settings: AdminSettings, { properties, logicalId }: Resource): Promise<Made> {
  await adminOperations['AdminAddUserToGroup']?.(settings, properties);
  return { ref: logicalId, attributes: {} };
}

/** The makers of Cognito's types. */
export function cognitoMakers(settings: AdminSettings, place: Place): Record<string, (resource: Resource) => Promise<Made>> {
  return {
    'AWS::Cognito::UserPool': async (resource) => makePool(settings, place, resource),
    'AWS::Cognito::UserPoolClient': async (resource) => makeClient(settings, resource),
    'AWS::Cognito::UserPoolGroup': async (resource) => makeGroup(settings, resource),
    'AWS::Cognito::UserPoolDomain': async (resource) => makeDomain(place, resource),
    'AWS::Cognito::UserPoolUser': (resource) => makeUser(settings, resource),
    'AWS::Cognito::UserPoolUserToGroupAttachment': (resource) => makeMember(settings, resource),
    // The page has a look of its own here.
    'AWS::Cognito::ManagedLoginBranding': async ({ logicalId }) => ({ ref: logicalId, attributes: { ManagedLoginBrandingId: logicalId } }),
  };
}

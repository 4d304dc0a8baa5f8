/** User pools as templates describe them. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Made, Place, Resource } from '../../contract.ts';
import { createUser, joinGroup } from './administration.ts';
import { findUser, type Pool, type Pools } from './pools.ts';

const texts = z.array(z.string()).default([]);
const whole = z.coerce.number().int();
const seconds: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
const ClientProperties = z.looseObject({
  UserPoolId: z.string(),
  CallbackURLs: texts,
  LogoutURLs: texts,
  AllowedOAuthScopes: texts,
  AllowedOAuthFlows: z.array(z.literal('code', 'The local cloud has the authorization code flow only.')).default([]),
  GenerateSecret: z.literal(false, 'The local cloud has public clients only.').optional(),
  AccessTokenValidity: whole.default(60),
  RefreshTokenValidity: whole.default(43_200),
  TokenValidityUnits: z
    .looseObject({ AccessToken: z.string().default('minutes'), RefreshToken: z.string().default('minutes') })
    .prefault({}),
});
const InPool = z.looseObject({ UserPoolId: z.string() });

const made = (ref: string, attributes: Record<string, string> = {}): Made => ({ ref, attributes });
const need = (pools: Pools, poolId: string): Pool => {
  const pool = pools.get(poolId);
  if (pool === undefined) throw new Error(`There is no user pool ${poolId}`);
  return pool;
};
/** An id that stays the same from start to start, as a deployed one does. */
const idOf = (resource: Resource): string => Buffer.from(`${resource.stack}${resource.logicalId}`).toString('hex').slice(-9);

export function resourcesOf(pools: Pools, place: Place, now: () => number): Record<string, (resource: Resource) => Promise<Made>> {
  return {
    'AWS::Cognito::UserPool': async (resource) => {
      const { UsernameAttributes } = z.looseObject({ UsernameAttributes: texts }).parse(resource.properties);
      const pool = await pools.make(`${place.region}_${idOf(resource)}`, UsernameAttributes.includes('email'));
      const provider = `cognito-idp.${place.region}.amazonaws.com/${pool.poolId}`;
      return made(pool.poolId, {
        Arn: `arn:aws:cognito-idp:${place.region}:${place.account}:userpool/${pool.poolId}`,
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
        UserPoolId: pool.poolId,
      });
    },
    'AWS::Cognito::UserPoolClient': async (resource) => {
      const given = ClientProperties.parse(resource.properties);
      const pool = need(pools, given.UserPoolId);
      const clientId = `${idOf(resource)}client`;
      const { AccessToken, RefreshToken } = given.TokenValidityUnits;
      const client = {
        clientId,
        callbackUrls: given.CallbackURLs,
        logoutUrls: given.LogoutURLs,
        scopes: given.AllowedOAuthScopes,
        accessSeconds: given.AccessTokenValidity * (seconds[AccessToken] ?? 60),
        refreshSeconds: given.RefreshTokenValidity * (seconds[RefreshToken] ?? 60),
      };
      pool.clients = [...pool.clients.filter((one) => one.clientId !== clientId), client];
      pools.save();
      return made(clientId, { ClientId: clientId, Name: clientId });
    },
    'AWS::Cognito::UserPoolGroup': async (resource) => {
      const { UserPoolId, GroupName } = InPool.extend({ GroupName: z.string() }).parse(resource.properties);
      const pool = need(pools, UserPoolId);
      if (!pool.groups.includes(GroupName)) pool.groups.push(GroupName);
      pools.save();
      return made(GroupName);
    },
    'AWS::Cognito::UserPoolDomain': async (resource) => {
      const { UserPoolId, Domain } = InPool.extend({ Domain: z.string() }).parse(resource.properties);
      need(pools, UserPoolId).domain = Domain;
      pools.save();
      return made(Domain, { CloudFrontDistribution: `${randomBytes(4).toString('hex')}.cloudfront.net` });
    },
    'AWS::Cognito::UserPoolUser': async (resource) => {
      const given = InPool.extend({
        Username: z.string(),
        UserAttributes: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
      }).parse(resource.properties);
      const pool = need(pools, given.UserPoolId);
      const attributes = Object.fromEntries(given.UserAttributes.map(({ Name, Value }) => [Name, Value]));
      const user = findUser(pool, given.Username) ?? createUser(pool, given.Username, attributes, now());
      pools.save();
      return made(user.username);
    },
    'AWS::Cognito::UserPoolUserToGroupAttachment': async (resource) => {
      const given = InPool.extend({ Username: z.string(), GroupName: z.string() }).parse(resource.properties);
      const pool = need(pools, given.UserPoolId);
      const user = findUser(pool, given.Username);
      if (user === undefined) throw new Error(`There is no user ${given.Username} in ${given.UserPoolId}`);
      joinGroup(pool, user, given.GroupName);
      pools.save();
      return made(resource.logicalId);
    },
    // What managed login looks like; the sign-in page of the local cloud is its own.
    'AWS::Cognito::ManagedLoginBranding': async (resource) => made(resource.logicalId, { ManagedLoginBrandingId: resource.logicalId }),
  };
}

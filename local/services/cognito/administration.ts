/** The calls of Cognito's API that the product and the demo use (Amazon Cognito user pools API Reference). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../../contract.ts';
import { findUser, setPassword, type Pool, type Pools, type User } from './pools.ts';

const Attributes = z.array(z.object({ Name: z.string(), Value: z.string().optional() })).default([]);
const Named = z.object({ UserPoolId: z.string(), Username: z.string().min(1) });

const poolOf = (pools: Pools, poolId: string): Pool => {
  const pool = pools.get(poolId);
  if (pool === undefined) throw new AwsError('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
  return pool;
};
const userOf = (pool: Pool, name: string): User => {
  const user = findUser(pool, name);
  if (user === undefined) throw new AwsError('UserNotFoundException', 'User does not exist.');
  return user;
};
const told = (user: User) => ({
  Username: user.username,
  Enabled: user.enabled,
  UserStatus: user.status,
  UserCreateDate: user.createdAt / 1000,
  UserLastModifiedDate: user.createdAt / 1000,
});
const attributesOf = (user: User) => Object.entries({ sub: user.username, ...user.attributes }).map(([Name, Value]) => ({ Name, Value }));

/** Makes a user, or throws when the name is taken. */
export function createUser(pool: Pool, name: string, attributes: Record<string, string>, now: number): User {
  if (findUser(pool, name) !== undefined) throw new AwsError('UsernameExistsException', 'User account already exists');
  const user: User = {
    username: pool.byEmail ? randomUUID() : name,
    attributes: { ...(pool.byEmail ? { email: name } : {}), ...attributes },
    groups: [],
    enabled: true,
    status: 'FORCE_CHANGE_PASSWORD',
    createdAt: now,
  };
  pool.users.push(user);
  return user;
}

/** Puts a user into a group of the pool; once is enough. */
export function joinGroup(pool: Pool, user: User, group: string): void {
  if (!pool.groups.includes(group)) throw new AwsError('ResourceNotFoundException', 'Group not found.');
  if (!user.groups.includes(group)) user.groups.push(group);
}

export const operations: Record<string, (pools: Pools, body: unknown, now: number) => object> = {
  AdminCreateUser(pools, body, now) {
    const given = Named.extend({ UserAttributes: Attributes, TemporaryPassword: z.string().optional() }).parse(body);
    const pool = poolOf(pools, given.UserPoolId);
    const user = createUser(
      pool,
      given.Username,
      Object.fromEntries(given.UserAttributes.map(({ Name, Value = '' }) => [Name, Value])),
      now,
    );
    if (given.TemporaryPassword !== undefined) setPassword(user, given.TemporaryPassword);
    return { User: { ...told(user), Attributes: attributesOf(user) } };
  },
  AdminSetUserPassword(pools, body) {
    const given = Named.extend({ Password: z.string().min(8), Permanent: z.boolean().default(false) }).parse(body);
    const user = userOf(poolOf(pools, given.UserPoolId), given.Username);
    setPassword(user, given.Password);
    user.status = given.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
    return {};
  },
  AdminAddUserToGroup(pools, body) {
    const given = Named.extend({ GroupName: z.string() }).parse(body);
    const pool = poolOf(pools, given.UserPoolId);
    joinGroup(pool, userOf(pool, given.Username), given.GroupName);
    return {};
  },
  AdminGetUser(pools, body) {
    const given = Named.parse(body);
    const user = userOf(poolOf(pools, given.UserPoolId), given.Username);
    return { ...told(user), UserAttributes: attributesOf(user) };
  },
  AdminListGroupsForUser(pools, body) {
    const given = Named.parse(body);
    const user = userOf(poolOf(pools, given.UserPoolId), given.Username);
    return { Groups: user.groups.map((GroupName) => ({ GroupName, UserPoolId: given.UserPoolId })) };
  },
  ListUsers(pools, body) {
    const given = z.object({ UserPoolId: z.string() }).strict().parse(body);
    return { Users: poolOf(pools, given.UserPoolId).users.map((user) => ({ ...told(user), Attributes: attributesOf(user) })) };
  },
};

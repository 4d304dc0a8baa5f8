/** The administrator's operations that the product uses, of Cognito's JSON protocol. */
import { z } from 'zod';
import { AwsError } from '../../contract.ts';
import { checkPolicy, hashPassword, temporaryPassword } from './passwords.ts';
import type { Pool, Pools, User } from './pools.ts';

/** What Cognito would have sent by mail: an invitation, or the code with which somebody chooses another password. */
export interface Invitation {
  about: 'invitation' | 'reset';
  username: string;
  email: string;
  temporaryPassword: string;
}
export interface AdminSettings {
  pools: Pools;
  invited: (invitation: Invitation) => void;
}

function parse<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new AwsError('InvalidParameterException', z.prettifyError(parsed.error));
  return parsed.data;
}

const InPool = z.object({ UserPoolId: z.string() });
const OfUser = InPool.extend({ Username: z.string().min(1).max(128) });
const Attributes = z
  .array(z.object({ Name: z.string(), Value: z.string().optional() }))
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ Name, Value = '' }) => [Name, Value])));
const OfGroup = OfUser.extend({ GroupName: z.string() });

const listed = (user: User) => [
  { Name: 'sub', Value: user.sub },
  ...Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value })),
];
const described = (user: User) => ({
  Username: user.username,
  UserCreateDate: user.createdAt / 1000,
  UserLastModifiedDate: user.modifiedAt / 1000,
  Enabled: user.enabled,
  UserStatus: user.status,
});

/** Another temporary password, by mail. */
async function sendPassword({ pools, invited }: AdminSettings, pool: Pool, user: User, about: Invitation['about']): Promise<User> {
  const password = temporaryPassword(pool.passwordPolicy.MinimumLength ?? 8);
  const hash = await hashPassword(password);
  const status = about === 'reset' ? 'RESET_REQUIRED' : 'FORCE_CHANGE_PASSWORD';
  const passwordUntil = pools.now() + (about === 'reset' ? 3_600_000 : pool.temporaryDays * 86_400_000);
  const changed = pools.update(pool, pools.user(pool, user.username), { password: hash, status, passwordUntil });
  invited({ about, username: user.username, email: user.attributes['email'] ?? '', temporaryPassword: password });
  return changed;
}

async function inviteAgain(settings: AdminSettings, pool: Pool, name: string): Promise<object> {
  const user = settings.pools.user(pool, name);
  if (user.status !== 'FORCE_CHANGE_PASSWORD')
    throw new AwsError('UnsupportedUserStateException', 'Resend not possible. User status is not FORCE_CHANGE_PASSWORD');
  const changed = await sendPassword(settings, pool, user, 'invitation');
  return { User: { ...described(changed), Attributes: listed(changed) } };
}

/** Cognito mails a code, which its pages take together with another password; here the code is a password that must be changed. */
async function resetPassword(settings: AdminSettings, body: unknown): Promise<object> {
  const { UserPoolId, Username } = parse(OfUser, body);
  const pool = settings.pools.get(UserPoolId);
  const user = settings.pools.user(pool, Username);
  if (user.status === 'FORCE_CHANGE_PASSWORD')
    throw new AwsError('NotAuthorizedException', 'User password cannot be reset in the current state.');
  if (user.attributes['email_verified'] !== 'true')
    throw new AwsError(
      'InvalidParameterException',
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  await sendPassword(settings, pool, user, 'reset');
  return {};
}

function globalSignOut({ pools }: AdminSettings, body: unknown): object {
  const { UserPoolId, Username } = parse(OfUser, body);
  const pool = pools.get(UserPoolId);
  pools.revokeAll(pool, pools.user(pool, Username).username);
  return {};
}

async function createUser({ pools, invited }: AdminSettings, body: unknown): Promise<object> {
  const schema = OfUser.extend({
    TemporaryPassword: z.string().optional(),
    UserAttributes: Attributes,
    MessageAction: z.enum(['RESEND', 'SUPPRESS']).optional(),
  });
  const { UserPoolId, Username, TemporaryPassword, UserAttributes, MessageAction } = parse(schema, body);
  const pool = pools.get(UserPoolId);
  if (MessageAction === 'RESEND') return inviteAgain({ pools, invited }, pool, Username);
  if (pool.emailIsUsername && !/^[^@\s]+@[^@\s]+$/.test(Username))
    throw new AwsError('InvalidParameterException', 'Username should be an email.');
  const password = TemporaryPassword ?? temporaryPassword(pool.passwordPolicy.MinimumLength ?? 8);
  checkPolicy(password, pool.passwordPolicy);
  const hash = await hashPassword(password);
  const user = pools.createUser(pool, Username, UserAttributes);
  const invitedUser = pools.update(pool, user, { password: hash, passwordUntil: pools.now() + pool.temporaryDays * 86_400_000 });
  if (MessageAction !== 'SUPPRESS')
    invited({ about: 'invitation', username: user.username, email: invitedUser.attributes['email'] ?? '', temporaryPassword: password });
  return { User: { ...described(invitedUser), Attributes: listed(invitedUser) } };
}

async function setPassword({ pools }: AdminSettings, body: unknown): Promise<object> {
  const { UserPoolId, Username, Password, Permanent } = parse(
    OfUser.extend({ Password: z.string(), Permanent: z.boolean().default(false) }),
    body,
  );
  const pool = pools.get(UserPoolId);
  pools.user(pool, Username);
  checkPolicy(Password, pool.passwordPolicy);
  const password = await hashPassword(Password);
  // Read again: somebody may have changed the user while the hash was made.
  const { passwordUntil: _, ...user } = pools.user(pool, Username);
  const until = Permanent ? {} : { passwordUntil: pools.now() + pool.temporaryDays * 86_400_000 };
  pools.update(pool, user, { password, status: Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD', ...until });
  return {};
}

function group(pool: Pool, name: string): string {
  if (!pool.groups.has(name)) throw new AwsError('ResourceNotFoundException', 'Group not found.');
  return name;
}

function addToGroup({ pools }: AdminSettings, body: unknown): object {
  const { UserPoolId, Username, GroupName } = parse(OfGroup, body);
  const pool = pools.get(UserPoolId);
  const user = pools.user(pool, Username);
  const name = group(pool, GroupName);
  if (!user.groups.includes(name)) pools.update(pool, user, { groups: [...user.groups, name] });
  return {};
}
function removeFromGroup({ pools }: AdminSettings, body: unknown): object {
  const { UserPoolId, Username, GroupName } = parse(OfGroup, body);
  const pool = pools.get(UserPoolId);
  const user = pools.user(pool, Username);
  pools.update(pool, user, { groups: user.groups.filter((name) => name !== group(pool, GroupName)) });
  return {};
}
function getUser({ pools }: AdminSettings, body: unknown): object {
  const { UserPoolId, Username } = parse(OfUser, body);
  const user = pools.user(pools.get(UserPoolId), Username);
  return { ...described(user), UserAttributes: listed(user) };
}
function updateAttributes({ pools }: AdminSettings, body: unknown): object {
  const { UserPoolId, Username, UserAttributes } = parse(OfUser.extend({ UserAttributes: Attributes }), body);
  const pool = pools.get(UserPoolId);
  const user = pools.user(pool, Username);
  pools.update(pool, user, { attributes: { ...user.attributes, ...UserAttributes } });
  return {};
}
const enabling = (enabled: boolean) => (settings: AdminSettings, body: unknown) => {
  const { UserPoolId, Username } = parse(OfUser, body);
  const pool = settings.pools.get(UserPoolId);
  settings.pools.update(pool, settings.pools.user(pool, Username), { enabled });
  return {};
};
function deleteUser({ pools }: AdminSettings, body: unknown): object {
  const { UserPoolId, Username } = parse(OfUser, body);
  const pool = pools.get(UserPoolId);
  pools.deleteUser(pool, pools.user(pool, Username));
  return {};
}

/** `email = "a@b"`, `name ^= "An"`: one comparison, as ListUsers takes it. */
function filterOf(text: string | undefined): (user: User) => boolean {
  if (text === undefined || text.trim() === '') return () => true;
  const match = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(text);
  if (match === null) throw new AwsError('InvalidParameterException', 'One or more requested filter expressions are invalid.');
  const [, name = '', operator, quoted = ''] = match;
  const wanted = quoted.replace(/\\(.)/g, '$1');
  const special: Record<string, (user: User) => string> = {
    username: (user) => user.username,
    sub: (user) => user.sub,
    'cognito:user_status': (user) => user.status,
    status: (user) => (user.enabled ? 'Enabled' : 'Disabled'),
  };
  return (user) => {
    const value = special[name]?.(user) ?? user.attributes[name];
    return value !== undefined && (operator === '=' ? value === wanted : value.startsWith(wanted));
  };
}

function page(users: User[], limit: number, token: string | undefined): object {
  const sorted = users.sort((a, b) => a.createdAt - b.createdAt || (a.username < b.username ? -1 : 1));
  const from = token === undefined ? 0 : sorted.findIndex((user) => user.username === token) + 1;
  const some = sorted.slice(from, from + limit);
  const more = from + limit < sorted.length ? some.at(-1)?.username : undefined;
  return {
    Users: some.map((user) => ({ ...described(user), Attributes: listed(user) })),
    ...(more === undefined ? {} : { PaginationToken: more, NextToken: more }),
  };
}

const Paged = InPool.extend({
  Limit: z.number().int().min(0).max(60).default(60),
  PaginationToken: z.string().optional(),
  NextToken: z.string().optional(),
});

function listUsers({ pools }: AdminSettings, body: unknown): object {
  const { UserPoolId, Limit, PaginationToken, Filter } = parse(Paged.extend({ Filter: z.string().optional() }), body);
  return page([...pools.get(UserPoolId).users.values()].filter(filterOf(Filter)), Limit, PaginationToken);
}
function listUsersInGroup({ pools }: AdminSettings, body: unknown): object {
  const { UserPoolId, Limit, NextToken, GroupName } = parse(Paged.extend({ GroupName: z.string() }), body);
  const pool = pools.get(UserPoolId);
  const name = group(pool, GroupName);
  return page(
    [...pool.users.values()].filter((user) => user.groups.includes(name)),
    Limit,
    NextToken,
  );
}

const shownGroup = (pool: Pool, name: string) => {
  const { description, createdAt = 0 } = pool.groups.get(name) ?? {};
  return {
    GroupName: name,
    UserPoolId: pool.id,
    CreationDate: createdAt / 1000,
    LastModifiedDate: createdAt / 1000,
    ...(description === undefined ? {} : { Description: description }),
  };
};
function groupsForUser({ pools }: AdminSettings, body: unknown): object {
  const { UserPoolId, Username } = parse(OfUser, body);
  const pool = pools.get(UserPoolId);
  return { Groups: pools.user(pool, Username).groups.map((name) => shownGroup(pool, name)) };
}
function listGroups({ pools }: AdminSettings, body: unknown): object {
  const pool = pools.get(parse(InPool, body).UserPoolId);
  return { Groups: [...pool.groups.keys()].map((name) => shownGroup(pool, name)) };
}

export const adminOperations: Record<string, (settings: AdminSettings, body: unknown) => object | Promise<object>> = {
  AdminAddUserToGroup: addToGroup,
  AdminCreateUser: createUser,
  AdminDeleteUser: deleteUser,
  AdminDisableUser: enabling(false),
  AdminEnableUser: enabling(true),
  AdminGetUser: getUser,
  AdminListGroupsForUser: groupsForUser,
  AdminRemoveUserFromGroup: removeFromGroup,
  AdminResetUserPassword: resetPassword,
  AdminSetUserPassword: setPassword,
  AdminUpdateUserAttributes: updateAttributes,
  AdminUserGlobalSignOut: globalSignOut,
  ListGroups: listGroups,
  ListUsers: listUsers,
  ListUsersInGroup: listUsersInGroup,
};

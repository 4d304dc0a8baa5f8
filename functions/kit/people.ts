/** The user pool: names, and what administrators do with people. */
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
  paginateListUsers,
  paginateListUsersInGroup,
  UsernameExistsException,
  UserNotFoundException,
  type UserStatusType,
} from '@aws-sdk/client-cognito-identity-provider';
import { AgentId } from '../../shared/ids.ts';
import type { People, Person } from '../../shared/users/person.ts';
import { groups, variables } from './definition.ts';
import { variable } from './environment.ts';

let client: CognitoIdentityProviderClient | undefined;
const pool = (): CognitoIdentityProviderClient => (client ??= new CognitoIdentityProviderClient({}));
const inPool = () => ({ UserPoolId: variable(variables.userPool) });
const ofUser = (Username: string) => ({ ...inPool(), Username });

const valueOf = (attributes: readonly AttributeType[] | undefined, name: string): string =>
  attributes?.find((one) => one.Name === name)?.Value?.trim() ?? '';

function namedBy(attributes: readonly AttributeType[] | undefined, username: string): string {
  return valueOf(attributes, 'name') || valueOf(attributes, 'email').split('@')[0] || username;
}

/** A person's name as the user pool knows it: their name, or what stands before the @ of their e-mail address. */
export async function nameOf(username: string): Promise<string> {
  const { UserAttributes } = await pool().send(new AdminGetUserCommand(ofUser(username)));
  return namedBy(UserAttributes, username);
}

function statusOf(status: UserStatusType | undefined): Person['status'] {
  if (status === 'FORCE_CHANGE_PASSWORD') return 'invited';
  return status === 'RESET_REQUIRED' ? 'reset' : 'active';
}

interface Described {
  Username?: string | undefined;
  UserStatus?: UserStatusType | undefined;
  Enabled?: boolean | undefined;
}
function personOf(user: Described, attributes: AttributeType[] | undefined, inGroups: string[]): Person {
  return {
    userId: AgentId.parse(valueOf(attributes, 'sub') || user.Username),
    email: valueOf(attributes, 'email'),
    name: namedBy(attributes, user.Username ?? ''),
    enabled: user.Enabled !== false,
    status: statusOf(user.UserStatus),
    groups: inGroups,
  };
}

/** User names of each group. */
async function members(group: string): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const { Users = [] } of paginateListUsersInGroup({ client: pool() }, { ...inPool(), GroupName: group }))
    for (const { Username } of Users) if (Username !== undefined) names.add(Username);
  return names;
}

async function list(): Promise<Person[]> {
  const inGroups = await Promise.all(groups.map(async (group) => [group, await members(group)] as const));
  const all: Person[] = [];
  for await (const { Users = [] } of paginateListUsers({ client: pool() }, inPool()))
    for (const user of Users) {
      const mine = inGroups.filter(([, names]) => names.has(user.Username ?? '')).map(([group]) => group);
      all.push(personOf(user, user.Attributes, mine));
    }
  return all;
}

async function find(userId: AgentId): Promise<Person | undefined> {
  try {
    const user = await pool().send(new AdminGetUserCommand(ofUser(userId)));
    const { Groups = [] } = await pool().send(new AdminListGroupsForUserCommand(ofUser(userId)));
    return personOf(
      user,
      user.UserAttributes,
      Groups.flatMap(({ GroupName }) => GroupName ?? []),
    );
  } catch (error) {
    if (error instanceof UserNotFoundException) return undefined;
    throw error;
  }
}

async function invite({ email, name }: { email: string; name: string }): ReturnType<People['invite']> {
  const UserAttributes = Object.entries({ email, email_verified: 'true', name }).map(([Name, Value]) => ({ Name, Value }));
  try {
    const made = await pool().send(new AdminCreateUserCommand({ ...ofUser(email), UserAttributes, DesiredDeliveryMediums: ['EMAIL'] }));
    return { userId: AgentId.parse(valueOf(made.User?.Attributes, 'sub')) };
  } catch (error) {
    if (error instanceof UsernameExistsException) return 'exists';
    throw error;
  }
}

/** The pool as the operations of `shared/users` want it. A user name may be the `sub`. */
export const people: People = {
  list,
  find,
  invite,
  inviteAgain: async (email) => {
    await pool().send(new AdminCreateUserCommand({ ...ofUser(email), MessageAction: 'RESEND', DesiredDeliveryMediums: ['EMAIL'] }));
  },
  rename: async (userId, name) => {
    await pool().send(new AdminUpdateUserAttributesCommand({ ...ofUser(userId), UserAttributes: [{ Name: 'name', Value: name }] }));
  },
  join: async (userId, GroupName) => {
    await pool().send(new AdminAddUserToGroupCommand({ ...ofUser(userId), GroupName }));
  },
  leave: async (userId, GroupName) => {
    await pool().send(new AdminRemoveUserFromGroupCommand({ ...ofUser(userId), GroupName }));
  },
  enable: async (userId, enabled) => {
    await (enabled ? pool().send(new AdminEnableUserCommand(ofUser(userId))) : pool().send(new AdminDisableUserCommand(ofUser(userId))));
  },
  signOut: async (userId) => {
    await pool().send(new AdminUserGlobalSignOutCommand(ofUser(userId)));
  },
  resetPassword: async (userId) => {
    await pool().send(new AdminResetUserPasswordCommand(ofUser(userId)));
  },
};

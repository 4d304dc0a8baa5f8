import { readUsers } from '../../shared/users/view-user.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { people } from '../kit/people.ts';

export const definition = define({
  purpose: 'Lists everybody who may sign in, with groups and what they are as agents.',
  wakes: { route: 'GET /api/users', groups: ['supervisors', 'administrators'] },
  may: [...tables({ routing: ['Query', 'GetItem'] }), { userPool: ['ListUsers', 'ListUsersInGroup'] }],
});

export const handler = apiHandler(definition, async ({ world }) => ({ users: await readUsers(world.db, people) }));

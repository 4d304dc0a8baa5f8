import { inviteUser } from '../../shared/users/change-user.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { people } from '../kit/people.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Invites somebody by mail, into groups, with routing profile, skills and extension.',
  wakes: { route: 'POST /api/users', groups: ['administrators'] },
  may: [
    ...tables({
      routing: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      settings: ['GetItem', 'ConditionCheckItem'],
    }),
    { userPool: ['AdminCreateUser', 'AdminAddUserToGroup'] },
  ],
});

export const handler = apiHandler(
  definition,
  async ({ world, agentId, request }) => granted(await inviteUser(world, people, agentId, request)).user,
);

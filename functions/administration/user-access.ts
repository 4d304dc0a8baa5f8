import { AgentId } from '../../shared/ids.ts';
import { setAccess } from '../../shared/users/access.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { people } from '../kit/people.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Deactivates a user, signed out everywhere, or reactivates them; resets a password; sends an invitation again.',
  wakes: { route: 'POST /api/users/{userId}/access', groups: ['administrators'] },
  may: [
    ...tables(matching),
    ...talking,
    {
      userPool: [
        'AdminGetUser',
        'AdminListGroupsForUser',
        'AdminDisableUser',
        'AdminEnableUser',
        'AdminUserGlobalSignOut',
        'AdminResetUserPassword',
        'AdminCreateUser',
      ],
    },
  ],
});

export const handler = apiHandler(definition, async ({ world, agentId, path, request }) => {
  return granted(await setAccess(world, people, agentId, path('userId', AgentId), request.action)).user;
});

import { AgentId } from '../../shared/ids.ts';
import { changeUser } from '../../shared/users/change-user.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { people } from '../kit/people.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Changes name, groups, routing profile, skills, extension and rights of a user; an idle agent is matched anew at once.',
  wakes: { route: 'POST /api/users/{userId}', groups: ['administrators'] },
  may: [
    ...tables(matching, { settings: ['ConditionCheckItem'] }),
    ...talking,
    {
      userPool: [
        'AdminGetUser',
        'AdminListGroupsForUser',
        'AdminUpdateUserAttributes',
        'AdminAddUserToGroup',
        'AdminRemoveUserFromGroup',
        'AdminUserGlobalSignOut',
      ],
    },
  ],
});

export const handler = apiHandler(definition, async ({ world, agentId, path, request: { version, ...wanted } }) => {
  return granted(await changeUser(world, people, agentId, path('userId', AgentId), wanted, version)).user;
});

import { readNotices } from '../../shared/settings/view-notice.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'Lists the notices that callers hear now, for everybody who is signed in.',
  wakes: { route: 'GET /api/notices' },
  may: tables({ settings: ['Query', 'GetItem'] }),
});

export const handler = apiHandler(definition, async ({ world }) => ({ notices: await readNotices(world.db, world.now()) }));

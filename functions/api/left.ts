import { listCallbacks } from '../../shared/left/callback/read-callback.ts';
import { listMissed } from '../../shared/left/missed/read-missed.ts';
import { listVoicemail } from '../../shared/left/voicemail/read-voicemail.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'Lists what callers left for an agent and the queues they serve: voicemail, callbacks, missed callers.',
  wakes: { route: 'GET /api/left' },
  may: tables({ contacts: ['GetItem', 'Query'], customers: ['GetItem'], routing: ['GetItem', 'Query'], settings: ['GetItem', 'Query'] }),
});

export const handler = apiHandler(definition, async ({ world, agentId, groups }) => {
  const asking = { agentId, supervises: groups.includes('supervisors') };
  const [voicemails, callbacks, missed] = await Promise.all([
    listVoicemail(world.db, asking),
    listCallbacks(world.db, asking),
    listMissed(world, asking),
  ]);
  return { voicemails, callbacks, missed };
});

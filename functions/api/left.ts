import { listVoicemail } from '../../shared/left/voicemail/read-voicemail.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';

export const definition = define({
  purpose: 'Lists what callers left for an agent and the queues they serve: voicemail, callbacks, missed callers.',
  wakes: { route: 'GET /api/left' },
  may: tables({ contacts: ['Query'], routing: ['GetItem', 'Query'], settings: ['GetItem', 'Query'] }),
});

export const handler = apiHandler(definition, async ({ world, agentId, groups }) => {
  const asking = { agentId, supervises: groups.includes('supervisors') };
  return { voicemails: await listVoicemail(world.db, asking), callbacks: [], missed: [] };
});

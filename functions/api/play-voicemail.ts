import { z } from 'zod';
import { playVoicemail } from '../../shared/left/voicemail/change-voicemail.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Gives the address by which a browser plays a voicemail for a few minutes.',
  wakes: { route: 'POST /api/voicemail/{voicemailId}/play' },
  may: [
    ...tables({ contacts: ['GetItem'], routing: ['GetItem'], settings: ['GetItem', 'Query'] }),
    { recordings: 'voicemail', actions: ['GetObject'] },
  ],
});

export const handler = apiHandler(definition, async ({ world, agentId, groups, path }) => {
  const asking = { agentId, supervises: groups.includes('supervisors') };
  return granted(await playVoicemail(world, asking, path('voicemailId', z.string().min(1).max(128))));
});

import { z } from 'zod';
import { changeVoicemail } from '../../shared/left/voicemail/change-voicemail.ts';
import { apiHandler } from '../kit/api-handler.ts';
import { define } from '../kit/definition.ts';
import { pushing, tables } from '../kit/grants.ts';
import { granted } from '../kit/problems.ts';

export const definition = define({
  purpose: 'Marks a voicemail as heard, taken or done with, and tells those whom it concerns.',
  wakes: { route: 'POST /api/voicemail/{voicemailId}' },
  may: [
    ...tables(pushing, {
      contacts: ['GetItem', 'PutItem'],
      tickets: ['GetItem', 'PutItem'],
      routing: ['GetItem', 'Query'],
      settings: ['GetItem', 'Query'],
    }),
    { sockets: ['ManageConnections'] },
  ],
});

export const handler = apiHandler(definition, async ({ world, agentId, groups, path, request }) => {
  const asking = { agentId, supervises: groups.includes('supervisors') };
  return granted(await changeVoicemail(world, asking, path('voicemailId', z.string().min(1).max(128)), request)).voicemail;
});

import { followFact } from '../../shared/left/follow-fact.ts';
import { define } from '../kit/definition.ts';
import { factHandler } from '../kit/fact-handler.ts';
import { pushing, tables } from '../kit/grants.ts';
import { openWorld } from '../kit/world.ts';

export const definition = define({
  purpose: 'Files what callers leave behind: voicemail with a ticket.',
  wakes: { facts: ['VoicemailLeft', 'ContactEnded'] },
  may: [
    ...tables(pushing, {
      contacts: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
      customers: ['GetItem'],
      tickets: ['PutItem'],
      routing: ['GetItem', 'Query'],
      settings: ['GetItem', 'Query'],
    }),
    { sockets: ['ManageConnections'] },
  ],
  timeoutSeconds: 30,
});

export const handler = factHandler((fact) => followFact(openWorld(), fact));

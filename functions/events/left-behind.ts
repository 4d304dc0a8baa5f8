import { followFact } from '../../shared/left/follow-fact.ts';
import { define } from '../kit/definition.ts';
import { factHandler } from '../kit/fact-handler.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { openWorld } from '../kit/world.ts';

export const definition = define({
  purpose:
    'Files what callers leave behind: voicemail with a ticket, callbacks that were given up or replaced, callers whom nobody served.',
  wakes: { facts: ['VoicemailLeft', 'ContactEnded', 'ContactConnected', 'CallbackRequested', 'CallbackClosed'] },
  may: [...tables(matching, { contacts: ['DeleteItem'], tickets: ['PutItem'] }), ...talking],
  timeoutSeconds: 30,
});

export const handler = factHandler((fact) => followFact(openWorld(), fact));

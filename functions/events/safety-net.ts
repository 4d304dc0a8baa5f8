import { catchUp } from '../../shared/routing/catch-up.ts';
import { define } from '../kit/definition.ts';
import { announcing, matching, tables } from '../kit/grants.ts';
import { streamHandler } from '../kit/stream-handler.ts';
import { openWorld } from '../kit/world.ts';

export const definition = define({
  purpose: 'Does again what may have been lost after a write: pushes offers, sets deadlines, matches contacts and agents.',
  wakes: { stream: ['contacts', 'routing'] },
  may: [...tables(matching), ...announcing],
  timeoutSeconds: 30,
});

export const handler = streamHandler((record) => catchUp(openWorld(), record));

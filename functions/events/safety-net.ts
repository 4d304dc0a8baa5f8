import { catchUp } from '../../shared/routing/catch-up.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { streamHandler } from '../kit/stream-handler.ts';
import { openWorld } from '../kit/world.ts';

export const definition = define({
  purpose: 'Does again what may have been lost after a write: pushes offers, sets deadlines and seats, matches contacts and agents.',
  // A moment later: whoever wrote is still at it, and does it sooner when nobody does it beside them.
  wakes: { stream: ['contacts', 'routing'], gatherSeconds: 1 },
  may: [...tables(matching), ...talking],
  timeoutSeconds: 30,
});

export const handler = streamHandler((record) => catchUp(openWorld(), record));

import { catchUp } from '../../shared/routing/catch-up.ts';
import { isRoutingSetting, settingTold } from '../../shared/routing/settings-changed.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { streamHandler } from '../kit/stream-handler.ts';
import { openWorld } from '../kit/world.ts';

export const definition = define({
  purpose:
    'Does again what may have been lost after a write: pushes offers, sets deadlines and seats, matches contacts and agents, and whoever a changed setting concerns.',
  // A moment later: whoever wrote is still at it, and does it sooner when nobody does it beside them.
  wakes: { stream: ['contacts', 'routing', 'settings'], gatherSeconds: 1 },
  may: [...tables(matching), ...talking],
  timeoutSeconds: 30,
});

export const handler = streamHandler((record) =>
  isRoutingSetting(record.pk) ? settingTold(openWorld(), record) : catchUp(openWorld(), record),
);

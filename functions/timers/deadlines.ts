import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { epochMs } from '../../shared/ids.ts';
import { DeadlineMessage, setDeadline } from '../kit/deadlines.ts';
import { define } from '../kit/definition.ts';
import { counting, matching, tables, talking } from '../kit/grants.ts';
import { queueHandler } from '../kit/queue-handler.ts';
import { openWorld } from '../kit/world.ts';

export const definition = define({
  purpose: 'Handles deadlines: offers, audio, calls, wrap-ups, doorbells, clients that are away, leases and contacts whose time has come.',
  wakes: { queue: 'deadlines' },
  may: [...tables(matching, counting, { connections: ['GetItem'] }), ...talking],
  timeoutSeconds: 30,
});

export const handler = queueHandler(async (body) => {
  const { at, deadline } = DeadlineMessage.parse(body);
  // Due later than a queue can delay: the next hop.
  if (epochMs(at) > Date.now()) return setDeadline(deadline, at);
  return handleDeadline(openWorld(), deadline, at);
});

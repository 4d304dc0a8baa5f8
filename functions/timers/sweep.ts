import { sweep } from '../../shared/routing/sweep.ts';
import { define } from '../kit/definition.ts';
import { matching, tables, talking } from '../kit/grants.ts';
import { count } from '../kit/metrics.ts';
import { openWorld } from '../kit/world.ts';

/** Something waited for nothing: a deadline was lost, or a rule of the routing does not hold. The log says what. */
const unforeseen = 'Unforeseen';

export const definition = define({
  purpose: 'Looks for what nothing is under way for any more: callers beside idle agents, deadlines that never came. The goal is none.',
  wakes: { schedule: 'rate(5 minutes)' },
  may: [...tables(matching, { connections: ['GetItem'] }), ...talking],
  alarms: [unforeseen],
  timeoutSeconds: 60,
});

export const handler = async (): Promise<void> => {
  for (const _ of await sweep(openWorld())) count(unforeseen);
};

import { forgetConnection, readConnection } from '../../shared/live/connection.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { liveHandler } from '../kit/live-handler.ts';

export const definition = define({
  purpose: 'Forgets a closed socket. The agent’s lease goes on, so that a reload costs nothing.',
  wakes: { socket: '$disconnect' },
  may: tables({ connections: ['GetItem', 'DeleteItem'] }),
});

export const handler = liveHandler(async ({ world, connectionId }) => {
  const connection = await readConnection(world.db, connectionId);
  if (connection !== undefined) await forgetConnection(world.db, connection);
  return 200;
});

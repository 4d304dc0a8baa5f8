import { forgetConnection, readConnection } from '../../shared/live/connection.ts';
import { clientAway } from '../../shared/talk/desertion.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { liveHandler } from '../kit/live-handler.ts';

export const definition = define({
  purpose:
    'Forgets a closed socket. The lease goes on, so that a reload costs nothing; whoever talks by that client is looked for in a moment.',
  wakes: { socket: '$disconnect' },
  may: [
    ...tables({ connections: ['GetItem', 'DeleteItem'], routing: ['GetItem'], contacts: ['GetItem'] }),
    { queue: 'deadlines', actions: ['SendMessage'] },
  ],
});

export const handler = liveHandler(async ({ world, connectionId }) => {
  const connection = await readConnection(world.db, connectionId);
  if (connection === undefined) return 200;
  await forgetConnection(world.db, connection);
  await clientAway(world, connection.agentId);
  return 200;
});

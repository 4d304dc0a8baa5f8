import { createHash } from 'node:crypto';
import { beginLease } from '../../shared/agents/lease.ts';
import { forgetConnection, saveConnection, takeLiveTicket } from '../../shared/live/connection.ts';
import { define } from '../kit/definition.ts';
import { tables } from '../kit/grants.ts';
import { liveHandler } from '../kit/live-handler.ts';
import { sendTo } from '../kit/sockets.ts';

export const definition = define({
  purpose: 'Opens a client’s live socket for a one-time ticket; it takes over from the agent’s earlier one.',
  wakes: { socket: '$connect' },
  may: [
    ...tables({ connections: ['GetItem', 'PutItem', 'DeleteItem'], routing: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] }),
    { sockets: ['ManageConnections'] },
  ],
});

export const handler = liveHandler(async ({ world, connectionId, query }) => {
  const digest = createHash('sha256')
    .update(query['ticket'] ?? '')
    .digest('hex');
  const who = await takeLiveTicket(world.db, digest, world.now());
  if (who === undefined) return 403;
  await saveConnection(world.db, connectionId, who, world.now());
  const earlier = await beginLease(world, who.agentId, connectionId, who.supervises);
  if (earlier === undefined) return 200;
  const former = { agentId: who.agentId, connectionId: earlier };
  if (await sendTo(world.db, former, { type: 'signed-in-elsewhere' })) await forgetConnection(world.db, former);
  return 200;
});

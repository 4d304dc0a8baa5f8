import { renewLease } from '../../shared/agents/lease.ts';
import { instant } from '../../shared/ids.ts';
import { readConnection, watchFloor } from '../../shared/live/connection.ts';
import { noteSeen } from '../../shared/routing/note-seen.ts';
import { FromClient } from '../../shared/wire/live.ts';
import { define } from '../kit/definition.ts';
import { announcing, matching, tables } from '../kit/grants.ts';
import { liveHandler } from '../kit/live-handler.ts';
import { sendTo } from '../kit/sockets.ts';

export const definition = define({
  purpose: 'Hears clients: heartbeats, shown offers, and who watches the floor.',
  wakes: { socket: '$default' },
  may: [...tables(matching, { connections: ['GetItem', 'PutItem'] }), ...announcing],
});

function parse(text: string): FromClient | undefined {
  try {
    return FromClient.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export const handler = liveHandler(async ({ world, connectionId, text }) => {
  const message = parse(text);
  if (message === undefined) return 400;
  const connection = await readConnection(world.db, connectionId);
  if (connection === undefined) return 403;
  switch (message.type) {
    case 'heartbeat': {
      const present = await renewLease(world, connection.agentId, connectionId);
      await sendTo(world.db, connection, present ? { type: 'heard', at: instant(world.now()) } : { type: 'signed-in-elsewhere' });
      return 200;
    }
    case 'offer-seen':
      await noteSeen(world, connection.agentId, message.contactId, message.n);
      return 200;
    case 'watch-floor':
      if (message.on && !connection.supervises) return 403;
      await watchFloor(world.db, connection, message.on);
      return 200;
  }
});

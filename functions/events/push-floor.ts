import { tellFloor } from '../../shared/live/floor.ts';
import { define } from '../kit/definition.ts';
import { pushing, tables } from '../kit/grants.ts';
import { streamHandler } from '../kit/stream-handler.ts';
import { openWorld } from '../kit/world.ts';

export const definition = define({
  purpose: 'Pushes what changed on the floor to those who watch it.',
  wakes: { stream: ['routing'] },
  may: [
    ...tables(pushing, { routing: ['GetItem', 'Query'], settings: ['GetItem'], contacts: ['GetItem'] }),
    { sockets: ['ManageConnections'] },
  ],
});

export const handler = streamHandler((record) => tellFloor(openWorld(), record));

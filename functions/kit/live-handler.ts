import middy from '@middy/core';
import type { APIGatewayProxyResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { ConnectionId } from '../../shared/ids.ts';
import type { World } from '../../shared/world.ts';
import { log, logFault } from './logger.ts';
import { openWorld } from './world.ts';

export interface SocketCall {
  world: World;
  connectionId: ConnectionId;
  /** The text that the client sent. */
  text: string;
  /** The query of the address: there on `$connect` only. */
  query: Record<string, string | undefined>;
}

/** The handler of a socket's route. The number is the HTTP status: on `$connect` anything but 200 refuses the socket. */
export function liveHandler(serve: (call: SocketCall) => Promise<200 | 400 | 403>) {
  return middy<APIGatewayProxyWebsocketEventV2, APIGatewayProxyResultV2>()
    .onError((request) => {
      logFault('a socket’s message failed', request.error, { type: request.event.requestContext.routeKey });
      request.response = { statusCode: 500 };
    })
    .handler(async (event: APIGatewayProxyWebsocketEventV2) => {
      const query = (event as { queryStringParameters?: Record<string, string | undefined> }).queryStringParameters ?? {};
      const connectionId = ConnectionId.parse(event.requestContext.connectionId);
      const statusCode = await serve({ world: openWorld(), connectionId, text: event.body ?? '', query });
      if (statusCode !== 200) log('refused', { route: event.requestContext.routeKey, status: statusCode });
      return { statusCode };
    });
}

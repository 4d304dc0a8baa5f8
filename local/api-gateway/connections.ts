/** The `@connections` API of WebSocket APIs: send to, look at, close a connection. */
import { AwsError, type AwsAnswer, type AwsRequest, type Place, type Service } from '../contract.ts';
import { apiPath } from '../template/addresses.ts';
import type { Registry } from './registry.ts';
import type { SocketApis } from './web-socket-api.ts';

const pathOf = new RegExp(`^(?:${apiPath}/([a-z0-9]+))?/([^/]+)/(?:@|%40)connections/([^/]+)$`, 'i');

/** The largest message to a client, bytes. */
const largestMessage = 128 * 1024;

/** The service behind the signing name `execute-api`. */
export function connectionsService(place: Place, registry: Registry, sockets: SocketApis): Service {
  const read = (request: AwsRequest) => {
    const [, apiId, stage = '', id = ''] = pathOf.exec(request.path) ?? [];
    const api =
      apiId === undefined
        ? [...registry.apis.values()].find((one) => one.protocol === 'WEBSOCKET' && one.stages.has(stage))
        : registry.apis.get(apiId);
    return api === undefined ? undefined : { api, stage, id: decodeURIComponent(id) };
  };
  return {
    names: ['execute-api'],
    makes: registry.makes,
    removes: registry.removes,
    needs(request) {
      const meant = read(request);
      if (meant === undefined) return undefined;
      const resource = `arn:aws:execute-api:${place.region}:${place.account}:${meant.api.id}/${meant.stage}/${request.method}/@connections/${meant.id}`;
      return [{ action: 'execute-api:ManageConnections', resource }];
    },
    async handle(request): Promise<AwsAnswer> {
      const meant = read(request);
      if (meant === undefined) throw new AwsError('ForbiddenException', 'Forbidden', 403);
      const connection = sockets.find(meant.id);
      if (connection === undefined || connection.apiId !== meant.api.id || connection.stage !== meant.stage)
        throw new AwsError('GoneException', 'Gone', 410);
      if (request.method === 'POST') {
        if (request.body.length > largestMessage) throw new AwsError('PayloadTooLargeException', 'Payload Too Large', 413);
        connection.lastActiveAt = Date.now();
        connection.socket.send(request.body.toString('utf8'));
        return { status: 200 };
      }
      if (request.method === 'DELETE') {
        connection.socket.close(1000, 'Connection Closed Normally');
        return { status: 204 };
      }
      const iso = (at: number) => new Date(at).toISOString();
      const { connectedAt, lastActiveAt, identity } = connection;
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ connectedAt: iso(connectedAt), identity, lastActiveAt: iso(lastActiveAt) }),
      };
    },
  };
}

import { ApiGatewayManagementApiClient, GoneException, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import type { Database } from '../../shared/database/database.ts';
import type { AgentId, ConnectionId } from '../../shared/ids.ts';
import { type Connection, connectionsOf, forgetConnection, socketsOf } from '../../shared/live/connection.ts';
import type { ToClient } from '../../shared/wire/live.ts';
import { variables } from './definition.ts';
import { variable } from './environment.ts';
import { logFault } from './logger.ts';

let client: ApiGatewayManagementApiClient | undefined;

/** Sends to one socket. False, and the socket forgotten, when it is closed. */
export async function sendTo(db: Database, connection: Pick<Connection, 'agentId' | 'connectionId'>, message: ToClient): Promise<boolean> {
  client ??= new ApiGatewayManagementApiClient({ endpoint: variable(variables.sockets) });
  try {
    await client.send(new PostToConnectionCommand({ ConnectionId: connection.connectionId, Data: JSON.stringify(message) }));
    return true;
  } catch (error) {
    if (!(error instanceof GoneException)) throw error;
    await forgetConnection(db, connection);
    return false;
  }
}

/** As above; what goes wrong otherwise is logged, so that one socket's trouble is nobody else's. True: perhaps delivered. */
async function trySend(db: Database, connection: Pick<Connection, 'agentId' | 'connectionId'>, message: ToClient): Promise<boolean> {
  try {
    return await sendTo(db, connection, message);
  } catch (error) {
    logFault('a push failed', error, { connectionId: connection.connectionId, type: message.type });
    return true;
  }
}

/** Pushes to an agent's open sockets; to the one that is known alone, unless it is closed. False when the agent has none. */
export async function push(db: Database, agentId: AgentId, message: ToClient, at?: ConnectionId): Promise<boolean> {
  if (at !== undefined && (await trySend(db, { agentId, connectionId: at }, message))) return true;
  const sent = await Promise.all((await connectionsOf(db, agentId)).map((connection) => trySend(db, connection, message)));
  return sent.includes(true);
}

/** Pushes to everybody who watches the floor; `tell` is not asked when nobody does. */
export async function pushToFloor(db: Database, tell: () => Promise<ToClient>): Promise<void> {
  const watching = await socketsOf(db, 'watcher');
  if (watching.length === 0) return;
  const message = await tell();
  await Promise.all(watching.map((connection) => trySend(db, connection, message)));
}

/** Pushes to every supervisor who is signed in, whatever page they look at. */
export async function pushToSupervisors(db: Database, message: ToClient): Promise<void> {
  const sockets = await socketsOf(db, 'supervisor');
  await Promise.all(sockets.map((connection) => trySend(db, connection, message)));
}

/** An account of the test's own: the tables' engine and canned neighbours behind one address, for the functions' real clients. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from '../../local/contract.ts';
import { createEngine, type Engine } from '../../local/services/dynamodb/dynamodb.ts';
import { errorBody } from '../../local/services/dynamodb/in-process-client.ts';
import { execute } from '../../local/services/dynamodb/operations/all.ts';
import { variables } from '../../functions/kit/definition.ts';
import { tableNames } from '../../shared/database/database.ts';
import { defineTables, physical } from '../routing/center.ts';

export interface Asked {
  /** The operation, of services that name it. */
  target: string;
  method: string;
  path: string;
}

export interface Reply {
  status: number;
  body: object;
}

export interface Account {
  /** Messages to sockets, as sent. */
  sent: { connectionId: string; message: { type: string } }[];
  /** Bodies of messages to the deadlines queue. */
  deadlines: { deadline: { kind: string } }[];
  /** Sockets that are closed. */
  gone: Set<string>;
  /** What is answered instead, when it answers: how a service fails. */
  instead?: ((asked: Asked) => Reply | undefined) | undefined;
  close(): Promise<void>;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function tables(engine: Engine, name: string, text: string): Reply {
  try {
    return { status: 200, body: execute(engine, name, JSON.parse(text) as Record<string, unknown>) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { status: error.status, body: errorBody(error) };
  }
}

function neighbours(account: Account, { target, method, path }: Asked, text: string): Reply {
  if (target === 'AmazonSQS.SendMessage') {
    const { MessageBody } = JSON.parse(text) as { MessageBody: string };
    account.deadlines.push(JSON.parse(MessageBody) as Account['deadlines'][number]);
    return { status: 200, body: { MessageId: 'm', MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') } };
  }
  if (target === 'AWSCognitoIdentityProviderService.AdminGetUser') {
    return { status: 200, body: { Username: 'anna', UserAttributes: [{ Name: 'name', Value: 'Anna Kovács' }] } };
  }
  if (path.startsWith('/@connections/')) {
    const connectionId = decodeURIComponent(path.slice('/@connections/'.length));
    if (account.gone.has(connectionId)) return { status: 410, body: { message: 'Gone' } };
    account.sent.push({ connectionId, message: JSON.parse(text) as { type: string } });
    return { status: 200, body: {} };
  }
  if (path.startsWith('/sip-media-applications/')) return { status: 202, body: { SipMediaApplicationCall: {} } };
  if (path.startsWith('/meetings') && method === 'DELETE') return { status: 204, body: {} };
  if (path.startsWith('/meetings')) {
    const { Attendees } = JSON.parse(text) as { Attendees: { ExternalUserId: string }[] };
    const seats = Attendees.map(({ ExternalUserId }) => ({ ExternalUserId, AttendeeId: `seat-of-${ExternalUserId}`, JoinToken: 'token' }));
    return { status: 201, body: { Meeting: { MeetingId: 'meeting-1', MediaRegion: 'us-east-1' }, Attendees: seats, Errors: [] } };
  }
  return { status: 404, body: { message: `nobody answers ${target} ${path}` } };
}

/** Starts it and puts its address and tables into the environment, as a deployed function would find them. */
export async function openAccount(): Promise<Account> {
  const engine = createEngine();
  defineTables(engine, Date.now());
  const account: Account = { sent: [], deadlines: [], gone: new Set(), close: () => closing(server) };
  const server: Server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const target = String(request.headers['x-amz-target'] ?? '');
      const path = (request.url ?? '').split('?')[0] ?? '';
      const asked: Asked = { target, path, method: request.method ?? '' };
      const answer = () =>
        target.startsWith('DynamoDB_') ? tables(engine, target.split('.')[1] ?? '', text) : neighbours(account, asked, text);
      const { status, body } = account.instead?.(asked) ?? answer();
      response.writeHead(status, {
        'content-type': 'application/x-amz-json-1.0',
        ...(status === 410 ? { 'x-amzn-errortype': 'GoneException' } : {}),
      });
      response.end(status === 204 ? undefined : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const name of tableNames) process.env[variables.table(name)] = physical[name];
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: address,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    [variables.deadlines]: `${address}/deadlines`,
    [variables.sockets]: address,
    [variables.userPool]: 'us-east-1_pool',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  return account;
}

const closing = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

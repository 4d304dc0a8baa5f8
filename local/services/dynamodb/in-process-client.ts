/** A real client of the SDK whose requests go to an engine in this process, without sockets: fast enough for models of thousands of runs. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Readable } from 'node:stream';
import { AwsError } from '../../contract.ts';
import type { Engine } from './engine.ts';
import { execute, executeOpen } from './operations/all.ts';

/** What a hook sees of a request. */
export interface Operation {
  /** `PutItem`, `TransactWriteItems` … */
  name: string;
  request: Record<string, unknown>;
}

/**
 * Where tests make things slow, fail, or meet. Throw an AwsError to answer with it (`new AwsError('ThrottlingException', …)`), anything else
 * to break the connection.
 */
export interface Hooks {
  /** Before the request is looked at. */
  before?: (operation: Operation) => Promise<void>;
  /** While a TransactWriteItems holds its items: what others do with them now is a conflict. */
  during?: (operation: Operation) => Promise<void>;
  /** When it is done but not yet answered: failing here is a write whose answer got lost. */
  after?: (operation: Operation) => Promise<void>;
}

interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: Readable;
}
const answer = (statusCode: number, value: object): { response: Answer } => ({
  response: {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Readable.from([Buffer.from(JSON.stringify(value))]),
  },
});

async function run(engine: Engine, hooks: Hooks, operation: Operation): Promise<object> {
  await hooks.before?.(operation);
  const { during } = hooks;
  const result =
    during === undefined
      ? execute(engine, operation.name, operation.request)
      : await executeOpen(engine, operation.name, operation.request, () => during(operation));
  await hooks.after?.(operation);
  return result;
}

/** The client; it makes one attempt only unless `maxAttempts` says otherwise, so that tests see every fault. */
export function inProcessClient(engine: Engine, hooks: Hooks = {}, maxAttempts = 1): DynamoDBClient {
  return new DynamoDBClient({
    region: engine.account.region,
    endpoint: 'http://127.0.0.1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts,
    // Nobody checks the signature here, and making it is most of a request's cost.
    signer: { sign: (request) => Promise.resolve(request) },
    requestHandler: {
      async handle(request: { headers: Record<string, string>; body?: unknown }) {
        const name = request.headers['x-amz-target']?.split('.')[1] ?? '';
        try {
          const body = JSON.parse(textOf(request.body)) as Record<string, unknown>;
          return answer(200, await run(engine, hooks, { name, request: body }));
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          return answer(error.status, errorBody(error));
        }
      },
    },
  });
}

const textOf = (body: unknown) =>
  body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8') : (body as string);

/** An error as the protocol writes it. */
export const errorBody = (error: AwsError): object => ({
  __type: `com.amazonaws.dynamodb.v20120810#${error.code}`,
  message: error.message,
  ...error.extra,
});

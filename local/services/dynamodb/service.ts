/** DynamoDB's door: requests of the JSON protocol, and tables of templates. */
import { AwsError, type AwsRequest, type Made, type Needed, type Resource, type Service } from '../../contract.ts';
import type { Engine } from './engine.ts';
import { execute } from './operations/all.ts';
import { tableDefinition } from './operations/tables.ts';
import { asRequest, requiredText, type Request } from './request.ts';
import type { TableDefinition } from './table.ts';

export function dynamoDbService(engine: Engine): Service {
  const make = (resource: Resource) => Promise.resolve(makeTable(engine, resource));
  return {
    names: ['dynamodb'],
    makes: { 'AWS::DynamoDB::GlobalTable': make, 'AWS::DynamoDB::Table': make },
    needs: (request) => needs(engine, request),
    async handle(request) {
      const answer = execute(engine, request.target ?? '', parsed(request));
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(answer) };
    },
  };
}

function parsed(request: AwsRequest): Request {
  try {
    return asRequest(JSON.parse(request.body.toString('utf8')));
  } catch {
    throw new AwsError('SerializationException', 'The request is not JSON');
  }
}

/** The permissions of a request, by table and index. */
function needs(engine: Engine, request: AwsRequest): Needed[] | undefined {
  const operation = request.target ?? '';
  try {
    return neededBy(engine, operation, parsed(request));
  } catch {
    // It will be refused as malformed, with the words that belong to that.
    return undefined;
  }
}

const noTable = ['ListTables', 'ListStreams'];
const transactionActions = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
} as const;

function neededBy(engine: Engine, operation: string, body: Request): Needed[] {
  const arn = (name: string) => (name.startsWith('arn:') ? name : engine.tableArn(name));
  const needed = (action: string, table: string, keys: string[] = [], enclosing?: string): Needed => ({
    action: `dynamodb:${action}`,
    resource: table,
    context: {
      ...(keys.length > 0 ? { 'dynamodb:LeadingKeys': keys } : {}),
      ...(enclosing === undefined ? {} : { 'dynamodb:EnclosingOperation': enclosing }),
    },
  });
  if (noTable.includes(operation)) return [needed(operation, '*')];
  if (operation.startsWith('Transact')) {
    return (body['TransactItems'] as Request[]).map((entry) => {
      const [kind] = Object.keys(entry) as (keyof typeof transactionActions)[];
      const one = asRequest(entry[kind as string]);
      return needed(
        transactionActions[kind as keyof typeof transactionActions],
        arn(requiredText(one, 'TableName')),
        leading(engine, one),
        operation,
      );
    });
  }
  if (operation.startsWith('Batch')) return Object.keys(asRequest(body['RequestItems'])).map((name) => needed(operation, arn(name)));
  const stream = body['StreamArn'] ?? (typeof body['ShardIterator'] === 'string' ? body['ShardIterator'].split('|')[0] : undefined);
  if (typeof stream === 'string') return [needed(operation, stream)];
  const table = arn(requiredText(body, 'TableName'));
  const index = body['IndexName'];
  return [needed(operation, typeof index === 'string' ? `${table}/index/${index}` : table, leading(engine, body))];
}

/** The partition key's value where the request has it plainly. */
function leading(engine: Engine, request: Request): string[] {
  const hash = engine.tables.get(requiredText(request, 'TableName'))?.definition.key.hash;
  const item = (request['Key'] ?? request['Item']) as Record<string, Record<string, unknown>> | undefined;
  const value = hash === undefined ? undefined : item?.[hash];
  const text = value?.['S'] ?? value?.['N'];
  return typeof text === 'string' ? [text] : [];
}

/** A table as the template has it, kept with its items when it is there already. */
function makeTable(engine: Engine, resource: Resource): Made {
  const { properties } = resource;
  if (resource.type === 'AWS::DynamoDB::GlobalTable' && (properties['Replicas'] as unknown[] | undefined)?.length !== 1) {
    throw new AwsError(
      'NotImplemented',
      `${resource.logicalId}: a global table with several replicas is not supported by the local cloud`,
      501,
    );
  }
  const name = typeof properties['TableName'] === 'string' ? properties['TableName'] : `${resource.stack}-${resource.logicalId}`;
  const existing = engine.tables.get(name);
  const wanted = tableDefinition(properties, name, existing?.definition.createdAt ?? engine.now());
  const ttl = properties['TimeToLiveSpecification'] as { AttributeName?: string; Enabled?: boolean | string } | undefined;
  if (ttl?.AttributeName !== undefined && String(ttl.Enabled) === 'true') wanted.ttl = ttl.AttributeName;
  if (wanted.stream !== undefined && existing?.definition.stream !== undefined) wanted.stream.label = existing.definition.stream.label;
  if (existing === undefined || changed(existing.definition, wanted)) engine.define(wanted);
  const stream = engine.streamArn(engine.table(name));
  return { ref: name, attributes: { Arn: engine.tableArn(name), TableId: name, ...(stream === undefined ? {} : { StreamArn: stream }) } };
}

function changed(before: TableDefinition, after: TableDefinition): boolean {
  if (JSON.stringify(before.key) !== JSON.stringify(after.key)) {
    throw new AwsError('ValidationException', `The key of table ${after.name} cannot be changed; start afresh or give it another name`);
  }
  return JSON.stringify(before) !== JSON.stringify({ ...after, createdAt: before.createdAt });
}

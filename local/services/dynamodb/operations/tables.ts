/** Tables: from CreateTable's parameters, which templates share, to their description. */
import { AwsError } from '../../../contract.ts';
import type { Engine } from '../engine.ts';
import { asRequest, choice, flag, listOf, required, requiredText, type Request } from '../request.ts';
import { keyNames, streamViews, type IndexDefinition, type KeyKind, type KeySchema, type Table, type TableDefinition } from '../table.ts';
import { invalid } from '../value.ts';

function keySchema(request: Request): KeySchema {
  const parts = listOf(request, 'KeySchema', 2).map((part) => ({
    name: requiredText(part, 'AttributeName'),
    type: requiredText(part, 'KeyType'),
  }));
  const [hash, range] = parts;
  if (hash?.type !== 'HASH' || (range !== undefined && range.type !== 'RANGE'))
    throw invalid('Invalid KeySchema: The first element is not a HASH key type');
  return { hash: hash.name, ...(range === undefined ? {} : { range: range.name }) };
}

function indexOf(request: Request): IndexDefinition {
  const projection = asRequest(required(request, 'Projection'));
  const type = choice(projection, 'ProjectionType', ['ALL', 'KEYS_ONLY', 'INCLUDE']);
  const include = projection['NonKeyAttributes'];
  return {
    name: requiredText(request, 'IndexName'),
    key: keySchema(request),
    projection: type === 'INCLUDE' ? { include: Array.isArray(include) ? (include as string[]) : [] } : type,
  };
}

/** What CreateTable and the CloudFormation types have in common; the label is that of the stream. */
export function tableDefinition(request: Request, name: string, now: number): TableDefinition {
  if (!/^[A-Za-z0-9_.-]{3,255}$/.test(name)) throw invalid('TableName must be at least 3 characters long and at most 255 characters long');
  const kinds: Record<string, KeyKind> = {};
  for (const one of listOf(request, 'AttributeDefinitions', 100)) {
    kinds[requiredText(one, 'AttributeName')] = choice(one, 'AttributeType', ['S', 'N', 'B']);
  }
  const key = keySchema(request);
  if (request['LocalSecondaryIndexes'] !== undefined)
    throw new AwsError('NotImplemented', 'Local secondary indexes are not supported by the local cloud', 501);
  const indexes = request['GlobalSecondaryIndexes'] === undefined ? [] : listOf(request, 'GlobalSecondaryIndexes', 20).map(indexOf);
  const used = new Set([key, ...indexes.map((index) => index.key)].flatMap(keyNames));
  const missing = [...used].filter((attribute) => kinds[attribute] === undefined);
  const unused = Object.keys(kinds).filter((attribute) => !used.has(attribute));
  if (missing.length > 0 || unused.length > 0) {
    throw invalid('One or more parameter values were invalid: Some AttributeDefinitions are missing or not used by a key schema');
  }
  const stream = request['StreamSpecification'] === undefined ? undefined : asRequest(request['StreamSpecification']);
  const streaming = stream !== undefined && (stream['StreamEnabled'] === undefined || flag(stream, 'StreamEnabled'));
  return {
    name,
    key,
    kinds,
    indexes,
    createdAt: now,
    ...(streaming
      ? { stream: { view: choice(stream, 'StreamViewType', streamViews), label: new Date(now).toISOString().replace('Z', '') } }
      : {}),
  };
}

export function createTable(engine: Engine, request: Request): object {
  const name = requiredText(request, 'TableName');
  if (engine.tables.has(name)) throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
  const table = engine.define(tableDefinition(request, name, engine.now()));
  return { TableDescription: description(engine, table) };
}

export function describeTable(engine: Engine, request: Request): object {
  return { Table: description(engine, found(engine, requiredText(request, 'TableName'))) };
}

export function deleteTable(engine: Engine, request: Request): object {
  const table = found(engine, requiredText(request, 'TableName'));
  const described = description(engine, table);
  engine.drop(table.definition.name);
  return { TableDescription: { ...described, TableStatus: 'DELETING' } };
}

export function listTables(engine: Engine): object {
  return { TableNames: [...engine.tables.keys()].sort() };
}

export function updateTimeToLive(engine: Engine, request: Request): object {
  const table = found(engine, requiredText(request, 'TableName'));
  const specification = asRequest(required(request, 'TimeToLiveSpecification'));
  const attribute = requiredText(specification, 'AttributeName');
  const { ttl: _, ...rest } = table.definition;
  engine.define(flag(specification, 'Enabled') ? { ...rest, ttl: attribute } : rest);
  return { TimeToLiveSpecification: specification };
}

export function describeTimeToLive(engine: Engine, request: Request): object {
  const { ttl } = found(engine, requiredText(request, 'TableName')).definition;
  return {
    TimeToLiveDescription: ttl === undefined ? { TimeToLiveStatus: 'DISABLED' } : { TimeToLiveStatus: 'ENABLED', AttributeName: ttl },
  };
}

function found(engine: Engine, name: string): Table {
  const table = engine.tables.get(name);
  if (table === undefined) throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
  return table;
}

const schemaOf = (key: KeySchema) => [
  { AttributeName: key.hash, KeyType: 'HASH' },
  ...(key.range === undefined ? [] : [{ AttributeName: key.range, KeyType: 'RANGE' }]),
];

function description(engine: Engine, table: Table): Record<string, unknown> {
  const { definition } = table;
  const arn = engine.tableArn(definition.name);
  return {
    TableName: definition.name,
    TableArn: arn,
    TableId: definition.name,
    TableStatus: 'ACTIVE',
    CreationDateTime: definition.createdAt / 1000,
    KeySchema: schemaOf(definition.key),
    AttributeDefinitions: Object.entries(definition.kinds).map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ItemCount: table.rows.count,
    TableSizeBytes: table.rows.bytes,
    ...(definition.stream === undefined
      ? {}
      : {
          StreamSpecification: { StreamEnabled: true, StreamViewType: definition.stream.view },
          LatestStreamLabel: definition.stream.label,
          LatestStreamArn: engine.streamArn(table),
        }),
    ...(definition.indexes.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: definition.indexes.map((index) => ({
            IndexName: index.name,
            IndexArn: `${arn}/index/${index.name}`,
            IndexStatus: 'ACTIVE',
            KeySchema: schemaOf(index.key),
            Projection:
              typeof index.projection === 'string'
                ? { ProjectionType: index.projection }
                : { ProjectionType: 'INCLUDE', NonKeyAttributes: index.projection.include },
            ItemCount: table.indexes.get(index.name)?.rows.count,
          })),
        }),
  };
}

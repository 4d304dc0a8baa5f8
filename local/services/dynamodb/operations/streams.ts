/** ListStreams, DescribeStream, GetShardIterator, GetRecords: a stream has one shard that never ends. */
import { AwsError } from '../../../contract.ts';
import type { Engine } from '../engine.ts';
import { choice, optionalNumber, optionalText, requiredText, type Request } from '../request.ts';
import { sequenceText, type Change, type ChangeStream, type StreamRecord } from '../stream.ts';
import type { Table } from '../table.ts';
import { invalid, itemSize } from '../value.ts';

export const shardId = 'shardId-00000000000000000000-00000001';

/** The table behind a stream's ARN; throws ResourceNotFoundException. */
export function streamOf(engine: Engine, arn: string): { table: Table; stream: ChangeStream } {
  for (const table of engine.tables.values()) if (engine.streamArn(table) === arn) return { table, stream: engine.stream(table) };
  throw new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);
}

/** A change as its stream shows it. */
export function recordOf(engine: Engine, table: Table, change: Change): StreamRecord {
  const view = table.definition.stream?.view ?? 'KEYS_ONLY';
  const showNew = change.after !== undefined && (view === 'NEW_IMAGE' || view === 'NEW_AND_OLD_IMAGES');
  const showOld = change.before !== undefined && (view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES');
  const images = [change.keys, showNew ? change.after : undefined, showOld ? change.before : undefined];
  return {
    eventID: `${table.definition.name}-${sequenceText(change.sequence)}`,
    eventName: change.before === undefined ? 'INSERT' : change.after === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: engine.account.region,
    ...(change.service === undefined ? {} : { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(change.at / 1000),
      Keys: change.keys,
      ...(showNew ? { NewImage: change.after } : {}),
      ...(showOld ? { OldImage: change.before } : {}),
      SequenceNumber: sequenceText(change.sequence),
      SizeBytes: images.reduce((sum, image) => sum + (image === undefined ? 0 : itemSize(image)), 0),
      StreamViewType: view,
    },
  };
}

export function listStreams(engine: Engine, request: Request): object {
  const only = optionalText(request, 'TableName');
  const tables = [...engine.tables.values()].filter(
    (table) => table.definition.stream !== undefined && (only ?? table.definition.name) === table.definition.name,
  );
  return {
    Streams: tables.map((table) => ({
      StreamArn: engine.streamArn(table),
      TableName: table.definition.name,
      StreamLabel: table.definition.stream?.label,
    })),
  };
}

export function describeStream(engine: Engine, request: Request): object {
  const arn = requiredText(request, 'StreamArn');
  const { table, stream } = streamOf(engine, arn);
  return {
    StreamDescription: {
      StreamArn: arn,
      StreamLabel: table.definition.stream?.label,
      StreamStatus: 'ENABLED',
      StreamViewType: table.definition.stream?.view,
      TableName: table.definition.name,
      KeySchema: table.keyNames.map((AttributeName, i) => ({ AttributeName, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
      Shards: [
        {
          ShardId: shardId,
          SequenceNumberRange: { StartingSequenceNumber: sequenceText(stream.changes[0]?.sequence ?? stream.lastSequence + 1) },
        },
      ],
    },
  };
}

export function getShardIterator(engine: Engine, request: Request): object {
  const arn = requiredText(request, 'StreamArn');
  const { stream } = streamOf(engine, arn);
  if (requiredText(request, 'ShardId') !== shardId)
    throw new AwsError('ResourceNotFoundException', 'Requested resource not found: Shard not found');
  const type = choice(request, 'ShardIteratorType', ['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER']);
  const given = Number(type.endsWith('NUMBER') ? requiredText(request, 'SequenceNumber') : 0);
  const after = type === 'LATEST' ? stream.lastSequence : type === 'AT_SEQUENCE_NUMBER' ? given - 1 : given;
  return { ShardIterator: `${arn}|${after}` };
}

export function getRecords(engine: Engine, request: Request): object {
  const iterator = requiredText(request, 'ShardIterator');
  const [arn = '', after] = iterator.split('|');
  if (after === undefined || !/^\d+$/.test(after)) throw invalid('Invalid ShardIterator');
  const { table, stream } = streamOf(engine, arn);
  const changes = stream.after(Number(after), optionalNumber(request, 'Limit', 1, 1000) ?? 1000);
  return {
    Records: changes.map((change) => recordOf(engine, table, change)),
    NextShardIterator: `${arn}|${changes.at(-1)?.sequence ?? after}`,
  };
}

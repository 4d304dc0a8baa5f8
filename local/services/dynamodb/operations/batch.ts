/** BatchGetItem and BatchWriteItem. */
import { AwsError } from '../../../contract.ts';
import { consumed, readCost, writeCost, type Cost } from '../capacity.ts';
import type { Engine } from '../engine.ts';
import { asRequest, flag, listOf, required, type Request } from '../request.ts';
import { invalid, itemSize, type Item } from '../value.ts';
import { projection, unchanged } from './items.ts';
import { prepareWrite } from './write.ts';

const maxAnswerBytes = 16 * 1024 * 1024;

function byTable(request: Request): [string, unknown][] {
  const tables = Object.entries(asRequest(required(request, 'RequestItems')));
  if (tables.length === 0) {
    throw invalid(
      "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  return tables;
}

export function batchGetItem(engine: Engine, request: Request): object {
  const asked = byTable(request).map(([name, value]) => {
    const one = asRequest(value);
    const table = engine.table(name);
    const places = listOf(one, 'Keys', 100).map((key) => ({ key, place: table.placeOfKey(key as Item) }));
    if (new Set(places.map(({ place }) => place.id)).size < places.length) throw invalid('Provided list of item keys contains duplicates');
    return { name, one, table, places, keep: projection(one) };
  });
  if (asked.reduce((sum, { places }) => sum + places.length, 0) > 100) throw invalid('Too many items requested for the BatchGetItem call');
  const Responses: Record<string, Item[]> = {};
  const UnprocessedKeys: Record<string, Request> = {};
  const costs: Cost[] = [];
  let bytes = 0;
  for (const { name, one, table, places, keep } of asked) {
    const found: Item[] = (Responses[name] = []);
    const left: object[] = [];
    for (const { key, place } of places) {
      const item = engine.find(table, place, flag(one, 'ConsistentRead'));
      const size = item === undefined ? 0 : itemSize(item);
      if (bytes + size > maxAnswerBytes) {
        left.push(key);
        continue;
      }
      bytes += size;
      if (item !== undefined) found.push(keep(item));
      costs.push(readCost(table, size, flag(one, 'ConsistentRead') ? 'strong' : 'eventual'));
    }
    if (left.length > 0) UnprocessedKeys[name] = { ...one, Keys: left };
  }
  const ConsumedCapacity = consumed(request, costs);
  return { Responses, UnprocessedKeys, ...(ConsumedCapacity === undefined ? {} : { ConsumedCapacity }) };
}

export function batchWriteItem(engine: Engine, request: Request): object {
  const writes = byTable(request).flatMap(([name, value]) =>
    listOf({ [name]: value }, name, 25).map((entry) => {
      const put = entry['PutRequest'];
      const remove = entry['DeleteRequest'];
      if ((put === undefined) === (remove === undefined))
        throw invalid('Supplied AttributeValue has more than one datatypes set, must contain exactly one');
      return put === undefined
        ? prepareWrite(engine, 'Delete', { TableName: name, Key: asRequest(remove)['Key'] })
        : prepareWrite(engine, 'Put', { TableName: name, Item: asRequest(put)['Item'] });
    }),
  );
  if (writes.length > 25) throw invalid('Too many items requested for the BatchWriteItem call');
  const ids = new Set(writes.map(({ table, place }) => `${table.definition.name} ${place.id}`));
  if (ids.size < writes.length) throw invalid('Provided list of item keys contains duplicates');
  const costs = writes.map((one) => {
    const { table, place } = one;
    if (engine.isLocked(table, place)) throw new AwsError('TransactionConflictException', 'Transaction is ongoing for the item');
    const before = table.item(place);
    const after = one.judge(before);
    const cost = writeCost({ table, place, before, after });
    if (!unchanged(before, after)) engine.commit([{ table, place, before, after }]);
    return cost;
  });
  const ConsumedCapacity = consumed(request, costs);
  return { UnprocessedItems: {}, ...(ConsumedCapacity === undefined ? {} : { ConsumedCapacity }) };
}

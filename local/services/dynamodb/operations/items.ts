/** GetItem, PutItem, UpdateItem, DeleteItem. */
import { AwsError } from '../../../contract.ts';
import { consumed, readCost, writeCost } from '../capacity.ts';
import type { Engine } from '../engine.ts';
import { bind } from '../expression/binding.ts';
import { parseProjection } from '../expression/parse.ts';
import { project, refuseOverlaps } from '../expression/path.ts';
import { choice, flag, optionalText, refuseLegacy, required, requiredText, type Request } from '../request.ts';
import type { Table } from '../table.ts';
import { checkItem, itemSize, sameItem, type Item } from '../value.ts';
import { prepareWrite, type PreparedWrite } from './write.ts';

/** Keeps what the request's projection names. */
export function projection(request: Request): (item: Item) => Item {
  const text = optionalText(request, 'ProjectionExpression');
  if (text === undefined) {
    bind(request, []);
    return (item) => item;
  }
  const parsed = parseProjection(text);
  const bindings = bind(request, [{ which: 'ProjectionExpression', parsed }]);
  const paths = parsed.tree.map((path) => bindings.path(path));
  refuseOverlaps(paths, 'ProjectionExpression');
  return (item) => project(item, paths);
}

export function getItem(engine: Engine, request: Request): object {
  refuseLegacy(request);
  const table = engine.table(requiredText(request, 'TableName'));
  const place = table.placeOfKey(checkItem(required(request, 'Key')));
  const keep = projection(request);
  const strong = flag(request, 'ConsistentRead');
  const item = engine.find(table, place, strong);
  const cost = readCost(table, item === undefined ? 0 : itemSize(item), strong ? 'strong' : 'eventual');
  const capacity = consumed(request, [cost])?.[0];
  return { ...(item === undefined ? {} : { Item: keep(item) }), ...(capacity === undefined ? {} : { ConsumedCapacity: capacity }) };
}

function write(
  engine: Engine,
  request: Request,
  prepared: PreparedWrite,
  attributes: (before: Item | undefined, after: Item | undefined) => Item | undefined,
): object {
  choice(request, 'ReturnItemCollectionMetrics', ['NONE', 'SIZE']);
  const { table, place } = prepared;
  if (engine.isLocked(table, place)) throw new AwsError('TransactionConflictException', 'Transaction is ongoing for the item');
  const before = table.item(place);
  const after = prepared.judge(before);
  const cost = writeCost({ table, place, before, after });
  if (!unchanged(before, after)) engine.commit([{ table, place, before, after }]);
  const shown = attributes(before, after);
  const capacity = consumed(request, [cost])?.[0];
  return { ...(shown === undefined ? {} : { Attributes: shown }), ...(capacity === undefined ? {} : { ConsumedCapacity: capacity }) };
}

/** Nothing to log: there is no record in the stream for it either. */
export const unchanged = (before: Item | undefined, after: Item | undefined) =>
  before === undefined || after === undefined ? before === after : sameItem(before, after);

export function putItem(engine: Engine, request: Request): object {
  const returned = choice(request, 'ReturnValues', ['NONE', 'ALL_OLD']);
  return write(engine, request, prepareWrite(engine, 'Put', request), (before) => (returned === 'ALL_OLD' ? before : undefined));
}

export function deleteItem(engine: Engine, request: Request): object {
  const returned = choice(request, 'ReturnValues', ['NONE', 'ALL_OLD']);
  return write(engine, request, prepareWrite(engine, 'Delete', request), (before) => (returned === 'ALL_OLD' ? before : undefined));
}

export function updateItem(engine: Engine, request: Request): object {
  const returned = choice(request, 'ReturnValues', ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW']);
  const prepared = prepareWrite(engine, 'Update', request);
  return write(engine, request, prepared, (before, after) => {
    if (returned === 'NONE') return undefined;
    const item = returned.endsWith('OLD') ? before : after;
    if (item === undefined || returned.startsWith('ALL')) return item;
    const updated = project(item, prepared.paths);
    return Object.keys(updated).length > 0 ? updated : undefined;
  });
}

/** Reads for a batch or a transaction. */
export function readPlain(table: Table, key: unknown): Item | undefined {
  return table.item(table.placeOfKey(checkItem(key)));
}

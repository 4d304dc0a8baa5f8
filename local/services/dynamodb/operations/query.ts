/** Query and Scan: pages of at most one megabyte, before the filter. */
import { consumed, readUnits, type Cost } from '../capacity.ts';
import type { Engine } from '../engine.ts';
import { bind, type Bindings } from '../expression/binding.ts';
import { checkCondition, holds } from '../expression/condition.ts';
import { parseCondition, parseProjection } from '../expression/parse.ts';
import { project, refuseOverlaps } from '../expression/path.ts';
import type { Condition, Parsed, Path } from '../expression/tree.ts';
import { choice, flag, optionalNumber, optionalText, refuseLegacy, requiredText, type Request } from '../request.ts';
import { compareRows, firstNot, type Row, type SortedRows } from '../sorted.ts';
import { indexPlace, keyNames, type IndexDefinition, type KeySchema, type Table } from '../table.ts';
import { checkItem, invalid, type Item } from '../value.ts';
import { keyRange } from './key-condition.ts';

const pageBytes = 1024 * 1024;

/** What is read: a table or one of its indexes. */
interface Source {
  table: Table;
  index?: IndexDefinition;
  key: KeySchema;
  rows: SortedRows;
}

function source(engine: Engine, request: Request): Source {
  const table = engine.table(requiredText(request, 'TableName'));
  const name = optionalText(request, 'IndexName');
  if (name === undefined) return { table, key: table.definition.key, rows: table.rows };
  const index = table.indexes.get(name);
  if (index === undefined) throw invalid(`The table does not have the specified index: ${name}`);
  if (flag(request, 'ConsistentRead')) throw invalid('Consistent reads are not supported on global secondary indexes');
  return { table, index: index.definition, key: index.definition.key, rows: index.rows };
}

/** The request's expressions, parsed and bound. */
interface Reading {
  keyCondition?: Condition;
  filter?: Condition;
  projection?: Path[];
  bindings: Bindings;
}

function reading(request: Request): Reading {
  refuseLegacy(request);
  const parsed: { which: string; parsed: Parsed<unknown> }[] = [];
  const condition = (which: string) => {
    const text = optionalText(request, which);
    if (text === undefined) return undefined;
    const one = parseCondition(text, which);
    parsed.push({ which, parsed: one });
    return one.tree;
  };
  const keyCondition = condition('KeyConditionExpression');
  const filter = condition('FilterExpression');
  const projectionText = optionalText(request, 'ProjectionExpression');
  const projection = projectionText === undefined ? undefined : parseProjection(projectionText);
  if (projection !== undefined) parsed.push({ which: 'ProjectionExpression', parsed: projection });
  const bindings = bind(request, parsed);
  if (filter !== undefined) checkCondition(filter, bindings, 'FilterExpression');
  const paths = projection?.tree.map((path) => bindings.path(path));
  if (paths !== undefined) refuseOverlaps(paths, 'ProjectionExpression');
  return {
    ...(keyCondition === undefined ? {} : { keyCondition }),
    ...(filter === undefined ? {} : { filter }),
    ...(paths === undefined ? {} : { projection: paths }),
    bindings,
  };
}

/** The row behind which a page starts; refuses a key that isn't one of this source. */
function startOf(request: Request, { table, index, key }: Source): Pick<Row, 'hash' | 'order' | 'tie'> | undefined {
  const given = request['ExclusiveStartKey'];
  if (given === undefined || given === null) return undefined;
  const start = checkItem(given);
  const wanted = new Set([...table.keyNames, ...keyNames(key)]);
  const right = Object.keys(start).length === wanted.size && [...wanted].every((name) => Object.hasOwn(start, name));
  if (!right) throw invalid('The provided starting key is invalid');
  const place = table.placeOf(start);
  if (index === undefined) return { hash: place.hash, order: place.order, tie: '' };
  const at = indexPlace(key, start);
  if (at === undefined) throw invalid('The provided starting key is invalid');
  return { ...at, tie: place.id };
}

function keyOf({ table, key }: Source, item: Item): Item {
  const names = new Set([...table.keyNames, ...keyNames(key)]);
  return Object.fromEntries([...names].map((name) => [name, item[name]])) as Item;
}

function page(request: Request, from: Source, { filter, projection, bindings }: Reading, rows: Iterable<Row>): object {
  const limit = optionalNumber(request, 'Limit', 1);
  const select = choice(request, 'Select', selectDefault(request, from, projection));
  if (select !== 'SPECIFIC_ATTRIBUTES' && projection !== undefined)
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${select}`);
  if (select === 'ALL_ATTRIBUTES' && from.index !== undefined && from.index.projection !== 'ALL') {
    throw invalid(
      `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${from.index.name} because its projection type is not ALL`,
    );
  }
  const items: Item[] = [];
  let scanned = 0;
  let bytes = 0;
  let matched = 0;
  let last: Item | undefined;
  for (const row of rows) {
    scanned++;
    bytes += row.size;
    if (filter === undefined || holds(filter, row.item, bindings)) {
      matched++;
      if (select !== 'COUNT') items.push(projection === undefined ? row.item : project(row.item, projection));
    }
    // The page ends with the item that fills it, even when it was the last one: the service doesn't look ahead either.
    if (scanned === limit || bytes >= pageBytes) {
      last = keyOf(from, row.item);
      break;
    }
  }
  const units = readUnits(bytes, flag(request, 'ConsistentRead') ? 'strong' : 'eventual');
  const cost: Cost = {
    table: from.table,
    units: from.index === undefined ? units : 0,
    indexes: new Map(from.index === undefined ? [] : [[from.index.name, units]]),
    kind: 'read',
  };
  const capacity = consumed(request, [cost])?.[0];
  return {
    ...(select === 'COUNT' ? {} : { Items: items }),
    Count: matched,
    ScannedCount: scanned,
    ...(last === undefined ? {} : { LastEvaluatedKey: last }),
    ...(capacity === undefined ? {} : { ConsumedCapacity: capacity }),
  };
}

const selects = ['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT'] as const;
/** All choices, the default first. */
function selectDefault(
  request: Request,
  from: Source,
  projection: Path[] | undefined,
): readonly [(typeof selects)[number], ...typeof selects] {
  if (projection !== undefined) return ['SPECIFIC_ATTRIBUTES', ...selects];
  if (optionalText(request, 'Select') === 'ALL_PROJECTED_ATTRIBUTES' && from.index === undefined) {
    throw invalid('One or more parameter values were invalid: ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  return [from.index === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES', ...selects];
}

export function query(engine: Engine, request: Request): object {
  const from = source(engine, request);
  const read = reading(request);
  if (read.keyCondition === undefined) {
    throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  }
  const range = keyRange(read.keyCondition, read.bindings, from.key, from.table.definition.kinds);
  if (read.filter !== undefined) refuseKeyFilter(read.filter, read.bindings, from.key);
  const start = startOf(request, from);
  if (start !== undefined && start.hash !== range.hash)
    throw invalid('The provided starting key is outside query boundaries based on provided conditions');
  const rows =
    from.index === undefined ? engine.partition(from.table, range.hash, flag(request, 'ConsistentRead')) : from.rows.partition(range.hash);
  const first = firstNot(rows, (row) => range.below(row));
  const end = firstNot(rows, (row) => range.below(row) || range.within(row));
  return page(request, from, read, slice(rows, first, end, start, request['ScanIndexForward'] !== false));
}

/** Rows from `first` to before `end`, in either direction, from behind `start`. */
function* slice(
  rows: readonly Row[],
  first: number,
  end: number,
  start: Pick<Row, 'order' | 'tie'> | undefined,
  forward: boolean,
): Generator<Row> {
  if (forward) {
    const from =
      start === undefined
        ? first
        : Math.max(
            first,
            firstNot(rows, (row) => compareRows(row, start) <= 0),
          );
    for (let i = from; i < end; i++) yield rows[i] as Row;
    return;
  }
  const to =
    start === undefined
      ? end
      : Math.min(
          end,
          firstNot(rows, (row) => compareRows(row, start) < 0),
        );
  for (let i = to - 1; i >= first; i--) yield rows[i] as Row;
}

function refuseKeyFilter(filter: Condition, bindings: Bindings, key: KeySchema): void {
  const names = keyNames(key);
  JSON.stringify(filter, (_, value: unknown) => {
    const path = (value as { path?: Path } | null)?.path;
    const name = Array.isArray(path) ? bindings.path(path)[0] : undefined;
    if (typeof name === 'string' && names.includes(name)) {
      throw invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`);
    }
    return value;
  });
}

export function scan(engine: Engine, request: Request): object {
  const from = source(engine, request);
  const read = reading(request);
  const segments = optionalNumber(request, 'TotalSegments', 1, 1_000_000);
  const segment = optionalNumber(request, 'Segment', 0, 999_999);
  if ((segments === undefined) !== (segment === undefined)) {
    throw invalid(`The ${segment === undefined ? 'Segment' : 'TotalSegments'} parameter is required but was not present in the request`);
  }
  if (segment !== undefined && segments !== undefined && segment >= segments) {
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${segments}`,
    );
  }
  return page(request, from, read, from.rows.scan(startOf(request, from), segment, segments));
}

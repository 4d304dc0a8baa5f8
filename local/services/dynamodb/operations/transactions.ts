/** TransactWriteItems and TransactGetItems. */
import { AwsError } from '../../../contract.ts';
import { consumed, readCost, writeCost } from '../capacity.ts';
import type { Engine, Write } from '../engine.ts';
import { asRequest, listOf, optionalText, required, requiredText, type Request } from '../request.ts';
import type { Place, Table } from '../table.ts';
import { checkItem, invalid, itemSize, type Item } from '../value.ts';
import { projection, unchanged } from './items.ts';
import { prepareWrite, type PreparedWrite } from './write.ts';

interface Reason {
  Code: string;
  Message?: string;
  Item?: Item;
}
const maxBytes = 4 * 1024 * 1024;

function cancelled(reasons: Reason[]): AwsError {
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map((reason) => reason.Code).join(', ')}]`;
  return new AwsError('TransactionCanceledException', message, 400, { Message: message, CancellationReasons: reasons });
}
const conflict: Reason = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };

function cancelIfAny(reasons: (Reason | undefined)[]): void {
  if (reasons.some((reason) => reason !== undefined)) throw cancelled(reasons.map((reason) => reason ?? { Code: 'None' }));
}

/** A judged transaction: `commit` makes it so, and holds as long as its items are locked. */
export interface Transaction {
  places: { table: Table; place: Place }[];
  token?: string;
  commit(): object;
}

const kindsOfWrite = ['Put', 'Update', 'Delete', 'ConditionCheck'] as const;

function prepareAll(engine: Engine, request: Request): PreparedWrite[] {
  const prepared = listOf(request, 'TransactItems', 100).map((entry) => {
    const given = kindsOfWrite.filter((kind) => entry[kind] !== undefined && entry[kind] !== null);
    const [kind] = given;
    if (kind === undefined || given.length > 1) {
      throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
    }
    if (kind === 'Update') requiredText(asRequest(entry[kind]), 'UpdateExpression');
    return prepareWrite(engine, kind, asRequest(entry[kind]));
  });
  const places = new Set(prepared.map(({ table, place }) => `${table.definition.name} ${place.id}`));
  if (places.size < prepared.length) throw invalid('Transaction request cannot include multiple operations on one item');
  return prepared;
}

function judge(prepared: PreparedWrite, before: Item | undefined): { after: Item | undefined } | { reason: Reason } {
  try {
    return { after: prepared.judge(before) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code !== 'ConditionalCheckFailedException') return { reason: { Code: 'ValidationError', Message: error.message } };
    return { reason: { Code: 'ConditionalCheckFailed', Message: error.message, ...(error.extra as { Item?: Item }) } };
  }
}

/** Judges everything now; the answer's `commit` writes it. A repeated token gives a transaction that writes nothing. */
export function prepareTransaction(engine: Engine, request: Request): Transaction {
  const prepared = prepareAll(engine, request);
  const token = optionalText(request, 'ClientRequestToken');
  const text = token === undefined ? '' : JSON.stringify(request['TransactItems']);
  if (token !== undefined) {
    if (engine.isTokenHeld(token)) throw new AwsError('TransactionInProgressException', 'Transaction is in progress with the same token');
    const known = engine.remembered(token);
    if (known !== undefined && known.request !== text) {
      throw new AwsError('IdempotentParameterMismatchException', 'Request rejected: the same token was used with other parameters');
    }
    if (known !== undefined) return { places: [], token, commit: () => repeated(request, prepared) };
  }
  cancelIfAny(prepared.map(({ table, place }) => (engine.isLocked(table, place) ? conflict : undefined)));
  const judged = prepared.map((one) => {
    const before = one.table.item(one.place);
    return { ...one, before, ...judge(one, before) };
  });
  cancelIfAny(judged.map((one) => ('reason' in one ? one.reason : undefined)));
  const all = judged.map(({ kind, table, place, before, ...rest }) => ({
    kind,
    table,
    place,
    before,
    after: 'after' in rest ? rest.after : undefined,
  }));
  const bytes = all.reduce((sum, { before, after }) => sum + itemSize(after ?? before ?? {}), 0);
  if (bytes > maxBytes) throw invalid('Transaction request size has exceeded the maximum allowed size of 4 MB');
  return {
    places: prepared,
    ...(token === undefined ? {} : { token }),
    commit() {
      const writes: Write[] = all.filter(({ kind, before, after }) => kind !== 'ConditionCheck' && !unchanged(before, after));
      engine.commit(
        writes.map(({ table, place, before, after }) => ({ table, place, before, after })),
        token === undefined ? undefined : { id: token, request: text },
      );
      return capacityOf(
        request,
        all.map((write) => writeCost(write, true)),
      );
    },
  };
}

const capacityOf = (request: Request, costs: Parameters<typeof consumed>[1]) => {
  const ConsumedCapacity = consumed(request, costs, true);
  return ConsumedCapacity === undefined ? {} : { ConsumedCapacity };
};

/** A repeat that recognises its own success only reads. */
function repeated(request: Request, prepared: PreparedWrite[]): object {
  return capacityOf(
    request,
    prepared.map(({ table, place }) => readCost(table, itemSize(table.item(place) ?? {}), 'transactional')),
  );
}

export function transactWriteItems(engine: Engine, request: Request): object {
  return prepareTransaction(engine, request).commit();
}

export function transactGetItems(engine: Engine, request: Request): object {
  const gets = listOf(request, 'TransactItems', 100).map((entry) => {
    const get = asRequest(required(entry, 'Get'));
    const table = engine.table(requiredText(get, 'TableName'));
    return { table, place: table.placeOfKey(checkItem(required(get, 'Key'))), keep: projection(get) };
  });
  cancelIfAny(gets.map(({ table, place }) => (engine.isLocked(table, place) ? conflict : undefined)));
  const found = gets.map(({ table, place, keep }) => ({ table, keep, item: table.item(place) }));
  const sizes = found.map(({ item }) => (item === undefined ? 0 : itemSize(item)));
  if (sizes.reduce((sum, size) => sum + size, 0) > maxBytes)
    throw invalid('Transaction response size has exceeded the maximum allowed size of 4 MB');
  return {
    Responses: found.map(({ item, keep }) => (item === undefined ? {} : { Item: keep(item) })),
    ...capacityOf(
      request,
      found.map(({ table }, i) => readCost(table, sizes[i] ?? 0, 'transactional')),
    ),
  };
}

/** One write, alone or as part of a transaction: read from the request, then judged against what stands there. */
import { AwsError } from '../../../contract.ts';
import type { Engine } from '../engine.ts';
import { bind, type Bindings } from '../expression/binding.ts';
import { checkCondition, holds } from '../expression/condition.ts';
import { parseCondition, parseUpdate } from '../expression/parse.ts';
import type { Condition, Parsed, Path, Update } from '../expression/tree.ts';
import { applyUpdate, checkUpdate, writtenPaths } from '../expression/update.ts';
import { choice, optionalText, refuseLegacy, required, requiredText, type Request } from '../request.ts';
import type { Place, Table } from '../table.ts';
import { checkItem, invalid, itemSize, type Item } from '../value.ts';

export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

export interface PreparedWrite {
  kind: WriteKind;
  table: Table;
  place: Place;
  /** What an update names; empty for other kinds. */
  paths: Path[];
  /** What the item becomes; throws ConditionalCheckFailedException (with `Item` when asked for) or ValidationException. */
  judge(before: Item | undefined): Item | undefined;
}

const maxItemBytes = 400 * 1024;

export const conditionFailed = (item: Item | undefined) =>
  new AwsError('ConditionalCheckFailedException', 'The conditional request failed', 400, item === undefined ? {} : { Item: item });

/** Everything that can be refused without looking at data. */
export function prepareWrite(engine: Engine, kind: WriteKind, request: Request): PreparedWrite {
  refuseLegacy(request);
  const table = engine.table(requiredText(request, 'TableName'));
  const put = kind === 'Put' ? checkItem(required(request, 'Item')) : undefined;
  const place = put === undefined ? table.placeOfKey(checkItem(required(request, 'Key'))) : table.placeOf(put);
  const { condition, update, bindings } = expressions(kind, request);
  if (condition !== undefined) checkCondition(condition.tree, bindings, 'ConditionExpression');
  if (update !== undefined) checkUpdate(update.tree, bindings, table.keyNames);
  if (put !== undefined) checkNew(table, put, 'Item size has exceeded the maximum allowed size');
  const showOld = choice(request, 'ReturnValuesOnConditionCheckFailure', ['NONE', 'ALL_OLD']) === 'ALL_OLD';
  return {
    kind,
    table,
    place,
    paths: update === undefined ? [] : writtenPaths(update.tree, bindings),
    judge(before) {
      if (condition !== undefined && !holds(condition.tree, before ?? {}, bindings)) throw conditionFailed(showOld ? before : undefined);
      if (kind === 'Put') return put;
      if (kind === 'Delete') return undefined;
      if (kind === 'ConditionCheck') return before;
      const after = update === undefined ? (before ?? place.key) : applyUpdate(update.tree, before ?? place.key, bindings);
      checkNew(table, after, 'Item size to update has exceeded the maximum allowed size');
      return after;
    },
  };
}

function expressions(kind: WriteKind, request: Request): { condition?: Parsed<Condition>; update?: Parsed<Update>; bindings: Bindings } {
  const conditionText =
    kind === 'ConditionCheck' ? requiredText(request, 'ConditionExpression') : optionalText(request, 'ConditionExpression');
  const updateText = kind === 'Update' ? optionalText(request, 'UpdateExpression') : undefined;
  const condition = conditionText === undefined ? undefined : parseCondition(conditionText);
  const update = updateText === undefined ? undefined : parseUpdate(updateText);
  const bindings = bind(request, [
    ...(update === undefined ? [] : [{ which: 'UpdateExpression', parsed: update }]),
    ...(condition === undefined ? [] : [{ which: 'ConditionExpression', parsed: condition }]),
  ]);
  return { ...(condition === undefined ? {} : { condition }), ...(update === undefined ? {} : { update }), bindings };
}

function checkNew(table: Table, item: Item, tooLarge: string): void {
  table.checkIndexKeys(item);
  if (itemSize(item) > maxItemBytes) throw invalid(tooLarge);
}

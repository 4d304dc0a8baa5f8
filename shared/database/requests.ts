/** Writes as DynamoDB's requests. */
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Condition, Item, TableName, Write } from './database.ts';

const condition = (c: Condition) => ({
  ...(c.if === undefined ? {} : { ConditionExpression: c.if, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
});
export const clean = (item: Item) => marshall(item, { removeUndefinedValues: true });

export function toTransactItem(write: Write, physical: Record<TableName, string>): TransactWriteItem {
  const TableName = physical[write.table];
  const names: Record<string, string> = { ...write.names };
  const values: Item = { ...write.values };
  const given = () => ({
    ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: clean(values) } : {}),
  });
  if ('put' in write) return { Put: { TableName, Item: clean(write.put), ...condition(write), ...given() } };
  if ('delete' in write) return { Delete: { TableName, Key: clean(write.delete), ...condition(write), ...given() } };
  if ('check' in write) {
    return {
      ConditionCheck: {
        TableName,
        Key: clean(write.check),
        ConditionExpression: write.if,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...given(),
      },
    };
  }
  const sets = Object.entries(write.set ?? {}).filter(([, value]) => value !== undefined);
  const parts: string[] = [];
  if (sets.length > 0) parts.push(`SET ${sets.map((_, i) => `#s${i} = :s${i}`).join(', ')}`);
  sets.forEach(([name, value], i) => {
    names[`#s${i}`] = name;
    values[`:s${i}`] = value;
  });
  const removes = write.remove ?? [];
  if (removes.length > 0) parts.push(`REMOVE ${removes.map((_, i) => `#r${i}`).join(', ')}`);
  removes.forEach((name, i) => (names[`#r${i}`] = name));
  return { Update: { TableName, Key: clean(write.update), UpdateExpression: parts.join(' '), ...condition(write), ...given() } };
}

/**
 * Deadlines of which each sets the next, as long as something lives. A message that came twice, or a second beginning, would make two chains of
 * one: so the item says for when its next look is set, and a message for an earlier time has been overtaken and ends there. The message is set
 * before it is noted: who dies between leaves two, which become one at the next look.
 */
import type { Key, TableName } from './database/database.ts';
import type { Instant } from './ids.ts';
import type { Deadline, World } from './world.ts';

/** The item that a chain is about. */
interface Place {
  table: TableName;
  key: Key;
}

/** Is a later look set than this one, which was for `due`? Unknown: no. */
export const isOvertaken = ({ watchedAt }: { watchedAt?: Instant | undefined }, due: Instant | undefined): boolean =>
  due !== undefined && watchedAt !== undefined && due < watchedAt;

/** Sets the next look. */
export async function lookAgainAt(world: World, { table, key }: Place, deadline: Deadline, at: Instant): Promise<void> {
  await world.setDeadline(deadline, at);
  await world.db.write([
    {
      table,
      update: key,
      set: { watchedAt: at },
      if: 'attribute_exists(pk) AND (attribute_not_exists(watchedAt) OR watchedAt < :at)',
      values: { ':at': at },
    },
  ]);
}

import type { Database } from '../database/database.ts';
import type { Problem } from '../problem.ts';
import { settingKeys } from '../queues/queue.ts';
import { ReasonSetting } from './reason-list.ts';
import { defaultReasons, reasonOf, type ReasonListId, type Reasons } from './words.ts';

/** The lists as they are now: the company's own, or what is shipped. */
export async function readReasons(db: Database): Promise<Reasons> {
  const own = (await db.query({ table: 'settings', pk: settingKeys.reasons('').pk })).map((item) => ReasonSetting.parse(item));
  return {
    ...defaultReasons,
    ...Object.fromEntries(own.map(({ listId, reasons, former }) => [listId, { reasons, ...(former === undefined ? {} : { former }) }])),
  };
}

const wanted: Record<ReasonListId, string> = {
  breaks: 'break',
  dispositions: 'way for a call to end',
  'callback-results': 'result of a callback',
  'status-changes': 'reason',
};

/** Why a reason may not be chosen; undefined when it may. */
export function whyUnknown(reasons: Reasons, listId: ReasonListId, reasonId: string): Problem | undefined {
  if (reasonOf(reasons, listId, reasonId) !== undefined) return undefined;
  const names = reasons[listId].reasons.map(({ name, reasonId: id }) => `${name} (${id})`);
  return {
    code: 'unknown-reason',
    sentence: `There is no ${wanted[listId]} “${reasonId}”.`,
    remedy: names.length === 0 ? 'The list is empty: an administrator fills it.' : `Choose one of ${names.join(', ')}.`,
    status: 400,
    about: reasonId,
  };
}

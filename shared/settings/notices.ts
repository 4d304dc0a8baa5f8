/** Which notice callers hear now. */
import type { Database } from '../database/database.ts';
import type { QueueId } from '../ids.ts';
import { instant } from '../ids.ts';
import { settingKeys } from '../queues/queue.ts';
import { everywhere, Notice } from './notice.ts';

/** All that are on now. */
export async function activeNotices(db: Database, nowMs: number): Promise<Notice[]> {
  const items = await db.query({ table: 'settings', pk: settingKeys.notice('').pk });
  return items.map((item) => Notice.parse(item)).filter(({ until }) => until > instant(nowMs));
}

/** Pure: of those that are on, the one that holds most narrowly: the queue's, the number's, else that for everywhere. */
export function noticeAmong(notices: readonly Notice[], { number, queueId }: { number: string; queueId?: QueueId | undefined }) {
  const called = (noticeId: string): Notice | undefined => notices.find((one) => one.noticeId === noticeId);
  return (queueId === undefined ? undefined : called(`queue:${queueId}`)) ?? called(`number:${number}`) ?? called(everywhere);
}

/** The notice that a caller of a number (or a contact of a queue) hears now; undefined when none is on. */
export async function noticeFor(
  db: Database,
  where: { number: string; queueId?: QueueId | undefined },
  nowMs: number,
): Promise<Notice | undefined> {
  return noticeAmong(await activeNotices(db, nowMs), where);
}

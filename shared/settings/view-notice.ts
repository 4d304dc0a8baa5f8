import type { Database } from '../database/database.ts';
import { type Instant, instant } from '../ids.ts';
import { Queue, settingKeys } from '../queues/queue.ts';
import type { NoticeView } from '../wire/settings.ts';
import { Notice, placeOf } from './notice.ts';
import { readKind } from './snapshot.ts';

/** The notices that are on at a moment, as clients show them. */
export async function readNotices(db: Database, atMs: number): Promise<NoticeView[]> {
  const now: Instant = instant(atMs);
  const stored = [...(await readKind(db, 'notice')).values()].map((one) => ({ ...one, notice: Notice.parse(one.item) }));
  return Promise.all(
    stored
      .filter(({ notice }) => notice.until > now)
      .map(async ({ notice: { noticeId, text, prompt, until }, changedBy }) => {
        const place = await placeName(db, noticeId);
        return {
          noticeId,
          until,
          ...(text === undefined ? {} : { text }),
          ...(prompt === undefined ? {} : { prompt }),
          ...(changedBy === undefined ? {} : { by: changedBy }),
          ...(place === undefined ? {} : { place }),
        };
      }),
  );
}

/** The queue's name, or the number; undefined for everywhere. */
async function placeName(db: Database, noticeId: string): Promise<string | undefined> {
  const place = placeOf(noticeId);
  if (place === undefined || place === 'everywhere') return undefined;
  if ('number' in place) return place.number;
  const row = await db.get('settings', settingKeys.queue(place.queueId));
  return row === undefined ? place.queueId : Queue.parse(row).name;
}

/** A message that callers hear first while it is on: of one queue, one number, or everywhere. */
import { z } from 'zod';
import { Instant, PhoneNumber, QueueId } from '../ids.ts';

/** One notice for each place, so its id says where it holds: `everywhere`, `queue:billing`, `number:+3612345678`. */
export const everywhere = 'everywhere';

export const Notice = z.object({
  schemaVersion: z.literal(1),
  noticeId: z.string(),
  /** Spoken as it is. Or a prompt. */
  text: z.string().trim().min(1).max(1000).optional(),
  prompt: z.string().min(1).optional(),
  /** It ends by itself. */
  until: Instant,
});
export type Notice = z.infer<typeof Notice>;

export type NoticePlace = { queueId: QueueId } | { number: PhoneNumber } | 'everywhere';

/** Where a notice holds; undefined for an id that says nothing. */
export function placeOf(noticeId: string): NoticePlace | undefined {
  if (noticeId === everywhere) return 'everywhere';
  const [, what, id] = /^(queue|number):(.+)$/.exec(noticeId) ?? [];
  if (what === 'queue') {
    const queueId = QueueId.safeParse(id);
    return queueId.success ? { queueId: queueId.data } : undefined;
  }
  const number = PhoneNumber.safeParse(id);
  return what === 'number' && number.success ? { number: number.data } : undefined;
}

export const noticeIdOf = (place: NoticePlace): string =>
  place === 'everywhere' ? everywhere : 'queueId' in place ? `queue:${place.queueId}` : `number:${place.number}`;

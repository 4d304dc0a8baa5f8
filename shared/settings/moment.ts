import type { Database } from '../database/database.ts';
import { hoursAt } from '../hours/hours-at.ts';
import { tellMoment } from '../hours/moment.ts';
import { instant } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { routeOfNumber } from '../queues/settings.ts';
import type { Moment, MomentRequest } from '../wire/settings.ts';
import { noSuchSetting } from './change.ts';
import { readNotices } from './view-notice.ts';

const nothingAsked: Problem = {
  code: 'nothing-asked',
  sentence: 'Neither a number nor hours were named.',
  remedy: 'Choose a number or hours.',
  status: 400,
};

/** What a caller meets at a moment: open or closed and why, the flow that answers, the notice that they hear, and what changes next. */
export async function readMoment(db: Database, { number, hoursId, wall }: MomentRequest): Promise<Moment | { refused: Problem }> {
  if (number === undefined && hoursId === undefined) return { refused: nothingAsked };
  const route = number === undefined ? undefined : await routeOfNumber(db, number);
  if (number !== undefined && route === undefined) return { refused: noSuchSetting('number', number) };
  const id = hoursId ?? route?.hoursId;
  const hours = id === undefined ? undefined : await hoursAt(db, id);
  if (hours === undefined && hoursId !== undefined) return { refused: noSuchSetting('hours', hoursId) };
  const always = { schemaVersion: 1, hoursId: '', name: '', timeZone: 'UTC', open: 'always' } as const;
  const { ms, ...told } = tellMoment(hours ?? always, wall);
  const notices = await readNotices(db, ms);
  const notice = ['number:' + (number ?? ''), 'everywhere'].flatMap((noticeId) => notices.filter((one) => one.noticeId === noticeId))[0];
  return {
    ...told,
    ...(number === undefined ? {} : { number, flow: route?.flow }),
    ...(hours === undefined
      ? { why: 'Open: the number has no hours, and so is never closed.' }
      : { hoursId: hours.hoursId, hoursName: hours.name }),
    timeZone: hours?.timeZone ?? 'UTC',
    at: instant(ms),
    ...(notice === undefined ? {} : { notice }),
  };
}

/** What the shape of a setting can't say: fields that must agree with each other. Pure. */
import type { Calendar, Exception, Hours, Queue, RoutingProfile } from '../queues/queue.ts';
import type { Notice } from './notice.ts';

/** A field that is not right, and why: the end of a sentence. */
export interface Fault {
  field: string;
  why: string;
}

/** The first that comes twice. */
const twice = (values: readonly string[]): number => values.findIndex((value, i) => values.indexOf(value) < i);

export function checkQueue({ steps = [] }: Queue): Fault | undefined {
  const endless = steps.findIndex(({ seconds }, i) => seconds === undefined && i < steps.length - 1);
  if (endless >= 0)
    return { field: `steps.${endless}.seconds`, why: `step ${endless + 1} has no end, so that step ${endless + 2} would never come` };
  return undefined;
}

export function checkProfile({ serves }: RoutingProfile): Fault | undefined {
  const again = twice(serves.map(({ queueId }) => queueId));
  return again < 0 ? undefined : { field: `serves.${again}.queueId`, why: `the queue “${serves[again]?.queueId ?? ''}” comes twice` };
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function checkDays(field: string, days: readonly Exception[]): Fault | undefined {
  const again = twice(days.map(({ date }) => date));
  if (again >= 0) return { field: `${field}.${again}.date`, why: `${days[again]?.date ?? ''} comes twice` };
  for (const [i, { open }] of days.entries()) {
    const j = open.findIndex(({ from }) => from === '24:00');
    if (j >= 0) return { field: `${field}.${i}.open.${j}.from`, why: 'a day begins at 00:00 and not at 24:00' };
  }
  return undefined;
}

export function checkHours({ timeZone, open, exceptions = [] }: Hours): Fault | undefined {
  if (!isTimeZone(timeZone)) return { field: 'timeZone', why: 'it must be a time zone such as Europe/Budapest' };
  const late = typeof open === 'string' ? -1 : open.findIndex(({ from }) => from === '24:00');
  if (late >= 0) return { field: `open.${late}.from`, why: 'a day begins at 00:00 and not at 24:00' };
  return checkDays('exceptions', exceptions);
}

export const checkCalendar = ({ days }: Calendar): Fault | undefined => checkDays('days', days);

export function checkNotice({ text, prompt }: Notice): Fault | undefined {
  if ((text === undefined) === (prompt === undefined)) return { field: 'text', why: 'a notice is either a text or a prompt' };
  return undefined;
}

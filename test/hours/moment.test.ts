import { describe, expect, test } from 'vitest';
import type { FullHours } from '../../shared/hours/day-plan.ts';
import { readIcs } from '../../shared/hours/ics.ts';
import { tellMoment } from '../../shared/hours/moment.ts';

const weekday = (['mon', 'tue', 'wed', 'thu', 'fri'] as const).flatMap((day) => [
  { day, from: '09:00', to: '12:00' },
  { day, from: '13:00', to: '17:00' },
]);
const hours: FullHours = {
  schemaVersion: 1,
  hoursId: 'office',
  name: 'Office',
  timeZone: 'Europe/Budapest',
  open: [...weekday, { day: 'sat', from: '22:00', to: '03:00' }],
  exceptions: [{ date: '2026-12-24', name: 'Christmas Eve', open: [{ from: '09:00', to: '12:00' }] }],
  calendarDays: [
    { date: '2026-12-25', name: 'Christmas', open: [], calendar: 'Hungary' },
    { date: '2026-12-24', name: 'Not asked', open: [], calendar: 'Hungary' },
  ],
};
const at = (wall: string) => tellMoment(hours, wall);

describe('what happens on 24 December at 14:00?', () => {
  test('it is closed by the exception, which counts before the calendar, and opens on Monday', () => {
    expect(at('2026-12-24T14:00')).toMatchObject({
      open: false,
      why: 'Closed by the exception “Christmas Eve”.',
      changesAt: '2026-12-26T21:00:00.000Z',
      changesAtWall: 'Saturday, 2026-12-26 22:00',
    });
    expect(at('2026-12-24T11:00').why).toBe('Open by the exception “Christmas Eve”: Thursday 09:00 to 12:00.');
    expect(at('2026-12-25T10:00').why).toBe('Closed by “Christmas” of the calendar “Hungary”.');
  });

  test('a lunch break, a night over midnight', () => {
    expect(at('2026-12-23T12:30').why).toBe('Closed: no block of Wednesday holds then.');
    expect(at('2026-12-27T01:00').why).toBe('Open: Saturday 22:00 to 03:00, over midnight.');
  });

  test('a time that does not exist or comes twice is said to', () => {
    expect(at('2026-03-29T02:30')).toMatchObject({
      clock: 'The clock is set forward that day: 02:30 does not exist, and 03:00 is meant instead.',
    });
    expect(at('2026-10-25T02:30')).toMatchObject({
      clock: 'The clock is set back that day: 02:30 comes twice, and this is the first.',
      open: true,
    });
  });

  test('the fortnight shows each day and why it is special', () => {
    const { days } = at('2026-12-23T14:00');
    expect(days).toHaveLength(14);
    expect(days.slice(0, 3)).toEqual([
      {
        date: '2026-12-23',
        open: [
          { from: '09:00', to: '12:00' },
          { from: '13:00', to: '17:00' },
        ],
      },
      { date: '2026-12-24', open: [{ from: '09:00', to: '12:00' }], name: 'Christmas Eve' },
      { date: '2026-12-25', open: [], name: 'Christmas', calendar: 'Hungary' },
    ]);
  });
});

describe('an .ics file', () => {
  const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
  const file = (...events: string[][]) => ['BEGIN:VCALENDAR', ...events.flat(), 'END:VCALENDAR'].join('\r\n');

  test('gives its whole days, also several in a row, folded lines and days that come every year', () => {
    const text = file(
      event('SUMMARY:Good\\, Friday', 'DTSTART;VALUE=DATE:20270326', 'DTEND;VALUE=DATE:20270327'),
      event('DTSTART;VALUE=DATE:20271225', 'DTEND;VALUE=DATE:20271227', 'SUMMARY:Christ', ' mas'),
      event('SUMMARY:New Year', 'DTSTART;VALUE=DATE:20200101', 'RRULE:FREQ=YEARLY'),
    );
    const { days, skipped } = readIcs(text, 2026);
    expect(skipped).toBe(0);
    expect(days.map(({ date, name }) => `${date} ${name}`)).toEqual([
      ...['2026-01-01 New Year', '2027-01-01 New Year', '2027-03-26 Good, Friday', '2027-12-25 Christmas', '2027-12-26 Christmas'],
      ...['2028-01-01 New Year', '2029-01-01 New Year', '2030-01-01 New Year'],
    ]);
  });

  test('what is no whole day or comes again in another way is counted, not guessed', () => {
    const text = file(
      event('SUMMARY:Meeting', 'DTSTART:20270326T090000Z'),
      event('SUMMARY:Easter', 'DTSTART;VALUE=DATE:20270328', 'RRULE:FREQ=YEARLY;BYDAY=1SU'),
    );
    expect(readIcs(text, 2026)).toEqual({ days: [], skipped: 2 });
    expect(readIcs('no calendar at all', 2026)).toEqual({ days: [], skipped: 0 });
  });
});

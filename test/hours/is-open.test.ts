import { describe, expect, it } from 'vitest';
import { isOpen } from '../../shared/hours/is-open.ts';
import type { Hours } from '../../shared/queues/queue.ts';

const hours = (timeZone: string, open: Hours['open']): Hours => ({ schemaVersion: 1, hoursId: 'h', name: 'Hours', timeZone, open });
const at = (hoursToAsk: Hours, when: string) => isOpen(hoursToAsk, Date.parse(when));

describe('opening hours', () => {
  const office = hours('Europe/Budapest', [{ day: 'mon', from: '09:00', to: '17:00' }]);

  it('are open from the first minute to just before the last, by the wall clock of their time zone', () => {
    expect(at(office, '2026-11-23T07:59:59Z')).toBe(false);
    expect(at(office, '2026-11-23T08:00:00Z')).toBe(true);
    expect(at(office, '2026-11-23T15:59:59Z')).toBe(true);
    expect(at(office, '2026-11-23T16:00:00Z')).toBe(false);
    expect(at(office, '2026-11-24T10:00:00Z')).toBe(false);
  });

  it('follow daylight saving time', () => {
    expect(at(office, '2026-07-20T07:00:00Z')).toBe(true);
    expect(at(office, '2026-07-20T15:00:00Z')).toBe(false);
  });

  it('exist once on the night whose hour comes twice, and not at all in the hour that is left out', () => {
    const night = hours('America/New_York', [{ day: 'sun', from: '01:30', to: '02:00' }]);
    expect([at(night, '2026-11-01T05:45:00Z'), at(night, '2026-11-01T06:45:00Z')]).toEqual([true, true]);
    const skipped = hours('America/New_York', [{ day: 'sun', from: '02:00', to: '03:00' }]);
    expect([at(skipped, '2026-03-08T06:59:00Z'), at(skipped, '2026-03-08T07:00:00Z')]).toEqual([false, false]);
  });

  it('may go over midnight, also from Sunday to Monday', () => {
    const late = hours('UTC', [{ day: 'sun', from: '22:00', to: '02:00' }]);
    expect(at(late, '2026-11-22T23:00:00Z')).toBe(true);
    expect(at(late, '2026-11-23T01:59:00Z')).toBe(true);
    expect(at(late, '2026-11-23T02:00:00Z')).toBe(false);
    expect(at(late, '2026-11-22T01:00:00Z')).toBe(false);
  });

  it('last a whole day when they end at 24:00', () => {
    const day = hours('UTC', [{ day: 'sat', from: '00:00', to: '24:00' }]);
    expect([at(day, '2026-11-21T00:00:00Z'), at(day, '2026-11-21T23:59:59Z'), at(day, '2026-11-22T00:00:00Z')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('are always or never open when they say so', () => {
    expect(at(hours('UTC', 'always'), '2026-01-01T00:00:00Z')).toBe(true);
    expect(at(hours('UTC', 'never'), '2026-01-01T00:00:00Z')).toBe(false);
  });
});

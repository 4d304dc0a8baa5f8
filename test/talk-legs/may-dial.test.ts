import { describe, expect, it } from 'vitest';
import { openCentre } from '../flows/centre.ts';
import { type PhoneNumber, QueueId } from '../../shared/ids.ts';
import { type Calling, callingDefaults } from '../../shared/queues/calling.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { clearToDial } from '../../shared/talk/clear-to-dial.ts';
import { mayDial } from '../../shared/talk/may-dial.ts';

const ours = '+12025550100' as PhoneNumber;
const here: Calling = { ...callingDefaults, country: 'US', callerId: ours };
const judge = (typed: string, calling: Partial<Calling> = {}): string => {
  const judged = mayDial({ ...here, ...calling }, typed);
  return 'refused' in judged ? judged.refused.code : judged.number;
};

describe('a number as somebody types it', () => {
  it.each([
    ['+1 202 555 0133', '+12025550133'],
    ['(202) 555-0133', '+12025550133'],
    ['1-202-555-0133', '+12025550133'],
    ['202.555.0133', '+12025550133'],
    ['', 'not-a-number'],
    ['hello', 'not-a-number'],
    ['12', 'not-a-number'],
    ['+1 202', 'not-a-number'],
    ['call 202 555 0133 now', 'not-a-number'],
    ['+999 1234567', 'not-a-number'],
  ])('%j is %s', (typed, expected) => {
    expect(judge(typed)).toBe(expected);
  });

  it('is read as it is dialled in the company’s country', () => {
    const calling = { country: 'HU', callerId: '+3615550100' as PhoneNumber };
    expect(judge('06 20 555 0133', calling)).toBe('+36205550133');
    expect(judge('+36 20 555 0133', calling)).toBe('+36205550133');
  });

  it.each(['112', '911', '9-1-1', ' 999 ', '+112'])('refuses the emergency number %j with a sentence that says why', (typed) => {
    const judged = mayDial(here, typed);
    if (!('refused' in judged)) throw new Error('It may be called.');
    expect(judged.refused).toMatchObject({ code: 'emergency-number', remedy: 'Use a telephone near you.' });
  });

  it('calls an emergency number where the company allows it', () => {
    expect(judge('911', { emergencyAllowed: true })).toBe('+911');
  });

  it('calls no other country unless it is on the list, and with a list only those', () => {
    expect(judge('+44 20 7946 0018')).toBe('country-not-allowed');
    // Another country of the same plan, where calls can cost a fortune.
    expect(judge('+1 876 555 0133')).toBe('country-not-allowed');
    expect(judge('+44 20 7946 0018', { countries: ['+44'] })).toBe('+442079460018');
    expect(judge('+1 202 555 0133', { countries: ['+44'] })).toBe('country-not-allowed');
  });

  it('calls nothing that is blocked, whatever the country', () => {
    expect(judge('+1 900 555 0133', { blocked: ['+1900'] })).toBe('number-blocked');
    expect(judge('+1 202 555 0133', { blocked: ['+1900'] })).toBe('+12025550133');
  });
});

describe('a call that shall be made', () => {
  async function opened(calling: Partial<Calling> = {}) {
    const centre = await openCentre([]);
    const { db } = centre.world;
    await db.write([{ table: 'settings', put: { ...settingKeys.application, schemaVersion: 1, applicationId: 'application' } }]);
    await db.write([{ table: 'settings', put: { ...settingKeys.calling, ...here, ...calling } }]);
    return centre;
  }

  it('is counted against the hour: of many at the same time no more than the cap are made', async () => {
    const { world, clock } = await opened({ hourlyCap: 3 });
    const all = await Promise.all(Array.from({ length: 6 }, () => clearToDial(world, '202 555 0133', {})));
    expect(all.filter((one) => 'number' in one)).toHaveLength(3);
    expect(all.flatMap((one) => ('refused' in one ? [one.refused.code] : []))).toEqual(['hourly-cap', 'hourly-cap', 'hourly-cap']);
    clock.nowMs += 3_600_000;
    expect(await clearToDial(world, '202 555 0133', {})).toHaveProperty('number');
  });

  it('does not count what may not be called', async () => {
    const { world } = await opened({ hourlyCap: 1 });
    await clearToDial(world, '911', {});
    expect(await clearToDial(world, '202 555 0133', {})).toHaveProperty('number');
  });

  it('shows the queue’s number, else the company’s, else the one that the customer dialled', async () => {
    const { world } = await opened();
    const queueId = QueueId.parse('technical');
    expect(await clearToDial(world, '202 555 0133', { queueId })).toMatchObject({ callerId: ours });
    await world.db.write([{ table: 'settings', update: settingKeys.queue(queueId), set: { callerId: '+12025550109' } }]);
    expect(await clearToDial(world, '202 555 0133', { queueId })).toMatchObject({ callerId: '+12025550109' });
    await world.db.write([{ table: 'settings', update: settingKeys.calling, remove: ['callerId'] }]);
    expect(await clearToDial(world, '202 555 0133', { dialledNumber: '+12025550177' })).toMatchObject({ callerId: '+12025550177' });
    expect(await clearToDial(world, '202 555 0133', {})).toMatchObject({ refused: { code: 'no-telephony' } });
  });

  it('can’t be made without telephony', async () => {
    const centre = await openCentre([]);
    expect(await clearToDial(centre.world, '202 555 0133', {})).toMatchObject({ refused: { code: 'no-telephony' } });
  });
});

import { describe, expect, it } from 'vitest';
import { grouped, newNumber, next, type Happening, type PhoneState } from '../../../local/pages/phone/browser/state.ts';

const idle: PhoneState = { stage: 'idle', number: '+12025550100', pressed: '' };
const after = (...happenings: Happening[]): PhoneState => happenings.reduce(next, idle);

describe('the state of the browser phone', () => {
  it('goes from dialling over ringing to a connected call and its end', () => {
    const talking = after({ type: 'dialled' }, { type: 'ringing' }, { type: 'answered', atMs: 1000 });
    expect(talking.stage).toBe('talking');
    expect(next(talking, { type: 'ended', code: 0, atMs: 66_000 })).toMatchObject({ stage: 'ended', sentence: 'Call ended after 1:05.' });
  });

  it('takes keys as digits of the number before the call and as pressed keys in it', () => {
    expect(after({ type: 'erased' }, { type: 'key', key: '7' }).number).toBe('+12025550107');
    const talking = after({ type: 'dialled' }, { type: 'answered', atMs: 0 }, { type: 'key', key: '2' });
    expect([talking.number, talking.pressed]).toEqual(['+12025550100', '2']);
    expect(after({ type: 'dialled' }, { type: 'key', key: '2' }).pressed).toBe('');
  });

  it('is rung only while it is free, and connected after it was accepted', () => {
    const rung = after({ type: 'rung', caller: '+12025550199' });
    expect(rung).toMatchObject({ stage: 'rung', caller: '+12025550199', number: '+12025550100' });
    expect(next(rung, { type: 'key', key: '1' })).toEqual(rung);
    expect(next(next(rung, { type: 'accepted' }), { type: 'answered', atMs: 0 }).stage).toBe('talking');
    expect(after({ type: 'dialled' }, { type: 'rung', caller: '' }).stage).toBe('calling');
  });

  it.each([
    [{ type: 'declined' }, 'You declined'],
    [{ type: 'stopped' }, 'gave up'],
  ] as const)('tells why it rings no more after %j', (happening, words) => {
    expect(after({ type: 'rung', caller: '' }, happening)).toMatchObject({
      stage: 'ended',
      sentence: expect.stringContaining(words) as string,
    });
    expect(after({ type: 'dialled' }, happening).stage).toBe('calling');
  });

  it('keeps only what can be dialled of a pasted number', () => {
    expect(after({ type: 'number', number: '+1 (202) 555-0199 ext' }).number).toBe('+12025550199');
  });

  it.each([
    [404, 'Nobody answers at this number'],
    [486, 'busy'],
    [503, 'All lines are taken'],
    [487, 'You hung up'],
    [480, 'The terminal says why'],
  ])('tells what status %i means', (code, words) => {
    expect(after({ type: 'dialled' }, { type: 'ended', code, atMs: 0 }).sentence).toContain(words);
  });

  it('makes new numbers that are kept free for fiction, and groups them', () => {
    expect(newNumber(() => 0.999)).toBe('+18085550199');
    expect(grouped('+18085550199')).toBe('+1 808 555 0199');
  });
});

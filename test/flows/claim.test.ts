import { describe, expect, it } from 'vitest';
import { claimed } from '../../shared/flows/claim.ts';
import { contactKeys } from '../../shared/contacts/contact.ts';
import { TransactionId } from '../../shared/ids.ts';
import { openCentre } from './centre.ts';

const transaction = TransactionId.parse('transaction');
const first = { transactionId: transaction, run: 0, step: 1 };

describe('claiming a result', () => {
  it('does the work once, also when two are at it at the same time', async () => {
    const { world } = await openCentre([]);
    let times = 0;
    let finish = (): void => {};
    const work = () => new Promise<number>((resolve) => (finish = () => resolve(++times)));
    const one = claimed(world, first, work);
    const second = claimed(world, first, async () => 99);
    const asked = await Promise.race([second, new Promise((resolve) => setTimeout(() => resolve('waits'), 50))]);
    finish();
    expect([asked, await one, await second, times]).toEqual(['waits', 1, 1, 1]);
    expect(await claimed(world, first, work)).toBe(1);
  });

  it('takes over from a worker that died', async () => {
    const { world, clock } = await openCentre([]);
    let result = (_: string): void => {};
    const dead = claimed(world, first, () => new Promise<string>((resolve) => (result = resolve)));
    await new Promise((resolve) => setTimeout(resolve, 5));
    clock.nowMs += 4_600;
    expect(await claimed(world, first, async () => 'mine')).toBe('mine');
    // It was not dead after all: what stands there counts.
    result('late');
    expect(await dead).toBe('mine');
  });

  it('lets a repeat try again when the work failed', async () => {
    const { world } = await openCentre([]);
    await expect(claimed(world, first, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await claimed(world, first, async () => 'yes')).toBe('yes');
  });

  it('vanishes by itself after a day', async () => {
    const { world, clock } = await openCentre([]);
    await claimed(world, { ...first, step: 4 }, async () => true);
    const item = await world.db.get('contacts', contactKeys.step(transaction, 4));
    expect(item?.['expiresAt']).toBe(Math.floor(clock.nowMs / 1000) + 86_400);
  });
});

import { z } from 'zod';
import { type CustomerId, CustomerId as CustomerIdSchema } from '../ids.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { Customer, customerKeys } from './customer.ts';
import { isPin } from './pin.ts';

export type PinCheck = 'right' | 'wrong' | 'locked-out';

/** The item that says whose a customer number is. */
const Owner = z.object({ customerId: CustomerIdSchema });
/** Wrong PINs since the last right one. */
const Wrongs = z.object({ wrong: z.number().int(), lockedUntilMs: z.number().optional() });

export interface LockOut {
  /** So many wrong PINs lock the customer number. */
  wrongMost: number;
  lockMinutes: number;
}

/** The customer with this customer number. */
export async function customerNumbered({ db }: World, customerNumber: string): Promise<CustomerId | undefined> {
  const item = await db.get('customers', customerKeys.customerNumber(customerNumber));
  return item === undefined ? undefined : Owner.parse(item).customerId;
}

/** Counts the try as a wrong one before it is judged, so that many at once are no more than their number. False: locked. */
async function countTry(world: World, customerId: CustomerId, { wrongMost, lockMinutes }: LockOut): Promise<boolean> {
  const key = customerKeys.wrongPins(customerId);
  return settle<boolean>(world, async () => {
    const nowMs = world.now();
    const item = await world.db.get('customers', key);
    const before = item === undefined ? { wrong: 0 } : Wrongs.parse(item);
    if (before.lockedUntilMs !== undefined && before.lockedUntilMs > nowMs) return { stop: false };
    const wrong = (before.lockedUntilMs === undefined ? before.wrong : 0) + 1;
    const lockedUntilMs = wrong >= wrongMost ? nowMs + lockMinutes * 60_000 : undefined;
    const asRead = item === undefined ? { if: 'attribute_not_exists(pk)' } : { if: 'tries = :tries', values: { ':tries': item['tries'] } };
    const put = {
      ...key,
      schemaVersion: 1,
      wrong,
      tries: Number(item?.['tries'] ?? 0) + 1,
      ...(lockedUntilMs === undefined ? {} : { lockedUntilMs }),
    };
    return { write: [{ table: 'customers', put, ...asRead }], then: true };
  });
}

/** Is it the customer's PIN? Nobody's is always wrong. The last wrong one that is allowed locks the number at once. */
export async function checkPin(world: World, customerId: CustomerId | undefined, pin: string, lockOut: LockOut): Promise<PinCheck> {
  const item = customerId === undefined ? undefined : await world.db.get('customers', customerKeys.customer(customerId));
  const customer = item === undefined ? undefined : Customer.parse(item);
  if (customer === undefined) {
    await isPin(pin, undefined);
    return 'wrong';
  }
  const key = customerKeys.wrongPins(customer.customerId);
  if (!(await countTry(world, customer.customerId, lockOut))) return 'locked-out';
  if (await isPin(pin, customer.pinHash)) {
    await world.db.write([{ table: 'customers', delete: key }]);
    return 'right';
  }
  const { lockedUntilMs } = Wrongs.parse((await world.db.get('customers', key)) ?? { wrong: 0 });
  return lockedUntilMs !== undefined && lockedUntilMs > world.now() ? 'locked-out' : 'wrong';
}

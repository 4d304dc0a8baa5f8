import { z } from 'zod';
import { CustomerId, instant, type PhoneNumber } from '../ids.ts';
import { factWrites } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { customerKeys, type Customer } from './customer.ts';

/** The item that says whose a number is. */
export const NumberOwner = z.object({ schemaVersion: z.literal(1), customerId: CustomerId });

function newCustomer(world: World, number: PhoneNumber): Customer {
  const nowMs = world.now();
  const customerId = CustomerId.parse(world.newId());
  return { schemaVersion: 1, customerId, version: 1, seq: 1, name: '', numbers: [number], createdAt: instant(nowMs) };
}

/**
 * The customer with a number, or a new one. The number's item is conditional on absence, so of calls that come at the same time
 * one makes the customer and the others find it.
 */
export async function identifyCustomer(world: World, number: PhoneNumber): Promise<{ customerId: CustomerId; created: boolean }> {
  return settle<{ customerId: CustomerId; created: boolean }>(world, async () => {
    const owner = await world.db.get('customers', customerKeys.number(number));
    if (owner !== undefined) return { stop: { customerId: NumberOwner.parse(owner).customerId, created: false } };
    const customer = newCustomer(world, number);
    const { customerId, createdAt } = customer;
    const absent = { table: 'customers' as const, if: 'attribute_not_exists(pk)' };
    return {
      write: [
        { ...absent, put: { ...customerKeys.number(number), schemaVersion: 1, customerId } },
        { ...absent, put: { ...customerKeys.customer(customerId), ...customer } },
        ...factWrites('customers', (seq) => customerKeys.fact(customerId, seq), customerId, 0, createdAt, [
          { type: 'CustomerCreated', data: { from: 'call' } },
        ]),
      ],
      then: { customerId, created: true },
    };
  });
}

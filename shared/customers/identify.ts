import { z } from 'zod';
import { ContactId, CustomerId, instant, type PhoneNumber } from '../ids.ts';
import { factWrites } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { customerKeys, type Customer } from './customer.ts';

/** The item that says whose a number is, and the contact for which the customer was made, if it was for one. */
export const NumberOwner = z.object({ schemaVersion: z.literal(1), customerId: CustomerId, madeFor: ContactId.optional() });

interface Identified {
  customerId: CustomerId;
  created: boolean;
}

function newCustomer(world: World, number: PhoneNumber): Customer {
  const nowMs = world.now();
  const customerId = CustomerId.parse(world.newId());
  return { schemaVersion: 1, customerId, version: 1, seq: 1, name: '', numbers: [number], createdAt: instant(nowMs) };
}

/**
 * The customer with a number, or a new one. The number's item is conditional on absence, so of calls that come at the same time
 * one makes the customer and the others find it. `created`: for this contact; whoever asks for it again hears the same.
 */
export async function identifyCustomer(world: World, number: PhoneNumber, contactId?: ContactId): Promise<Identified> {
  return settle<Identified>(world, async () => {
    const item = await world.db.get('customers', customerKeys.number(number));
    if (item !== undefined) {
      const { customerId, madeFor } = NumberOwner.parse(item);
      return { stop: { customerId, created: madeFor !== undefined && madeFor === contactId } };
    }
    const customer = newCustomer(world, number);
    const { customerId, createdAt } = customer;
    const absent = { table: 'customers' as const, if: 'attribute_not_exists(pk)' };
    return {
      write: [
        {
          ...absent,
          put: { ...customerKeys.number(number), schemaVersion: 1, customerId, ...(contactId === undefined ? {} : { madeFor: contactId }) },
        },
        { ...absent, put: { ...customerKeys.customer(customerId), ...customer } },
        ...factWrites('customers', (seq) => customerKeys.fact(customerId, seq), customerId, 0, createdAt, [
          { type: 'CustomerCreated', data: { from: 'call' } },
        ]),
      ],
      then: { customerId, created: true },
    };
  });
}

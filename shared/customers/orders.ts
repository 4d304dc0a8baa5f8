/** Orders, as a company's own system would tell of them: the sample of a data dip. They lie beside their customer. */
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { CustomerId, Instant } from '../ids.ts';

export const orderStates = ['received', 'packed', 'sent', 'delivered'] as const;
export type OrderState = (typeof orderStates)[number];

export const Order = z.object({
  schemaVersion: z.literal(1),
  customerId: CustomerId,
  orderNumber: z.string().regex(/^\d{4,10}$/),
  state: z.enum(orderStates),
  /** The day on which it will arrive, or has arrived. */
  arrivesOn: z.iso.date(),
  orderedAt: Instant,
});
export type Order = z.infer<typeof Order>;

export const orderKey = ({ customerId, orderedAt, orderNumber }: Pick<Order, 'customerId' | 'orderedAt' | 'orderNumber'>) => ({
  pk: `CUSTOMER#${customerId}`,
  sk: `ORDER#${orderedAt}#${orderNumber}`,
});

/** The customer's newest order; undefined when they have none. */
export async function latestOrder(db: Database, customerId: CustomerId): Promise<Order | undefined> {
  const { pk } = orderKey({ customerId, orderedAt: '', orderNumber: '' });
  const [newest] = await db.query({ table: 'customers', pk, prefix: 'ORDER#', newestFirst: true, limit: 1 });
  return newest === undefined ? undefined : Order.parse(newest);
}

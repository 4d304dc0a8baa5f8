/** Twenty customers with a past. Numbers are from the block that is kept free for fiction (+1 202 555 01xx). */
import type { Disposition } from '../../shared/contacts/words.ts';
import { type OrderState, orderStates } from '../../shared/customers/orders.ts';
import type { TicketStatus } from '../../shared/tickets/words.ts';

export interface EarlierCall {
  daysAgo: number;
  topic: 'product' | 'technical' | 'billing' | 'returns' | 'operator';
  minutes: number;
  disposition: Disposition;
  subject: string;
  notes: string;
  status: TicketStatus;
}
export interface DemoCustomer {
  /** What `--as` and the browser phone call them. */
  key: string;
  name: string;
  number: string;
  company?: string;
  email: string;
  /** By which they say on the telephone who they are: 70011 for the number that ends in 11, and so on; the PIN is the number's end twice. */
  customerNumber: string;
  pin: string;
  /** A parcel that is on its way, or has come: half of them have one. */
  order?: { orderNumber: string; state: OrderState; inDays: number };
  calls: EarlierCall[];
}

const call = (
  daysAgo: number,
  topic: EarlierCall['topic'],
  minutes: number,
  disposition: Disposition,
  status: TicketStatus,
  subject: string,
  notes: string,
): EarlierCall => ({ daysAgo, topic, minutes, disposition, status, subject, notes });

const orderOf = (last: number): NonNullable<DemoCustomer['order']> => {
  const at = ((last - 1) / 2) % orderStates.length;
  return { orderNumber: `1002${last}`, state: orderStates[at] ?? 'sent', inDays: 3 - 2 * at };
};

const customer = (last: number, name: string, company: string | undefined, ...calls: EarlierCall[]): DemoCustomer => {
  const key = (name.split(' ')[0] ?? name).toLowerCase();
  return {
    key,
    name,
    number: `+120255501${String(last).padStart(2, '0')}`,
    ...(company === undefined ? {} : { company }),
    email: `${key}@example.com`,
    customerNumber: `700${last}`,
    pin: `${last}${last}`,
    ...(last % 2 === 0 ? {} : { order: orderOf(last) }),
    calls,
  };
};

export const customers: DemoCustomer[] = [
  customer(
    11,
    'Maria Keller',
    'Keller Floristry',
    call(41, 'product', 4, 'solved', 'resolved', 'Which card reader fits the till', 'Recommended the R2; she ordered it in the shop.'),
    call(
      12,
      'technical',
      9,
      'solved',
      'resolved',
      'Card reader does not pair',
      'Reset and paired again. Firmware was two versions behind.',
    ),
    call(
      2,
      'technical',
      6,
      'follow-up',
      'open',
      'Card reader loses its connection',
      'Drops at noon when the shop is full. Asked for the log file.',
    ),
  ),
  customer(12, 'Tomas Novak', 'Novak Bikes', call(20, 'billing', 5, 'solved', 'closed', 'Invoice sent twice', 'Credited the second one.')),
  customer(
    13,
    'Aisha Rahman',
    undefined,
    call(8, 'returns', 3, 'solved', 'resolved', 'Wrong colour delivered', 'Return label sent by e-mail.'),
  ),
  customer(
    14,
    'Jonas Berg',
    'Berg & Sons',
    call(5, 'technical', 14, 'escalated', 'open', 'Report is empty on Mondays', 'Second line looks at it.'),
  ),
  customer(
    15,
    'Chen Wei',
    'Lotus Tea House',
    call(33, 'product', 7, 'solved', 'closed', 'Number of tills per licence', 'Two; explained the upgrade.'),
  ),
  customer(
    16,
    'Eleni Papadaki',
    undefined,
    call(3, 'billing', 4, 'solved', 'resolved', 'Change of bank account', 'Changed and confirmed by e-mail.'),
  ),
  customer(
    17,
    'Peter Szabo',
    'Szabo Bakery',
    call(15, 'technical', 11, 'solved', 'closed', 'Printer prints blank pages', 'Paper was upside down.'),
  ),
  customer(
    18,
    'Grace Okafor',
    'Okafor Legal',
    call(9, 'operator', 2, 'wrong-number', 'closed', 'Looking for another company', 'Gave her the right number.'),
  ),
  customer(
    19,
    'Lucas Martin',
    undefined,
    call(6, 'returns', 5, 'solved', 'resolved', 'Refund not arrived', 'Bank needs three days; arrived while we spoke.'),
  ),
  customer(
    20,
    'Ines Duarte',
    'Duarte Design',
    call(27, 'product', 8, 'follow-up', 'open', 'Offer for five seats', 'Sales will call back on Friday.'),
  ),
  customer(21, 'Oskar Wolff', undefined, call(50, 'billing', 3, 'solved', 'closed', 'Copy of an invoice', 'Sent again.')),
  customer(
    22,
    'Hana Sato',
    'Sato Import',
    call(18, 'technical', 13, 'solved', 'resolved', 'Scanner beeps twice', 'Setting for double scan was on.'),
  ),
  customer(
    23,
    'Daniel Reyes',
    'Reyes Garage',
    call(7, 'product', 6, 'solved', 'closed', 'Difference of the two plans', 'Stays with the small one.'),
  ),
  customer(
    24,
    'Sofia Rossi',
    undefined,
    call(11, 'returns', 4, 'solved', 'resolved', 'Parcel came back', 'Address had a typing error; sent again.'),
  ),
  customer(
    25,
    'Noah Fischer',
    'Fischer IT',
    call(1, 'technical', 17, 'escalated', 'open', 'Interface answers slowly', 'Slow since the last release, with example calls.'),
  ),
  customer(
    26,
    'Amara Diallo',
    undefined,
    call(22, 'billing', 5, 'solved', 'closed', 'Reminder in spite of payment', 'Payment had no reference; matched.'),
  ),
  customer(27, 'Viktor Horak', 'Horak Hotel', call(13, 'operator', 3, 'solved', 'closed', 'Asks for the data sheet', 'Sent by e-mail.')),
  customer(
    28,
    'Emily Carter',
    'Carter Books',
    call(4, 'product', 9, 'follow-up', 'open', 'Gift cards in the till', 'Asked product management; call back promised.'),
  ),
  customer(29, 'Yusuf Demir', undefined, call(30, 'returns', 2, 'solved', 'resolved', 'Return without a box', 'Any box will do.')),
  customer(
    30,
    'Klara Lind',
    'Lind Pottery',
    call(16, 'technical', 8, 'solved', 'resolved', 'Forgotten password', 'Reset; she set up the one-time password.'),
  ),
];

/** The customer that a person means by a first name, whatever its case. */
export const customerCalled = (key: string): DemoCustomer | undefined => customers.find((c) => c.key === key.toLowerCase());

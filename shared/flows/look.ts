import { noteCustomer } from '../contacts/note-customer.ts';
import { identifyCustomer } from '../customers/identify.ts';
import { hoursAt } from '../hours/hours-at.ts';
import { isOpen } from '../hours/is-open.ts';
import { type ContactId, PhoneNumber } from '../ids.ts';
import { takeLeftLook } from '../left/looks.ts';
import { routeOfNumber } from '../queues/settings.ts';
import type { World } from '../world.ts';
import type { Circumstances, Json, Look } from './ask.ts';

/** A withheld number is nobody's: the contact stays anonymous. */
async function identify(world: World, contactId: ContactId, { callerNumber }: Circumstances): Promise<Json> {
  const number = PhoneNumber.safeParse(callerNumber);
  if (!number.success) return { created: false };
  const found = await identifyCustomer(world, number.data);
  await noteCustomer(world, contactId, found);
  return { ...found };
}

/** Hours that nobody has set don't close anything. */
async function open(world: World, { dialledNumber }: Circumstances, hoursId: string | undefined): Promise<boolean> {
  const id = hoursId ?? (await routeOfNumber(world.db, dialledNumber))?.hoursId;
  const hours = id === undefined ? undefined : await hoursAt(world.db, id);
  return hours === undefined || isOpen(hours, world.now());
}

/** Looks outside for a flow. Throws what goes wrong there. */
export async function takeLook(world: World, contactId: ContactId, circumstances: Circumstances, look: Look): Promise<Json> {
  switch (look.kind) {
    case 'identify':
      return identify(world, contactId, circumstances);
    case 'is-open':
      return open(world, circumstances, look.hoursId);
    case 'run':
      return look.task();
    default:
      return takeLeftLook(world, contactId, look);
  }
}

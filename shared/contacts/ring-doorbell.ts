import { type ContactId, instant } from '../ids.ts';
import { desiredOfLeg, type LegAddress, legsOf } from '../talk/desired-of-leg.ts';
import { customerParty, type PartyId } from '../talk/party.ts';
import type { Deadline, World } from '../world.ts';
import type { Contact } from './contact.ts';
import { readContact } from './read-contact.ts';
import type { EndReason } from './words.ts';

/** After so many rings without the call having looked, the contact's own expiry decides. */
export const doorbellAttempts = 8;
const firstWaitMs = 1000;
const longestWaitMs = 15_000;

export type Rung = 'rung' | 'gone' | 'busy';
type Unheard = Extract<Deadline, { kind: 'doorbell-unheard' }>;

/** When the `attempt`th ring (from 1) is repeated, in milliseconds. */
export const doorbellWaitMs = (attempt: number): number => Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));

/** The latest version that a telephone has read and acts by. A party that is gone has read nothing: it is rung until its call is gone too. */
function heardBy(contact: Contact, partyId: PartyId): number {
  if (partyId === customerParty) return contact.heardVersion ?? -1;
  return contact.parties?.find((party) => party.partyId === partyId)?.leg?.heardVersion ?? -1;
}

/** Does the telephone (the customer's, unless told) still have to see this version? */
export const isUnheard = (contact: Contact, version: number, partyId: PartyId = customerParty): boolean =>
  heardBy(contact, partyId) < version;

/** A telephone that is rung. `stray`: a call of the customer's that is not the contact's any more: rung until it is gone. */
type Rings = LegAddress & { stray?: true };

/** The deadline by which a ring is repeated. The customer's address stands in the contact, a party's may be gone with the party. */
async function repeatLater(world: World, contactId: ContactId, leg: Rings, version: number, attempt: number): Promise<void> {
  const { partyId, applicationId, transactionId } = leg;
  const ofParty = partyId === customerParty && leg.stray !== true ? {} : { leg: { partyId, applicationId, transactionId } };
  const at = instant(world.now() + doorbellWaitMs(attempt));
  await world.setDeadline({ kind: 'doorbell-unheard', contactId, version, attempt, ...ofParty }, at);
}

/** Makes a telephone look at its contact, and has it rung again until it has looked: by this version, or by a later one. */
async function ringLeg(world: World, contactId: ContactId, leg: Rings, version: number, attempt = 1): Promise<Rung> {
  const rung = await world.ringDoorbell({ applicationId: leg.applicationId, transactionId: leg.transactionId }, version);
  if (rung !== 'gone' && attempt < doorbellAttempts) await repeatLater(world, contactId, leg, version, attempt);
  return rung;
}

/** A call that nobody wants any more, since its party went while it was being made: it hears so, and goes. */
export const ringStray = async (world: World, contactId: ContactId, leg: LegAddress, version: number): Promise<void> =>
  void (await ringLeg(world, contactId, { ...leg, stray: true }, version));

const customersLeg = (contact: Contact): LegAddress | undefined => legsOf(contact).find((leg) => leg.partyId === customerParty);

/** Rings the customer's call. `gone` says that it is over; a contact that has no call (yet) needs no ring. */
export async function ringDoorbell(world: World, contact: Contact): Promise<Rung> {
  const leg = customersLeg(contact);
  return leg === undefined ? 'rung' : ringLeg(world, contact.contactId, leg, contact.version);
}

/** Ends that the customer's call has told us, or answers itself: it need not be told. */
const knownToCall: readonly (EndReason | undefined)[] = ['caller-hung-up', 'flow-ended', 'lost', 'busy', 'no-answer', 'not-reached'];

/** Out of a flow a call goes by its own events: whoever answers them knows. */
const leavesFlow = (before: Contact, after: Contact): boolean => before.state === 'in-flow' && after.state !== 'ended';

/** Those whose place is another than before, whether they are still parties or not. */
function moved(before: Contact, after: Contact): Rings[] {
  const legs = new Map([...legsOf(before), ...legsOf(after)].map((leg) => [leg.partyId, leg]));
  const place = (contact: Contact, { partyId }: LegAddress) => JSON.stringify(desiredOfLeg(contact, partyId));
  const knows = ({ partyId }: LegAddress) =>
    partyId === customerParty && (knownToCall.includes(after.endReason) || leavesFlow(before, after));
  const isStray = ({ partyId, transactionId }: LegAddress) => partyId === customerParty && after.transactionId !== transactionId;
  return [...legs.values()]
    .filter((leg) => !knows(leg) && (isStray(leg) || place(before, leg) !== place(after, leg)))
    .map((leg) => (isStray(leg) ? { ...leg, stray: true } : leg));
}

/**
 * Rings exactly the telephones whose place the change has changed. Answers what became of the customer's ring: `gone` says that their call
 * is over; `rung` when it needed none.
 */
export async function ringLegs(world: World, before: Contact, after: Contact): Promise<Rung> {
  const rings = await Promise.all(
    moved(before, after).map(async (leg) => ({ leg, rung: await ringLeg(world, after.contactId, leg, after.version) })),
  );
  return rings.find(({ leg }) => leg.partyId === customerParty)?.rung ?? 'rung';
}

/** The safety net of `ringLegs`: sets the deadlines that a writer who died has not set; whoever has looked by then is not rung. */
export async function watchLegs(world: World, before: Contact, after: Contact): Promise<void> {
  await Promise.all(moved(before, after).map((leg) => repeatLater(world, after.contactId, leg, after.version, 1)));
}

/** A ring's deadline: rings again when the telephone has not looked. `gone` when there is no call any more. */
export async function ringAgain(world: World, { contactId, version, attempt, leg }: Omit<Unheard, 'kind'>): Promise<'heard' | Rung> {
  const contact = await readContact(world.db, contactId);
  const partyId = leg?.partyId ?? customerParty;
  const stray = leg?.partyId === customerParty;
  if (contact === undefined || (!stray && !isUnheard(contact, version, partyId))) return 'heard';
  const address: Rings | undefined = stray ? { ...leg, stray } : (leg ?? customersLeg(contact));
  return address === undefined ? 'heard' : ringLeg(world, contactId, address, version, attempt + 1);
}

/** Calls a party's telephone: once, whoever asks how often. */
import { type Contact, contactKeys } from '../contacts/contact.ts';
import { ringStray } from '../contacts/ring-doorbell.ts';
import type { Item } from '../database/database.ts';
import { type ContactId, instant, type TransactionId } from '../ids.ts';
import { readCalling } from '../queues/read-calling.ts';
import type { World } from '../world.ts';
import { callerIdFor } from './clear-to-dial.ts';
import { ownerOf, partyOf } from './conversation.ts';
import { noteLeg } from './note-leg.ts';
import { customerParty, type PartyId } from './party.ts';

/** Somebody who claimed the call and said nothing for so long is taken for dead. */
const leaseMs = 10_000;
/** All lines are taken, or we are throttled: again after this. */
const busyMs = 1_500;
const keptSeconds = 24 * 60 * 60;
/** How the telephone's last sign is awaited beyond its ringing time, in milliseconds. */
const graceMs = 2_000;

/** Whom we call, for which time: a customer may be called back again and again. */
export interface Dialling {
  contactId: ContactId;
  partyId: PartyId;
  attempt?: number | undefined;
}
export const diallingOf = ({ contactId, callback }: Contact, partyId: PartyId): Dialling => ({
  contactId,
  partyId,
  ...(partyId === customerParty && callback !== undefined ? { attempt: callback.attempts } : {}),
});

const dialKey = ({ contactId, partyId, attempt }: Dialling) => ({
  pk: contactKeys.contact(contactId).pk,
  sk: attempt === undefined ? `DIAL#${partyId}` : `DIAL#${partyId}#${attempt}`,
});

/** Whoever writes this may call; a claim without its end is free again after its lease. */
async function claimCall(world: World, call: Dialling): Promise<boolean> {
  const claimedMs = world.now();
  const expiresAt = Math.floor(claimedMs / 1000) + keptSeconds;
  const { outcome } = await world.db.write([
    {
      table: 'contacts',
      put: { ...dialKey(call), schemaVersion: 1, claimedMs, expiresAt },
      if: 'attribute_not_exists(pk) OR (attribute_not_exists(#ended) AND #claimedMs < :dead)',
      names: { '#ended': 'ended', '#claimedMs': 'claimedMs' },
      values: { ':dead': claimedMs - leaseMs },
    },
  ]);
  return outcome === 'written';
}

const endClaim = (world: World, call: Dialling, set: Item) => world.db.write([{ table: 'contacts', update: dialKey(call), set }]);

/** What became of calling a party: not called yet, or again; it rings since then; it can't be called. */
export async function dialOf(world: World, call: Dialling): Promise<'not-yet' | 'refused' | { dialledMs: number }> {
  const item = await world.db.get('contacts', dialKey(call));
  if (item?.['ended'] === 'refused') return 'refused';
  return item?.['ended'] === 'dialled' ? { dialledMs: Number(item['claimedMs']) } : 'not-yet';
}

/** The call is there: everybody can find whose it is, and the party whose is which. A party who has gone meanwhile leaves a stray. */
async function noteCall(world: World, contact: Contact, partyId: PartyId, transactionId: TransactionId): Promise<void> {
  const { contactId } = contact;
  await world.db.write([
    { table: 'contacts', put: { ...contactKeys.transaction(transactionId), schemaVersion: 1, contactId, partyId } },
    { table: 'contacts', update: dialKey(diallingOf(contact, partyId)), set: { ended: 'dialled' } },
  ]);
  const after = await noteLeg(world, contact, partyId, transactionId);
  const applicationId = partyOf(contact, partyId)?.leg?.applicationId;
  const known = partyId === customerParty ? after.transactionId : partyOf(after, partyId)?.leg?.transactionId;
  if (known !== transactionId && applicationId !== undefined) {
    await ringStray(world, contactId, { partyId, applicationId, transactionId }, after.version);
  }
}

/** Nobody has come when it has rung so long. */
async function setDeadlineOf(world: World, contact: Contact, partyId: PartyId): Promise<void> {
  const { ringSeconds } = await readCalling(world.db);
  await world.setDeadline(
    { kind: 'party-unanswered', contactId: contact.contactId, partyId },
    instant(world.now() + ringSeconds * 1000 + graceMs),
  );
}

/** A customer is called when the agent who calls can be heard: nobody shall pick up to silence. One who is called back, when the agent says so. */
export const waitsForOwner = (contact: Contact, partyId: PartyId): boolean =>
  partyId === customerParty &&
  contact.state === 'dialling' &&
  (ownerOf(contact)?.state !== 'here' || (contact.callback?.state === 'open' && contact.callback.dials !== true));

/**
 * Calls a party that is being called and has a telephone. A claim written before goes with each call, so nobody is rung twice. Whatever keeps
 * the call from being made is told by the party's deadline, which also tries again.
 */
export async function dialParty(world: World, contact: Contact, partyId: PartyId): Promise<void> {
  const { contactId } = contact;
  const party = partyOf(contact, partyId);
  const leg = party?.leg;
  if (party?.state !== 'calling' || leg === undefined || leg.transactionId !== undefined) return;
  if (waitsForOwner(contact, partyId)) return;
  const call = diallingOf(contact, partyId);
  if (!(await claimCall(world, call))) {
    // Whoever claimed it may have died before saying when to look again.
    return world.setDeadline({ kind: 'party-unanswered', contactId, partyId }, instant(world.now() + leaseMs));
  }
  await setDeadlineOf(world, contact, partyId);
  const from = await callerIdFor(world.db, contact);
  const { applicationId, number: to } = leg;
  const dialled = from === undefined ? 'refused' : await world.dial({ applicationId, from, to, contactId, partyId });
  if (typeof dialled === 'object') return noteCall(world, contact, partyId, dialled.transactionId);
  await endClaim(world, call, dialled === 'busy' ? { claimedMs: 0 } : { ended: 'refused' });
  await world.setDeadline({ kind: 'party-unanswered', contactId, partyId }, instant(world.now() + (dialled === 'busy' ? busyMs : 0)));
}

/** Strong reads of a contact and of what stands beside it. */
import { z } from 'zod';
import type { Database, Item } from '../database/database.ts';
import { ContactId, type TransactionId } from '../ids.ts';
import { customerParty, PartyId } from '../talk/party.ts';
import { claimPrefix, Contact, contactKeys, Interaction, isInteraction, isOffer, isWord, Offer, Word, withWord } from './contact.ts';

export async function readContact(db: Database, contactId: ContactId): Promise<Contact | undefined> {
  const item = await db.get('contacts', contactKeys.contact(contactId));
  return item === undefined ? undefined : Contact.parse(item);
}

/** A contact that somebody already refers to. Throws when there is none: that is a fault. */
export async function requireContact(db: Database, contactId: ContactId): Promise<Contact> {
  const contact = await readContact(db, contactId);
  if (contact === undefined) throw new Error(`There is no contact ${contactId}`);
  return contact;
}

/** What the item of a transaction says: whose call it is. What came in is the customer's. */
export const TransactionOwner = z.object({ contactId: ContactId, partyId: PartyId.default(customerParty) });
export type TransactionOwner = z.infer<typeof TransactionOwner>;

export async function ownerOfTransaction(db: Database, transactionId: TransactionId): Promise<TransactionOwner | undefined> {
  const item = await db.get('contacts', contactKeys.transaction(transactionId));
  return item === undefined ? undefined : TransactionOwner.parse(item);
}

/** The contact of a call, found without the call's attributes. */
export async function contactOfTransaction(db: Database, transactionId: TransactionId): Promise<Contact | undefined> {
  const owner = await ownerOfTransaction(db, transactionId);
  return owner === undefined ? undefined : readContact(db, owner.contactId);
}

export async function readOffer(db: Database, contactId: ContactId, n: number): Promise<Offer | undefined> {
  const item = await db.get('contacts', contactKeys.offer(contactId, n));
  return item === undefined ? undefined : Offer.parse(item);
}

const listClaims = (db: Database, contactId: ContactId): Promise<Item[]> =>
  db.query({ table: 'contacts', pk: contactKeys.contact(contactId).pk, prefix: claimPrefix });

const those = (items: readonly Item[], is: (sk: string) => boolean): Item[] => items.filter(({ sk }) => is(String(sk)));

/** Pure: everybody's share, with what was said of it, out of a contact's items. */
export function sharesIn(items: readonly Item[]): Interaction[] {
  const words = new Map(those(items, isWord).map((item) => [item['n'], Word.parse(item)]));
  return those(items, isInteraction).map((item) => withWord(Interaction.parse(item), words.get(item['n'])));
}

/** All offers made of a contact, oldest first. */
export const listOffers = async (db: Database, contactId: ContactId): Promise<Offer[]> =>
  those(await listClaims(db, contactId), isOffer).map((item) => Offer.parse(item));

/** Everybody's share of a contact, oldest first. */
export const listInteractions = async (db: Database, contactId: ContactId): Promise<Interaction[]> =>
  sharesIn(await listClaims(db, contactId));

export async function readInteraction(db: Database, contactId: ContactId, n: number): Promise<Interaction | undefined> {
  const keys = [contactKeys.interaction(contactId, n), contactKeys.word(contactId, n)];
  const items = await Promise.all(keys.map((key) => db.get('contacts', key)));
  return sharesIn(items.filter((item) => item !== undefined))[0];
}

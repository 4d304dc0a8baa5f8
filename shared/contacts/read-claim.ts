/** One read of a contact and of its latest claim: offer, share and the way into the meeting. */
import type { Database, Item, Key } from '../database/database.ts';
import type { ContactId } from '../ids.ts';
import { Contact, contactKeys, contactOrClaim, Interaction, Offer, Word, withWord } from './contact.ts';
import { parseMeeting, type MeetingSeats } from './meeting.ts';

export interface Claim {
  contact?: Contact | undefined;
  /** With what was said of it. */
  interaction?: Interaction | undefined;
  offer?: Offer | undefined;
  meeting?: MeetingSeats | undefined;
}
export type Part = Exclude<keyof Claim, 'contact'>;

/**
 * The contact, and these parts of its claim `n` (absent: of the one it is bound by), at the price of one read when that is the latest. What lies
 * further down is read by itself. A query sees each item as it was at some moment of its own: what is decided by several of them needs conditions,
 * as by several reads.
 */
export async function readClaim(db: Database, contactId: ContactId, parts: readonly Part[], n?: number): Promise<Claim> {
  const { pk } = contactKeys.contact(contactId);
  const limit = 1 + parts.length;
  const items = await db.query({ table: 'contacts', pk, prefix: contactOrClaim, newestFirst: true, limit });
  const found = new Map(items.map((item) => [String(item['sk']), item]));
  const own = found.get(contactKeys.contact(contactId).sk);
  const contact = own === undefined ? undefined : Contact.parse(own);
  const of = n ?? contact?.n;
  if (of === undefined) return { contact };
  const lowest = items.length < limit ? '' : String(items.at(-1)?.['sk']);
  const find = async (part: Part | 'word'): Promise<Item | undefined> => {
    const key: Key = contactKeys[part](contactId, of);
    if (!parts.includes(part === 'word' ? 'interaction' : part)) return undefined;
    return key.sk >= lowest ? found.get(key.sk) : db.get('contacts', key);
  };
  const [interaction, word, offer, meeting] = await Promise.all([find('interaction'), find('word'), find('offer'), find('meeting')]);
  return {
    contact,
    ...(interaction === undefined ? {} : { interaction: withWord(Interaction.parse(interaction), word && Word.parse(word)) }),
    ...(offer === undefined ? {} : { offer: Offer.parse(offer) }),
    ...(meeting === undefined ? {} : { meeting: parseMeeting(meeting) }),
  };
}

/**
 * Keys for the far end: each is sent once, by whichever answer takes it first. Only the answer to an event whose actions the service takes on in
 * any case may take any; all others ring the telephone's doorbell. While tones sound nothing else is asked of the telephone, since a newer
 * list would drop what has not begun.
 */
import { z } from 'zod';
import { contactKeys } from '../contacts/contact.ts';
import type { Press } from '../talk/presses.ts';
import { applicationIdOf } from '../telephony/observe.ts';
import type { World } from '../world.ts';
import type { Leg } from './answer-from-contact.ts';
import { type Heard, transactionOf } from './reception.ts';

/**
 * What was taken last, by the answer to which event, and until when its tones may sound. `decided`: no event up to this one takes any more; of one
 * that comes twice the first answer counts, whatever the second says.
 */
const Taken = z.object({
  from: z.number(),
  upTo: z.number(),
  transactionId: z.string(),
  sequence: z.number(),
  untilMs: z.number(),
  decided: z.number(),
});
export type Taken = z.infer<typeof Taken>;

export type Taking =
  | { taking: 'now'; digits: string; taken: Taken }
  /** All of them were taken before. */
  | { taking: 'done'; taken?: Taken }
  /** Tones sound: their end tells. */
  | { taking: 'later'; taken: Taken }
  | { taking: 'by-doorbell' };

/** The service sends that many at once. */
const mostDigits = 50;
/** A tone with its gap. What passes until the first is the longest that the service waits for an answer: the end of the tones tells of itself. */
const toneMs = 400;
const leadMs = 21_000;
/** Their actions replace the list whatever has happened since; those of other events may be overtaken, and are dropped then. */
const takenOn: readonly string[] = ['CALL_UPDATE_REQUESTED', 'DIGITS_RECEIVED', 'CALL_ANSWERED'];

/** Pure: as many presses as go at once, after those up to `from`. */
function some(presses: readonly Press[], from: number): { digits: string; upTo: number } {
  let [digits, upTo] = ['', from];
  for (const press of presses) {
    if (press.id <= from) continue;
    if (digits !== '' && digits.length + press.digits.length > mostDigits) break;
    digits += press.digits;
    upTo = press.id;
  }
  return { digits, upTo };
}

/** Pure: whether the answer to an event sends keys, and which. The same event again gets the same keys: only one of its answers counts. */
export function takeKeys(
  presses: readonly Press[],
  before: Taken | undefined,
  event: { type: string; transactionId: string; sequence: number },
  nowMs: number,
): Taking {
  const { type, transactionId, sequence } = event;
  if (before?.transactionId === transactionId && before.sequence === sequence) {
    const upToThat = presses.filter(({ id }) => id <= before.upTo);
    return { taking: 'now', digits: some(upToThat, before.from).digits, taken: before };
  }
  const from = before?.upTo ?? 0;
  const { digits, upTo } = some(presses, from);
  const isSame = before?.transactionId === transactionId;
  const decided = isSame ? Math.max(before.decided, sequence) : sequence;
  if (digits === '') return { taking: 'done', ...(before === undefined ? {} : { taken: { ...before, decided } }) };
  if (before !== undefined && before.untilMs > nowMs) return { taking: 'later', taken: { ...before, decided } };
  if (!takenOn.includes(type) || (isSame && sequence <= before.decided)) return { taking: 'by-doorbell' };
  const untilMs = nowMs + leadMs + toneMs * digits.length;
  return { taking: 'now', digits, taken: { from, upTo, transactionId, sequence, untilMs, decided } };
}

const keyOf = ({ contact, partyId }: Leg) => ({ pk: contactKeys.contact(contact.contactId).pk, sk: `KEYS#${partyId}` });
/** For as long as a call can last. */
const keptSeconds = 24 * 60 * 60;

async function readTaken(world: World, leg: Leg): Promise<Taken | undefined> {
  const item = await world.db.get('contacts', keyOf(leg));
  return item === undefined ? undefined : Taken.parse(item);
}

/** True when it was written; false when somebody else has taken keys meanwhile. */
async function noteTaken(world: World, leg: Leg, before: Taken | undefined, taken: Taken): Promise<boolean> {
  const put = { ...keyOf(leg), schemaVersion: 1, ...taken, expiresAt: Math.floor(world.now() / 1000) + keptSeconds };
  const unchanged =
    before === undefined
      ? { if: 'attribute_not_exists(pk)' }
      : {
          if: '#upTo = :upTo AND #decided = :decided',
          names: { '#upTo': 'upTo', '#decided': 'decided' },
          values: { ':upTo': before.upTo, ':decided': before.decided },
        };
  return (await world.db.write([{ table: 'contacts', put, ...unchanged }])).outcome === 'written';
}

/** The same on the tables. Whoever may not take keys but sees some that nobody has taken rings for an answer that may. */
export async function takeKeysOf(world: World, heard: Heard, leg: Leg, presses: readonly Press[]): Promise<Taking> {
  const { event } = heard;
  const transactionId = transactionOf(heard);
  const before = await readTaken(world, leg);
  const asked = { type: event.InvocationEventType, transactionId, sequence: event.Sequence };
  const taking = takeKeys(presses, before, asked, world.now());
  if (taking.taking === 'by-doorbell')
    await world.ringDoorbell({ applicationId: applicationIdOf(event), transactionId }, leg.contact.version);
  if (!('taken' in taking) || taking.taken === before) return taking;
  // Somebody else has decided meanwhile: by that it is decided anew.
  return (await noteTaken(world, leg, before, taking.taken)) ? taking : takeKeysOf(world, heard, leg, presses);
}

/**
 * Pure: what is known after an event that tells of the end of tones, on a call that has sent the keys up to `pressed`. One that is told again, of
 * tones before the last, ends nothing.
 */
export const tonesOver = (taken: Taken, pressed: number | undefined): Taken =>
  taken.untilMs === 0 || pressed !== taken.upTo ? taken : { ...taken, untilMs: 0 };

/** The same on the tables. */
export async function tonesAreOver(world: World, leg: Leg, pressed: number | undefined): Promise<void> {
  const before = await readTaken(world, leg);
  if (before === undefined) return;
  const after = tonesOver(before, pressed);
  if (after !== before && !(await noteTaken(world, leg, before, after))) await tonesAreOver(world, leg, pressed);
}

/** Do tones sound that a newer list might drop? */
export const toneSounds = async (world: World, leg: Leg): Promise<boolean> => ((await readTaken(world, leg))?.untilMs ?? 0) > world.now();

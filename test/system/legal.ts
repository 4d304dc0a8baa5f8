/** What must be true of a center in which nobody does anything any more. */
import { expect } from 'vitest';
import { readFacts } from '../../shared/contacts/read-facts.ts';
import { ContactId } from '../../shared/ids.ts';
import type { Fact, FactType } from '../../shared/facts/facts.ts';
import { queueIds, type Center } from './center.ts';

const withinMs = 30_000;

/** What is told of a contact that is over: who leaves with it, and the message that its caller left. */
const afterwards: readonly FactType[] = ['PartyLeft', 'PartyRefused', 'VoicemailLeft'];

/** Pure: what is wrong with the story of a contact that is over, as sentences. */
export function illegal(told: readonly Fact[]): string[] {
  const count = (type: FactType): number => told.filter((fact) => fact.type === type).length;
  const ended = told.findIndex(({ type }) => type === 'ContactEnded');
  const after = told.slice(ended + 1).filter(({ type }) => !type.startsWith('WrapUp') && !afterwards.includes(type));
  return [
    ...(told.some(({ seq }, i) => seq !== i + 1) ? ['its facts are not numbered without gaps'] : []),
    ...(count('ContactArrived') + count('ContactDialled') === 1 ? [] : ['it did not begin once']),
    ...(count('ContactEnded') === 1 ? [] : [`it ended ${count('ContactEnded')} times`]),
    ...(count('EntryLeft') === count('ContactQueued') ? [] : ['it did not leave each queue once']),
    ...(count('ContactResumed') <= count('ContactHeld') ? [] : ['it was resumed more often than held']),
    ...(ended >= 0 && after.length > 0 ? [`after its end: ${after.map(({ type }) => type).join(', ')}`] : []),
  ];
}

/** No leg, no meeting, no place in a queue, no letter that could not be delivered; and every contact’s story is whole. */
export async function expectNothingLeft(center: Center, since: string): Promise<void> {
  const { gateway } = center.system;
  await expect.poll(() => gateway.calls(), { timeout: withinMs, message: 'legs that are left' }).toEqual([]);
  await expect.poll(() => gateway.meetings(), { timeout: withinMs, message: 'meetings that are left' }).toEqual([]);
  for (const queueId of queueIds) expect(await center.places('QUEUE', queueId), `who waits for ${queueId}`).toEqual([]);
  expect(center.deadLetters()).toEqual([]);
  const contacts = new Set(
    center.facts.all.filter(({ at, factId }) => at >= since && factId.startsWith('contact#')).map(({ subjectId }) => subjectId),
  );
  for (const contactId of contacts) {
    const facts = await readFacts(center.db, ContactId.parse(contactId));
    expect(illegal(facts), `${contactId}: ${facts.map(({ type }) => type).join(', ')}`).toEqual([]);
  }
}

/** What an agent says of a contact is put once, and the contact itself is left alone. */
import { expect, test } from 'vitest';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { completeWrapUp } from '../../shared/agents/complete-wrap-up.ts';
import { extendWrapUp } from '../../shared/agents/extend-wrap-up.ts';
import { wrapUpDeadline } from '../../shared/agents/wrap-up-due.ts';
import { contactKeys, Interaction, isInteraction, isWord } from '../../shared/contacts/contact.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { readHistory } from '../../shared/contacts/history.ts';
import { noteCustomer } from '../../shared/contacts/note-customer.ts';
import { listInteractions, readInteraction } from '../../shared/contacts/read-contact.ts';
import { readFacts } from '../../shared/contacts/read-facts.ts';
import { readTimeline } from '../../shared/contacts/timeline.ts';
import type { Database, Item } from '../../shared/database/database.ts';
import { ContactId, CustomerId, instant } from '../../shared/ids.ts';
import { WrapUpRequest } from '../../shared/wire/api.ts';
import type { World } from '../../shared/world.ts';
import { takeBackContact } from '../../shared/talk/take-back-contact.ts';
import { comes, consults, must, present, type Talk, talking } from '../talk/talk.ts';

const said = (n: number, notes = 'The boiler is on again.') =>
  WrapUpRequest.parse({ n, disposition: 'solved', ticketStatus: 'resolved', notes });

/** Anna wraps up after a call. */
async function wrapping(): Promise<Talk> {
  const talk = await talking();
  await endContact(talk.center.world, talk.contactId, 'caller-hung-up');
  return talk;
}

const over = ({ center }: Talk) => void (center.clock.now += 10 * 60_000);
const tickets = ({ center }: Talk) => center.stream('tickets', 0).filter(({ change }) => change.sk === 'TICKET').length;
const endings = async ({ center, contactId }: Talk) =>
  (await readFacts(center.world.db, contactId)).filter(({ type }) => type.startsWith('WrapUp')).map(({ type }) => type);

/** Numbers that no fact of the contact has, up to its last. */
async function missing(talk: Talk): Promise<number[]> {
  const told = (await readFacts(talk.center.world.db, talk.contactId)).map(({ seq }) => seq);
  expect(new Set(told).size).toBe(told.length);
  const { seq } = await present(talk);
  return Array.from({ length: seq }, (_, i) => i + 1).filter((one) => !told.includes(one));
}

/** The world of an invocation before whose first write something else happens. */
function overtaken({ center: { world } }: Talk, meanwhile: () => Promise<unknown>): World {
  let first = true;
  const write: Database['write'] = async (...asked) => {
    if (first) {
      first = false;
      await meanwhile();
    }
    return world.db.write(...asked);
  };
  return { ...world, db: { ...world.db, write } };
}

/** The world of an invocation whose first `times` queries find these items as `see` has them. */
function seeing({ center: { world } }: Talk, times: number, see: (items: Item[]) => Item[]): World {
  let left = times;
  const query: Database['query'] = async ({ limit, ...asked }) => {
    const items = await world.db.query(asked);
    return (left-- > 0 ? see(items) : items).slice(0, limit);
  };
  return { ...world, db: { ...world.db, query } };
}
const withoutWord = (items: Item[]) => items.filter(({ sk }) => !isWord(String(sk)));

test('a wrap-up that is handed in puts a word beside the share, of less than a kilobyte, and writes neither share nor contact', async () => {
  const talk = await wrapping();
  const { center, contactId, anna } = talk;
  const before = await present(talk);
  const share = await center.world.db.get('contacts', contactKeys.interaction(contactId, 1));
  expect(await missing(talk)).toEqual([share?.['wrapUpSeq']]);
  expect(await completeWrapUp(center.world, anna, contactId, said(1))).toEqual({ done: true });
  expect(await present(talk)).toEqual(before);
  expect(await center.world.db.get('contacts', contactKeys.interaction(contactId, 1))).toEqual(share);
  expect(await missing(talk)).toEqual([]);
  const word = await center.world.db.get('contacts', contactKeys.word(contactId, 1));
  expect(JSON.stringify(word).length).toBeLessThan(1024);
  const merged = await readInteraction(center.world.db, contactId, 1);
  expect(merged).toMatchObject({ state: 'completed', disposition: 'solved', notes: 'The boiler is on again.', agentId: anna });
  expect(await listInteractions(center.world.db, contactId)).toEqual([merged]);
});

test('a wrap-up that was handed in before words were is left as it is', async () => {
  const talk = await wrapping();
  const { center, contactId, anna } = talk;
  const completed = {
    state: 'completed',
    completedAt: instant(center.clock.now),
    disposition: 'solved',
    ticketId: 't1',
    notes: 'As ever.',
  };
  await center.world.db.write([{ table: 'contacts', update: contactKeys.interaction(contactId, 1), set: completed }]);
  expect(await completeWrapUp(center.world, anna, contactId, said(1))).toEqual({ done: true });
  expect(await readInteraction(center.world.db, contactId, 1)).toMatchObject(completed);
  expect(tickets(talk)).toBe(0);
});

test('a wrap-up that began before numbers were kept is handed in by the contact’s next', async () => {
  const talk = await wrapping();
  const { center, contactId, anna } = talk;
  const { seq } = await present(talk);
  await center.world.db.write([
    { table: 'contacts', update: contactKeys.contact(contactId), set: { seq: seq - 1 } },
    { table: 'contacts', update: contactKeys.interaction(contactId, 1), remove: ['wrapUpSeq'] },
  ]);
  expect(await completeWrapUp(center.world, anna, contactId, said(1))).toEqual({ done: true });
  expect(await present(talk)).toMatchObject({ seq });
  expect(await missing(talk)).toEqual([]);
});

test('a hand-in that is overtaken by the end of its time comes late, and is done', async () => {
  const talk = await wrapping();
  const { center, contactId, anna } = talk;
  over(talk);
  const world = overtaken(talk, () => wrapUpDeadline(center.world, contactId, 1));
  expect(await completeWrapUp(world, anna, contactId, said(1))).toEqual({ done: true });
  expect(await endings(talk)).toEqual(['WrapUpExpired', 'WrapUpCompleted']);
  expect(await missing(talk)).toEqual([]);
  expect(await requireAgent(center.world.db, anna)).not.toHaveProperty('late');
});

test('the end of its time that is overtaken by the hand-in leaves nothing late, whichever of its reads came before', async () => {
  for (const end of [
    ({ contactId, ...talk }: Talk, handIn: () => Promise<unknown>) =>
      wrapUpDeadline(overtaken({ contactId, ...talk }, handIn), contactId, 1),
    async (talk: Talk, handIn: () => Promise<unknown>) => {
      await handIn();
      await wrapUpDeadline(seeing(talk, 1, withoutWord), talk.contactId, 1);
    },
  ]) {
    const talk = await wrapping();
    const { center, contactId, anna } = talk;
    over(talk);
    await end(talk, () => completeWrapUp(center.world, anna, contactId, said(1)));
    expect(await endings(talk)).toEqual(['WrapUpCompleted']);
    const agent = await requireAgent(center.world.db, anna);
    expect(agent).toMatchObject({ state: 'idle' });
    expect(agent).not.toHaveProperty('late');
  }
});

test('who asks for more time at the last moment has it', async () => {
  const talk = await wrapping();
  const { center, contactId, anna } = talk;
  const early = await center.world.db.get('contacts', contactKeys.interaction(contactId, 1));
  center.clock.now = Date.parse(Interaction.parse(early).wrapUpDueAt ?? '');
  await wrapUpDeadline(
    overtaken(talk, () => extendWrapUp(center.world, anna, contactId, 1)),
    contactId,
    1,
  );
  expect(await requireAgent(center.world.db, anna)).toMatchObject({ state: 'wrapping-up' });
  // The share was read before, and the agent after it was given.
  const old = (items: Item[]) => items.map((item) => (isInteraction(String(item['sk'])) ? (early ?? item) : item));
  await wrapUpDeadline(seeing(talk, 1, old), contactId, 1);
  expect(await requireAgent(center.world.db, anna)).toMatchObject({ state: 'wrapping-up' });
});

test('a wrap-up that was handed in is given no more time', async () => {
  const talk = await wrapping();
  const { center, contactId, anna } = talk;
  const world = overtaken(talk, () => completeWrapUp(center.world, anna, contactId, said(1)));
  expect(await extendWrapUp(world, anna, contactId, 1)).toMatchObject({ refused: { code: 'no-wrap-up' } });
});

test('of two who hand in what was missed one does', async () => {
  const talk = await wrapping();
  const { center, contactId, anna, bela } = talk;
  over(talk);
  await wrapUpDeadline(center.world, contactId, 1);
  await completeWrapUp(center.world, anna, contactId, said(1), bela);
  // Her glance is not enough; the look after it is the one that knows nothing of the word.
  expect(await completeWrapUp(seeing(talk, 2, withoutWord), anna, contactId, said(1, 'Twice'))).toEqual({ done: true });
  expect(await readInteraction(center.world.db, contactId, 1)).toMatchObject({ notes: 'The boiler is on again.' });
  expect(await endings(talk)).toEqual(['WrapUpExpired', 'WrapUpCompleted']);
  expect(tickets(talk)).toBe(1);
});

test('of one contact two wrap up at once: each has a number kept, and the timeline tells them as they come', async () => {
  const talk = await talking();
  const { center, contactId, anna, bela } = talk;
  await consults(talk);
  await comes(talk, bela);
  await must(talk, { do: 'complete' });
  await endContact(center.world, contactId, 'caller-hung-up');
  const kept = (await listInteractions(center.world.db, contactId)).map(({ wrapUpSeq }) => wrapUpSeq);
  expect(await missing(talk)).toEqual(kept);
  expect(new Set(kept).size).toBe(2);
  const { version } = await present(talk);
  center.clock.now += 1000;
  await completeWrapUp(
    overtaken(talk, () => completeWrapUp(center.world, bela, contactId, said(2))),
    anna,
    contactId,
    said(1),
  );
  expect(await present(talk)).toMatchObject({ version });
  expect(await missing(talk)).toEqual([]);
  const { lines = [] } = (await readTimeline(center.world.db, contactId)) ?? {};
  expect(lines.slice(-3).map(({ type }) => type)).toEqual(['ContactEnded', 'WrapUpCompleted', 'WrapUpCompleted']);
});

test('of two who wrap up from the same moment on each has a number of their own', async () => {
  const talk = await talking();
  const { center, contactId, bela } = talk;
  await consults(talk);
  await comes(talk, bela);
  await endContact(center.world, contactId, 'caller-hung-up', undefined, [{ agentId: bela, n: 2, becomes: 'wrapping-up' }]);
  const kept = (await listInteractions(center.world.db, contactId)).map(({ wrapUpSeq = 0 }) => wrapUpSeq);
  expect(await missing(talk)).toEqual(kept.toSorted((a, b) => a - b));
});

test('a customer who was noted a moment before is known to the ticket and to the history', async () => {
  const talk = await wrapping();
  const { center, contactId, anna } = talk;
  const { world } = center;
  const customerId = CustomerId.parse('maria');
  await noteCustomer(world, contactId, { customerId, created: false });
  const old = (item: Item): Item => ({ ...item, customerId: undefined, version: Number(item['version']) - 1 });
  const query: Database['query'] = async (asked) => {
    const items = await world.db.query(asked);
    return asked.eventual === true ? items.map((item) => (item['sk'] === 'CONTACT' ? old(item) : item)) : items;
  };
  await completeWrapUp({ ...world, db: { ...world.db, query } }, anna, contactId, said(1));
  expect(await readHistory(world.db, customerId, ContactId.parse('another'))).toMatchObject([{ contactId, disposition: 'solved' }]);
});

test('who takes a contact back out of a wrap-up keeps its number for the word that may come', async () => {
  const talk = await talking();
  const { center, contactId, anna, bela } = talk;
  await must(talk, { do: 'hand-over', target: { agentId: bela } });
  expect(await takeBackContact(center.world, anna, contactId, 1)).toMatchObject({ contact: { state: 'accepted' } });
  const [share] = await listInteractions(center.world.db, contactId);
  expect(await missing(talk)).toEqual([share?.wrapUpSeq]);
  expect(await completeWrapUp(center.world, anna, contactId, said(1))).toEqual({ done: true });
  expect(await missing(talk)).toEqual([]);
});

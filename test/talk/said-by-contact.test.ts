import { marshall } from '@aws-sdk/util-dynamodb';
import { expect, test } from 'vitest';
import { bringsFacts } from '../../infra/constructs/brings-facts.ts';
import { matches } from '../../local/services/eventbridge/pattern.ts';
import { contactKeys } from '../../shared/contacts/contact.ts';
import { listInteractions } from '../../shared/contacts/read-contact.ts';
import { readFacts } from '../../shared/contacts/read-facts.ts';
import type { Item } from '../../shared/database/database.ts';
import type { Fact } from '../../shared/facts/facts.ts';
import { newsIn } from '../../shared/facts/together.ts';
import type { ItemChange } from '../../shared/routing/catch-up.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { clientAway } from '../../shared/talk/desertion.ts';
import { arriveCall, at } from '../routing/center.ts';
import { billing, comes, consults, must, openTalk, present, queueId, type Talk, vanishes } from './talk.ts';

const waitedMs = 20_000;
const audio = ['ContactConnected', 'EntryLeft'];

/** Anna talks with a customer who was told that it would take a minute. */
async function answered(): Promise<Talk> {
  const talk = await openTalk();
  const { center, contactId } = talk;
  await arriveCall(center, 'c1');
  await enqueue(center.world, contactId, { queueId });
  const announced = { at: at(center), position: 1, staffed: 1, firstMs: 60_000 };
  await center.world.db.write([{ table: 'contacts', update: contactKeys.contact(contactId), set: { announced } }]);
  center.clock.now += waitedMs;
  await comes(talk, talk.anna);
  return talk;
}

const changesOf = ({ center }: Talk) => center.stream('contacts', 0).map(({ change }) => change);
const news = ({ before, after }: ItemChange): Fact[] => (after === undefined ? [] : newsIn(after, before));
/** What the streams have told of the contact, in their order. */
const toldOf = (talk: Talk) => changesOf(talk).flatMap((change) => news(change).filter(({ subjectId }) => subjectId === talk.contactId));
const audioOf = (facts: readonly Fact[]) => facts.filter(({ type }) => audio.includes(type));
const stored = async ({ center, contactId }: Talk) => readFacts(center.world.db, contactId);

function record({ event, sk, before, after }: ItemChange): unknown {
  const image = (item: Item | undefined) => (item === undefined ? undefined : marshall(item, { removeUndefinedValues: true }));
  return { eventName: event, dynamodb: { Keys: { sk: { S: sk } }, OldImage: image(before), NewImage: image(after) } };
}

test('that a contact is connected is one write of one item, and both facts are told', async () => {
  const talk = await answered();
  const { anna, center, contactId } = talk;
  expect(changesOf(talk).at(-1)).toMatchObject({ sk: 'CONTACT', after: { state: 'connected' } });
  expect(
    audioOf((await center.world.db.query({ table: 'contacts', pk: contactKeys.contact(contactId).pk, prefix: 'FACT#' })) as never),
  ).toEqual([]);
  const facts = audioOf(await stored(talk));
  expect(facts).toMatchObject([
    { at: at(center), data: { n: 1, agentId: anna, waitedMs } },
    { at: at(center), data: { queueId, why: 'answered', waitedMs, estimatedMs: 60_000 } },
  ]);
  expect(audioOf(toldOf(talk))).toEqual(facts);
});

test.each<[string, (talk: Talk) => Promise<unknown>]>([
  ['another queue', (talk) => must(talk, { do: 'hand-over', target: { queueId: billing } })],
  ['its own queue', (talk) => must(talk, { do: 'hand-over', target: { queueId } })],
  ['a colleague', (talk) => must(talk, { do: 'hand-over', target: { agentId: talk.bela } })],
  [
    'a colleague who was consulted',
    async (talk) => {
      await consults(talk);
      await comes(talk, talk.bela);
      await must(talk, { do: 'complete' });
    },
  ],
  [
    'whoever is left when its agent is lost',
    async (talk) => {
      await consults(talk);
      await comes(talk, talk.bela);
      await vanishes(talk, talk.anna);
      await clientAway(talk.center.world, talk.anna);
      const { world, deadlines, clock } = talk.center;
      const due = deadlines.find(({ deadline }) => deadline.kind === 'client-away');
      clock.now = due?.atMs ?? clock.now;
      if (due !== undefined) await handleDeadline(world, due.deadline);
    },
  ],
])('a contact that goes to %s keeps what was said of it, and tells it no second time', async (_, goes) => {
  const talk = await answered();
  const before = audioOf(await stored(talk));
  talk.center.clock.now += 5_000;
  await goes(talk);
  const facts = await stored(talk);
  expect(audioOf(facts)).toEqual(before);
  const { seq, connectedSeq } = await present(talk);
  expect(connectedSeq).toBeUndefined();
  // A wrap-up's number comes with its end.
  const wrapUps = (await listInteractions(talk.center.world.db, talk.contactId)).flatMap(({ wrapUpSeq }) => wrapUpSeq ?? []);
  const numbers = [...facts.map((fact) => fact.seq), ...wrapUps].sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: seq }, (_, i) => i + 1));
  expect(toldOf(talk)).toEqual(facts);
});

test('the bus gets every change that tells something, and of a contact only that it was queued and connected', async () => {
  const talk = await answered();
  const waiting = await arriveCall(talk.center, 'c9');
  await enqueue(talk.center.world, waiting, { queueId });
  await must(talk, { do: 'hold' });
  await must(talk, { do: 'hand-over', target: { queueId } });
  const brought = changesOf(talk).filter((change) => bringsFacts.some((one) => matches(one, record(change))));
  expect(brought.flatMap(news)).toEqual(changesOf(talk).flatMap(news));
  const saying = brought.filter(({ sk }) => sk === 'CONTACT').map(({ after }) => [after?.['contactId'], after?.['state']]);
  expect(saying).toEqual([
    [talk.contactId, 'connected'],
    [waiting, 'waiting'],
  ]);
});

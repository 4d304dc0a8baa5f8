import { beforeEach, expect, test } from 'vitest';
import { signIn } from '../../shared/agents/sign-in.ts';
import { AgentId } from '../../shared/ids.ts';
import { readReasons, whyUnknown } from '../../shared/reasons/read-reasons.ts';
import { defaultReasons, reasonName, type ReasonListId } from '../../shared/reasons/words.ts';
import { afterSettingChanged } from '../../shared/settings/after-change.ts';
import { undoChange } from '../../shared/settings/change.ts';
import { readKind, viewSetting } from '../../shared/settings/snapshot.ts';
import type { Center } from '../routing/center.ts';
import { withReasonIds } from '../../web/src/administration/reason-ids.ts';
import { anna, around, change, openOffice, sentence } from './office.ts';

let office: Center;
beforeEach(async () => {
  office = await openOffice();
});
const lunch = { reasonId: 'lunch', name: 'Lunch' };
const save = (listId: ReasonListId, reasons: object[], seen: number) => change(office, 'reasons', listId, { reasons }, seen);
const nameOf = async (reasonId: string) => reasonName(await readReasons(office.world.db), 'breaks', reasonId);

test('a contact center without lists of its own has those that are shipped, and its page shows them', async () => {
  expect(await readReasons(office.world.db)).toEqual(defaultReasons);
  const shown = [...(await readKind(office.world.db, 'reasons')).values()].map((one) => viewSetting('reasons', one));
  expect(shown.map(({ id, version }) => [id, version])).toEqual([
    ['breaks', 0],
    ['dispositions', 0],
    ['callback-results', 0],
    ['status-changes', 0],
  ]);
});

test('what is saved first stands on what is shipped, and is taken back to it', async () => {
  expect(await save('breaks', [lunch], 0)).toMatchObject({ version: 1 });
  expect((await readReasons(office.world.db)).breaks.reasons).toEqual([lunch]);
  expect(await save('breaks', [{ ...lunch, minutes: 30 }], 0)).toMatchObject({ refused: { code: 'changed-meanwhile' } });
  await undoChange(office.world, around, anna, { kind: 'reasons', id: 'breaks', version: 1 });
  const { reasons } = (await readReasons(office.world.db)).breaks;
  expect(reasons).toEqual(defaultReasons.breaks.reasons);
});

test('a reason that gets another name has it everywhere; a removed one keeps its name and is not chosen any more', async () => {
  await save(
    'breaks',
    [
      { ...lunch, name: 'Ebéd' },
      { reasonId: 'siesta', name: 'Siesta' },
    ],
    0,
  );
  await save('breaks', [{ ...lunch, name: 'Ebéd' }], 1);
  expect(await nameOf('lunch')).toBe('Ebéd');
  expect(await nameOf('siesta')).toBe('Siesta');
  expect(await nameOf('training')).toBe('Training');
  const reasons = await readReasons(office.world.db);
  expect(whyUnknown(reasons, 'breaks', 'lunch')).toBeUndefined();
  expect(whyUnknown(reasons, 'breaks', 'siesta')).toMatchObject({
    code: 'unknown-reason',
    sentence: 'There is no break “siesta”.',
    remedy: 'Choose one of Ebéd (lunch).',
  });
});

test('one that comes back by its name is the same again; new ones get ids from their names', async () => {
  const former = [{ reasonId: 'siesta', name: 'Siesta' }];
  const item = withReasonIds({ reasons: [lunch, { name: 'siesta' }, { name: 'Café & tea' }, { name: 'Ebéd' }, { name: '休息' }], former });
  expect(item['reasons']).toEqual([
    lunch,
    { reasonId: 'siesta', name: 'siesta' },
    { reasonId: 'cafe-tea', name: 'Café & tea' },
    { reasonId: 'ebed', name: 'Ebéd' },
    { reasonId: 'reason', name: '休息' },
  ]);
  expect(await change(office, 'reasons', 'breaks', item, 0)).toMatchObject({
    setting: { item: { former: expect.not.arrayContaining([former[0]]) } },
  });
});

test.each([
  ['breaks', [], 'Reasons “breaks”, reasons: there must be at least one.'],
  ['breaks', [lunch, { reasonId: 'noon', name: ' lunch ' }], 'name of the reason: “lunch” comes twice.'],
  ['breaks', [{ reasonId: 'missed', name: 'Missed' }], '“missed” is the system’s own.'],
  ['breaks', [{ ...lunch, minutes: 0 }], 'longest break, minutes: it must be at least 1.'],
  ['breaks', [{ ...lunch, name: '' }], 'name of the reason: it must not be empty.'],
  ['dispositions', [{ reasonId: 'sold', name: 'Sold', minutes: 5 }], 'longest break, minutes: it means nothing in this list.'],
  ['dispositions', [{ reasonId: 'sold', name: 'Sold', ticketStatus: 'gone' }], 'usual status of the ticket: it must be one of open'],
] as const)('what can’t be is refused in a sentence: %s %j', async (listId, reasons, words) => {
  expect(sentence(await save(listId, [...reasons], 0))).toContain(words);
});

test('there are these four lists, and none of them can go', async () => {
  expect(sentence(await change(office, 'reasons', 'moods', { reasons: [lunch] }, 0))).toContain('the id must be one of breaks');
  expect(sentence(await change(office, 'reasons', 'breaks', undefined, 0))).toContain('can not be removed');
});

test('everybody who is signed in hears of another list', async () => {
  await signIn(office.world, AgentId.parse('anna'), () => Promise.resolve('Anna'));
  office.clients.add(AgentId.parse('anna'));
  await save('breaks', [lunch], 0);
  await afterSettingChanged(office.world, 'reasons', 'breaks');
  expect(office.pushed.at(-1)).toMatchObject({ message: { type: 'reasons', reasons: { breaks: { reasons: [lunch] } } } });
});

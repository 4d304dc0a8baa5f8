import { beforeEach, expect, test } from 'vitest';
import { readHistory } from '../../shared/settings/history.ts';
import { fromFile, toFile } from '../../shared/settings/file.ts';
import { importSettings, planImport } from '../../shared/settings/import.ts';
import { readSnapshot } from '../../shared/settings/snapshot.ts';
import { linesOf } from '../../bin/settings/main.ts';
import type { Center } from '../routing/center.ts';
import { around, now, openOffice } from './office.ts';

let office: Center;
beforeEach(async () => {
  office = await openOffice();
});
const exported = async () => toFile((await readSnapshot(office.world.db)).snapshot);
const wantedOf = (text: string) => {
  const read = fromFile(text);
  if ('wrong' in read) throw new Error(read.wrong);
  return read.wanted;
};
const by = { id: 'import', name: 'import' };
const bring = (text: string, remove = false) => importSettings(office.world, around, by, wantedOf(text), remove);
const edited = async (edit: (file: Record<string, Record<string, Record<string, unknown>>>) => void) => {
  const file = JSON.parse(await exported()) as Record<string, Record<string, Record<string, unknown>>>;
  edit(file);
  return JSON.stringify(file);
};

test('an export is the same text twice, and its import changes nothing', async () => {
  const text = await exported();
  expect(await exported()).toBe(text);
  expect(await bring(text, true)).toEqual({ changed: 0 });
  expect(text.split('\n').slice(0, 9).join('\n')).toMatchInlineSnapshot(`
    "{
      "linehall": 1,
      "queue": {
        "service": {
          "name": "Service",
          "hoursId": "office",
          "ringSeconds": 20,
          "wrapUpSeconds": 60,
          "serviceLevel": {"
  `);
});

test('an import brings what refers and what is referred to in one go, tells what differs, and stands in the history', async () => {
  const text = await edited((file) => {
    file['queue']!['service']!['ringSeconds'] = 25;
    file['queue']!['billing'] = { ...file['queue']!['service'], name: 'Billing', steps: [{ skills: [{ skillId: 'hu', level: 2 }] }] };
    file['skill']!['hu'] = { name: 'Hungarian' };
    delete file['topic']!['returns'];
  });
  const plan = await planImport(office.world, around, wantedOf(text), true);
  if ('refused' in plan) throw new Error(plan.refused[0]?.sentence);
  expect(plan.changes.flatMap(linesOf)).toEqual(
    expect.arrayContaining([
      '+ skill hu',
      '    name: none → Hungarian',
      '+ queue billing',
      '~ queue service',
      '    ringing time: 20 → 25',
      '- topic returns',
    ]),
  );
  expect(await bring(text, true)).toEqual({ changed: 4 });
  expect(await readHistory(office.world.db, 'queue', 'service')).toMatchObject([
    { by: 'import', before: { ringSeconds: 20 }, after: { ringSeconds: 25 } },
  ]);
  expect(await now(office, 'topic', 'returns')).toBeUndefined();
  expect(await bring(text, true)).toEqual({ changed: 0 });
});

test('a file with one mistake changes nothing at all, and every mistake is told', async () => {
  const text = await edited((file) => {
    file['skill']!['hu'] = { name: 'Hungarian' };
    file['queue']!['service']!['fallback'] = 'voicemial';
    file['topic']!['billing']!['queueId'] = 'biling';
    file['hours']!['office']!['timeZone'] = 'Budapest';
  });
  const outcome = await bring(text);
  expect('refused' in outcome && outcome.refused.map(({ sentence }) => sentence)).toEqual([
    'Hours “office”, time zone: it must be a time zone such as Europe/Budapest.',
    'Queue “service” has the fallback flow “voicemial”, which does not exist.',
    'Topic “billing” has the queue “biling”, which does not exist.',
  ]);
  expect(await now(office, 'skill', 'hu')).toBeUndefined();
});

test('many settings are written in several transactions; what is no file of settings is said to be none', async () => {
  const text = await edited((file) => {
    for (let n = 0; n < 60; n++) file['skill']![`skill-${n}`] = { name: `Skill ${n}` };
  });
  expect(await bring(text)).toEqual({ changed: 60 });
  expect(fromFile('{')).toMatchObject({ wrong: expect.stringContaining('It is not JSON') as string });
  expect(fromFile('{"linehall":1,"queues":{}}')).toMatchObject({ wrong: expect.stringContaining('queues') as string });
});

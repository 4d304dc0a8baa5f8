import { beforeEach, describe, expect, test } from 'vitest';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { changeSetting, undoChange } from '../../shared/settings/change.ts';
import { historyKept, readHistory } from '../../shared/settings/history.ts';
import { QueueId } from '../../shared/ids.ts';
import { arriveAgent, arriveCall, type Center } from '../routing/center.ts';
import { anna, around, bela, change, now, openOffice, sentence, settingFacts } from './office.ts';

let office: Center;
beforeEach(async () => {
  office = await openOffice();
});
const service = async () => (await now(office, 'queue', 'service'))!;
const history = (kind: 'queue' | 'skill', id: string) => readHistory(office.world.db, kind, id);
const undo = (version: number, id = 'service', kind: 'queue' | 'skill' = 'queue') =>
  undoChange(office.world, around, bela, { kind, id, version });

describe('changing a setting', () => {
  test('keeps what it was, what it became, who and when, and tells it as a fact', async () => {
    const before = await service();
    expect(before).toMatchObject({ version: 1, changedBy: undefined });
    const outcome = await change(office, 'queue', 'service', { ...before.item, ringSeconds: 30, fallback: 'voicemail' }, 1);
    expect(outcome).toMatchObject({ setting: { kind: 'queue', id: 'service', version: 2, changedBy: 'Anna', item: { ringSeconds: 30 } } });
    expect(await history('queue', 'service')).toMatchObject([
      { version: 2, by: 'Anna', before: { ringSeconds: 20 }, after: { ringSeconds: 30 } },
    ]);
    expect(await settingFacts(office, 'queue', 'service')).toMatchObject([
      {
        subject: 'setting',
        subjectId: 'queue/service',
        seq: 2,
        data: { change: 'changed', fields: ['fallback', 'ringSeconds'], by: 'anna' },
      },
    ]);
  });

  test('that somebody else has changed meanwhile is refused, and says by whom', async () => {
    const { item } = await service();
    await change(office, 'queue', 'service', { ...item, ringSeconds: 30 }, 1, bela);
    expect(sentence(await change(office, 'queue', 'service', { ...item, ringSeconds: 40 }, 1))).toContain(
      'Queue “service” has been changed meanwhile by Béla.',
    );
    expect((await service()).item).toMatchObject({ ringSeconds: 30 });
  });

  test('sent once more does nothing, and is no refusal', async () => {
    const { item } = await service();
    const first = await change(office, 'queue', 'service', { ...item, ringSeconds: 30 }, 1);
    expect(await change(office, 'queue', 'service', { ...item, ringSeconds: 30 }, 1)).toEqual(first);
    expect(await history('queue', 'service')).toHaveLength(1);
  });

  test('a new one needs an id that can be typed, and goes on counting when it comes again', async () => {
    expect(sentence(await change(office, 'skill', 'Magyar nyelv', { name: 'Hungarian' }, 0))).toContain('the id must be small letters');
    expect(await change(office, 'skill', 'hungarian', { name: 'Hungarian' }, 0)).toMatchObject({ setting: { version: 1 } });
    expect(await change(office, 'skill', 'hungarian', undefined, 1)).toEqual({ version: 2 });
    expect(await change(office, 'skill', 'hungarian', { name: 'Hungarian' }, 0)).toMatchObject({ setting: { version: 3 } });
    expect((await settingFacts(office, 'skill', 'hungarian')).map(({ seq, data }) => [seq, 'change' in data && data.change])).toEqual([
      [1, 'made'],
      [2, 'removed'],
      [3, 'made'],
    ]);
  });

  test('keeps the last hundred changes', async () => {
    await change(office, 'skill', 'hungarian', { name: '1' }, 0);
    for (let n = 2; n <= historyKept + 3; n++) await change(office, 'skill', 'hungarian', { name: String(n) }, n - 1);
    const kept = await office.world.db.query({ table: 'settings', pk: 'HISTORY#skill/hungarian' });
    expect([kept.length, kept[0]?.['version']]).toEqual([historyKept, 4]);
  });
});

describe('what is refused names field and value', () => {
  test('a flow that does not exist, with those that do', async () => {
    const { item } = await service();
    expect(sentence(await change(office, 'queue', 'service', { ...item, fallback: 'voicemial' }, 1))).toBe(
      'Queue “service” has the fallback flow “voicemial”, which does not exist. Choose one of main, unserved, voicemail.',
    );
  });

  test.each([
    ['queue', 'service', { ringSeconds: 3 }, 'Queue “service”, ringing time: it must be at least 5.'],
    ['queue', 'service', { colour: 'red' }, 'Queue “service”: there is no field “colour”.'],
    ['queue', 'service', { strategy: 'fastest' }, 'strategy: it must be one of longest-idle, fewest-contacts, ordered.'],
    ['queue', 'service', { steps: [{}, { seconds: 30 }] }, 'step 1 has no end, so that step 2 would never come.'],
    ['queue', 'service', { steps: [{ skills: [{ skillId: 'czech', level: 3 }] }] }, 'skill of the step: it must'],
    ['queue', 'service', { hoursId: 'night' }, 'Queue “service” has the hours “night”, which does not exist. Choose one of office.'],
    ['hours', 'office', { timeZone: 'Budapest' }, 'time zone: it must be a time zone such as Europe/Budapest.'],
    [
      'hours',
      'office',
      { calendarIds: ['hu'] },
      'Hours “office” has the calendar “hu”, which does not exist. There is no calendar yet: make one first.',
    ],
    ['calling', 'CALLING', { hourlyCap: -1 }, 'Calling, calls per hour: it must be at least 0.'],
    ['topic', 'billing', { queueId: 'biling' }, 'Topic “billing” has the queue “biling”, which does not exist. Choose one of service.'],
  ] as const)('%s %s %j', async (kind, id, changes, expected) => {
    const before = await now(office, kind, id);
    const text = sentence(await change(office, kind, id, { ...before?.item, ...changes }, 1));
    if (expected.startsWith('skill')) expect(text).toContain('has the skill of the step: “czech”, which does not exist.');
    else expect(text).toContain(expected);
    expect(await now(office, kind, id)).toEqual(before);
  });
});

describe('removing a setting', () => {
  test('is refused while something refers to it, and says what', async () => {
    expect(sentence(await change(office, 'hours', 'office', undefined, 1))).toContain(
      'Hours “office” is used by Queue “service”, Number “default”.',
    );
    expect(sentence(await change(office, 'calling', 'CALLING', undefined, 1))).toContain('Calling can not be removed.');
    await arriveAgent(office, 'anna');
    expect(sentence(await change(office, 'profile', 'everyone', undefined, 1))).toContain('is used by Agent “anna”.');
  });

  test('is refused while a flow names it, and a queue’s keys lead to flows and prompts that there are', async () => {
    const named = { main: [{ kind: 'topic', id: 'billing' }] } as const;
    const gone = await changeSetting(office.world, { ...around, named }, anna, { kind: 'topic', id: 'billing' }, 1);
    expect(sentence(gone)).toContain('Topic “billing” is used by Flow “main”.');
    const exits = (flow: string, prompt: string) => async () =>
      sentence(await change(office, 'queue', 'service', { ...(await service()).item, exits: [{ key: '1', flow, prompt }] }, 1));
    expect(await exits('nowhere', 'welcome')()).toContain('has the flow “nowhere”, which does not exist.');
    expect(await exits('voicemail', 'no-such')()).toContain('has the prompt “no-such”, which does not exist.');
  });

  test('is refused for a queue in which somebody waits', async () => {
    await change(office, 'queue', 'second', { ...(await service()).item, name: 'Second' }, 0);
    const contactId = await arriveCall(office, 'c1');
    await enqueue(office.world, contactId, { queueId: QueueId.parse('second') });
    expect(sentence(await change(office, 'queue', 'second', undefined, 1))).toContain('1 contact waits in queue “second”.');
  });
});

describe('undo', () => {
  test('changes back to what was before, and can itself be undone', async () => {
    const { item } = await service();
    await change(office, 'queue', 'service', { ...item, ringSeconds: 30 }, 1);
    expect(await undo(2)).toMatchObject({ setting: { version: 3, changedBy: 'Béla', item: { ringSeconds: 20 } } });
    expect(await undo(3)).toMatchObject({ setting: { version: 4, item: { ringSeconds: 30 } } });
  });

  test('brings a removed one back, and takes a new one away', async () => {
    await change(office, 'skill', 'hungarian', { name: 'Hungarian' }, 0);
    await change(office, 'skill', 'hungarian', undefined, 1);
    expect(await undo(2, 'hungarian', 'skill')).toMatchObject({ setting: { version: 3, item: { name: 'Hungarian' } } });
    expect(await undo(3, 'hungarian', 'skill')).toEqual({ version: 4 });
    expect(await now(office, 'skill', 'hungarian')).toBeUndefined();
  });

  test('of a change that is no longer the latest is refused, and so is one that would name what is gone', async () => {
    const { item } = await service();
    await change(office, 'skill', 'hungarian', { name: 'Hungarian' }, 0);
    await change(office, 'queue', 'service', { ...item, steps: [{ skills: [{ skillId: 'hungarian', level: 3 }] }] }, 1);
    await change(office, 'queue', 'service', item, 2);
    await change(office, 'skill', 'hungarian', undefined, 1);
    expect(sentence(await undo(2))).toContain('changed meanwhile by Anna');
    expect(sentence(await undo(3))).toContain('“hungarian”, which does not exist');
  });
});

import { beforeEach, expect, test } from 'vitest';
import { settingKeys } from '../../shared/queues/queue.ts';
import { listQueues } from '../../shared/queues/settings.ts';
import { starterSettings } from '../../shared/queues/starter.ts';
import { writeStarterSettings } from '../../shared/queues/write-settings.ts';
import type { Center } from '../routing/center.ts';
import { change, openOffice } from './office.ts';

let office: Center;
const deploys = () => writeStarterSettings(office.world.db, starterSettings({ timeZone: 'Europe/Budapest', country: 'HU' }));
const removes = () => office.world.db.write([{ table: 'settings', delete: settingKeys.queue('service') }]);
const queues = async () => (await listQueues(office.world.db)).map(({ queueId }) => queueId);
beforeEach(async () => {
  office = await openOffice();
});

test('the first deploy writes what a contact center starts with; what is removed then does not come back with the next', async () => {
  await deploys();
  expect(await queues()).toEqual(['service']);
  await removes();
  await deploys();
  expect(await queues()).toEqual([]);
});

test('nor does a deploy bring anything into a contact center from before, whose people have changed settings', async () => {
  await removes();
  await change(office, 'skill', 'hungarian', { name: 'Hungarian' }, 0);
  await deploys();
  expect(await queues()).toEqual([]);
});

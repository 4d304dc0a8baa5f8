/** An administrator at work, in a real browser against the whole system: a person invited, hours changed and taken back, a notice for everybody. */
import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromFile, toFile } from '../../shared/settings/file.ts';
import { importSettings } from '../../shared/settings/import.ts';
import { readKind, readSnapshot } from '../../shared/settings/snapshot.ts';
import { type Center, startCenter } from '../system/center.ts';
import { Chromium, executablePath, picture } from './chromium.ts';

const pages = [
  ['users', 'Users'],
  ['topics', 'Topics → queues'],
  ['numbers', 'Numbers → flows'],
  ['calendars', 'Calendars'],
  ['prompts', 'Prompts'],
  ['notices', 'Notices'],
  ['flows', 'Flows'],
  ['calling', 'Calling'],
] as const;

/** The demo has one administrator, and a second window of the same person takes over from the first. */
async function secondAdministrator({ system }: Center): Promise<void> {
  const { made } = system.cloud.standing().find(({ resource }) => resource.type === 'AWS::Cognito::UserPool')!;
  const filip = { name: 'Filip Novák', email: 'filip@linehall.test', password: 'Linehall-Filip-1!' };
  await system.cloud.engines.cognito.makePerson(made.ref, { ...filip, groups: ['agents', 'supervisors', 'administrators'] });
}

describe.skipIf(!existsSync(executablePath))('settings in the client', () => {
  let center: Center;
  let chromium: Chromium;
  let dora: Page;

  const open = async (as: string): Promise<Page> => {
    const page = await (await chromium.window()).newPage();
    await page.goto(`${center.system.endpoints.client}?as=${as}`);
    await page.getByRole('button', { name: 'Go available' }).first().waitFor();
    return page;
  };
  const sees = (page: Page, text: string) => page.getByText(text).filter({ visible: true }).first().waitFor();
  const presses = (name: string) => dora.getByRole('button', { name, exact: true }).filter({ visible: true }).last().click();
  const fills = async (fields: Record<string, string>) => {
    for (const [label, value] of Object.entries(fields)) await dora.getByLabel(label, { exact: true }).last().fill(value);
  };
  const chooses = async (label: string, option: string) => {
    // What opens a list is called by its label and by what is chosen.
    await dora
      .getByRole('button', { name: new RegExp(`(^|\\s)${label}(\\s|$)`) })
      .last()
      .click();
    await dora.getByRole('option', { name: option }).last().click();
  };
  const world = () => ({ db: center.db, now: Date.now, chance: Math.random, pause: () => Promise.resolve() });
  const goes = (path: string) => dora.goto(`${center.system.endpoints.client}${path}`);

  beforeAll(async () => {
    [center, chromium] = [await startCenter(), await Chromium.launch()];
    dora = await open('dora');
  }, 400_000);
  afterAll(async () => {
    await chromium?.close();
    await center?.close();
  }, 60_000);

  test('an administrator invites somebody, whose mail goes out and who is in the list', async () => {
    await goes('settings/users/+');
    await dora.getByLabel('E-mail address').fill('eva@linehall.test');
    await dora.getByLabel('Name').fill('Éva Szabó');
    await dora.getByLabel('Extension').fill('201');
    await presses('Invite');
    await sees(dora, 'The extension 201 is that of Anna Lindqvist.');
    await dora.getByLabel('Extension').fill('205');
    await presses('Invite');
    await sees(dora, 'Éva Szabó is invited.');
    await sees(dora, 'eva@linehall.test');
    expect(center.system.cloud.engines.cognito.mails()).toMatchObject([{ about: 'invitation', email: 'eva@linehall.test' }, {}]);
  }, 120_000);

  test('changes hours, is told what is wrong with a time, and takes the change back', async () => {
    await goes('settings/hours/office');
    await dora.getByLabel('Saturday').fill('10:00–25:00');
    await presses('Save');
    await sees(dora, 'closing time');
    await dora.getByLabel('Saturday').fill('10:00–14:00');
    await presses('Save');
    await sees(dora, '“Office hours” is saved.');
    await dora.getByRole('link', { name: 'Office hours' }).click();
    await presses('History');
    await sees(dora, 'Changed by Dora Vega');
    await dora.getByRole('dialog').getByText('10:00').first().waitFor();
    await presses('Undo');
    await expect.poll(() => dora.getByLabel('Saturday').inputValue(), { timeout: 30_000 }).toBe('');
  }, 120_000);

  test('two administrators edit one queue: who saves second sees what the other did, loses nothing, and can go on', async () => {
    await secondAdministrator(center);
    const filip = await open('filip');
    for (const page of [dora, filip]) await page.goto(`${center.system.endpoints.client}settings/queues/billing`);
    const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
    const saves = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
    await field(filip, 'Ringing time (seconds)').fill('40');
    await field(filip, 'Priority').fill('7');
    await saves(filip);
    await sees(filip, '“Billing” is saved.');

    await field(dora, 'Ringing time (seconds)').fill('25');
    await field(dora, 'Wrap-up time (seconds)').fill('90');
    await saves(dora);
    await sees(dora, 'Filip Novák has changed this while you were at it');
    const line = (name: string) => dora.getByRole('row', { name }).getByRole('cell').allInnerTexts();
    expect(await line('Ringing time')).toEqual(['20', '40', '25']);
    expect(await line('Priority')).toEqual(['5', '7', 'not changed by you']);
    expect(await line('Wrap-up time')).toEqual(['60', 'as it was', '90']);
    expect(await field(dora, 'Ringing time (seconds)').inputValue()).toBe('25');
    await picture(dora, 'settings-conflict');
    await presses('Put mine on top of theirs');
    await sees(dora, 'Both changes are in the form below.');
    await picture(dora, 'settings-conflict-joined');
    await presses('Take theirs for Ringing time');
    await expect.poll(() => field(dora, 'Ringing time (seconds)').inputValue()).toBe('40');
    expect(await field(dora, 'Priority').inputValue()).toBe('7');
    await saves(dora);
    await sees(dora, '“Billing” is saved.');
    const stored = (await readKind(center.db, 'queue')).get('billing');
    expect(stored).toMatchObject({ changedBy: 'Dora Vega', item: { ringSeconds: 40, priority: 7, wrapUpSeconds: 90 } });

    // What was dropped is not written; the other's stands.
    for (const page of [dora, filip]) await page.goto(`${center.system.endpoints.client}settings/queues/billing`);
    await field(dora, 'Priority').fill('3');
    await field(filip, 'Priority').fill('4');
    await saves(filip);
    await sees(filip, '“Billing” is saved.');
    await saves(dora);
    await presses('Drop mine, show theirs');
    await expect.poll(() => field(dora, 'Priority').inputValue()).toBe('4');
    await filip.close();
  }, 180_000);

  test('steps are moved up and down by keys, and the focus goes with the row', async () => {
    await goes('settings/queues/billing');
    for (const seconds of ['11', '22', '33']) {
      await presses('Add step');
      await dora.getByLabel('Seconds', { exact: true }).last().fill(seconds);
    }
    const order = () =>
      dora.getByLabel('Seconds', { exact: true }).evaluateAll((all) => all.map((one) => (one as { value?: string }).value));
    const focused = () => dora.evaluate('document.activeElement.getAttribute("aria-label")');
    await dora.getByRole('button', { name: 'Move step 1 down' }).focus();
    await dora.keyboard.press('Enter');
    expect(await order()).toEqual(['22', '11', '33']);
    await expect.poll(focused).toBe('Move step 2 down');
    await dora.keyboard.press('Enter');
    expect(await order()).toEqual(['22', '33', '11']);
    // At the end there is only the way back.
    await expect.poll(focused).toBe('Move step 3 up');
    await dora.keyboard.press(' ');
    expect(await order()).toEqual(['22', '11', '33']);
    await picture(dora, 'settings-steps');
    await presses('Save');
    await sees(dora, '“Billing” is saved.');
    const { item } = (await readKind(center.db, 'queue')).get('billing')!;
    expect(item['steps']).toMatchObject([{ seconds: 22 }, { seconds: 11 }, { seconds: 33 }]);
    await picture(dora, 'settings-queues');
    expect(await dora.evaluate('document.scrollingElement.scrollWidth > innerWidth')).toBe(false);
  }, 120_000);

  test('makes a skill, a queue that asks for it, and a profile that serves the queue; what is in use can not be removed', async () => {
    await goes('settings/skills/+');
    await presses('Save');
    await sees(dora, 'the id must be');
    await fills({ Id: 'hungarian', Name: 'Hungarian' });
    await presses('Save');
    await sees(dora, '“Hungarian” is saved.');
    await goes('settings/queues/+');
    await fills({ Id: 'magyar', Name: 'Magyar vonal' });
    await chooses('Hours', 'Around the clock');
    await presses('Add step');
    await presses('Add skill');
    await chooses('Skill', 'Hungarian');
    await fills({ 'At most so many wait': '5', 'Longest message (seconds)': '5' });
    await presses('Save');
    await sees(dora, 'it must be at least 10');
    await fills({ 'Longest message (seconds)': '60' });
    await presses('Save');
    await sees(dora, '“Magyar vonal” is saved.');
    await goes('settings/profiles/+');
    await fills({ Id: 'budapest', Name: 'Budapest' });
    await presses('Add queue');
    await chooses('Queue', 'Magyar vonal');
    await presses('Save');
    await sees(dora, '“Budapest” is saved.');
    await goes('settings/skills/hungarian');
    await presses('Remove');
    await dora.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await sees(dora, 'is used by Queue “magyar”');
  }, 120_000);

  let breaks = 0;
  test('a break of the company’s own is in an agent’s menu at once, and stays readable when it is gone', async () => {
    // Once more, it is another break: the first may be there still.
    const siesta = `Siesta ${++breaks}`;
    const bela = await open('bela');
    const menu = bela.locator('#status-menu button').first();
    await goes('settings/reasons/breaks');
    await presses('Add reason');
    await presses('Save');
    await sees(dora, 'name of the reason');
    await dora.getByLabel('Name').last().fill(siesta);
    await dora.getByLabel('At most (minutes)').last().fill('30');
    await presses('Save');
    await sees(dora, '“Breaks” is saved.');
    await menu.click();
    await bela.getByRole('menuitem', { name: siesta }).click();
    await expect.poll(() => menu.innerText(), { timeout: 20_000 }).toContain(siesta);
    await goes('settings/reasons/breaks');
    await dora
      .getByRole('button', { name: /^Remove reason \d+$/ })
      .last()
      .click();
    await presses('Save');
    await sees(dora, '“Breaks” is saved.');
    await goes('settings/reasons/breaks');
    await dora.getByText(new RegExp(`No longer chosen, and still named in old records: .*${siesta}`)).waitFor();
    await menu.click();
    await bela.getByRole('menuitem', { name: 'Lunch' }).waitFor();
    expect(await bela.getByRole('menuitem', { name: siesta }).count()).toBe(0);
    expect(await menu.innerText()).toContain(siesta);
    await bela.keyboard.press('Escape');
    await bela.close();
  }, 120_000);

  test('all of it as a file: exported, changed and imported again, it is on the pages', async () => {
    const { snapshot } = await readSnapshot(center.db);
    const read = fromFile(toFile(snapshot).replace('"Magyar vonal"', '"Magyar ügyfélvonal"'));
    if ('wrong' in read) throw new Error(read.wrong);
    const flows = ['main', 'unserved', 'voicemail', 'offer-callback', 'help-desk', 'switchboard', 'after-hours'];
    expect(await importSettings(world(), { flows }, { id: 'import', name: 'import' }, read.wanted, false)).toEqual({ changed: 1 });
    await goes('settings/queues');
    await dora.getByRole('link', { name: 'Magyar ügyfélvonal' }).click();
    await presses('History');
    await sees(dora, 'Changed by import');
  }, 120_000);

  test('every page of settings opens', async () => {
    for (const [path, heading] of pages) {
      await goes(`settings/${path}`);
      await dora.getByRole('heading', { level: 1, name: heading }).waitFor();
    }
  }, 120_000);

  test('a notice that is switched on from the floor in two clicks is a banner for everybody', async () => {
    const anna = await open('anna');
    await goes('floor');
    await presses('Switch a notice on');
    await presses('Switch on');
    await sees(anna, 'All callers hear');
    await sees(dora, 'All callers hear');
  }, 120_000);

  test('and no page and no function had an error on the way', () => {
    // A refused save is an answer that the browser's console calls an error.
    expect(chromium.wrong.filter((line) => !/status of (400|409)/.test(line))).toEqual([]);
    expect(center.errors).toEqual([]);
  });
});

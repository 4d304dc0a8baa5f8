/** The built client in a real browser: sign-in, a call with audio through a real meeting, wrap-up, and the faces of what goes wrong. */
import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Meetings } from '../../gateway/meetings/contract.ts';
import type { Center } from './stand-in/center.ts';
import { floor, maria } from './stand-in/people.ts';
import { chromiumAt, startRig, type Rig } from './stand-in/rig.ts';
import type { StandIn } from './stand-in/server.ts';

const reason = existsSync(chromiumAt) ? undefined : `no Chromium at ${chromiumAt}`;

/** Cloudscape moves the focus to an alert half a second after it appeared. */
const focusMovesMs = 700;

describe.skipIf(reason !== undefined)(`the client in a browser${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  let rig: Rig;
  let meetings: Meetings;
  let center: Center;
  let standIn: StandIn;
  let page: Page;

  beforeAll(async () => {
    rig = await startRig();
    ({ meetings, center, standIn, page } = rig);
  });
  afterAll(() => rig?.close());

  const sees = (text: string) => page.getByText(text).first().waitFor();
  const presses = (name: string) => page.getByRole('button', { name }).last().click();

  it('signs in, checks the device once and goes available', async () => {
    await page.goto(standIn.origin);
    await presses('Go available');
    await sees('Can you hear and be heard?');
    await page.getByLabel('I hear it').click();
    await presses('Go available');
    await sees('Ready for the next call');
    expect(center.me().agent.status).toBe('available');
    expect(page.url()).toBe(`${standIn.origin}/`);
  });

  it('shows who rings, and answers by a key', async () => {
    center.ring(maria('c-10'));
    await sees('Why you');
    await sees('Delta Bakeries Ltd');
    await page.locator('.state-face').getByText('Ringing').waitFor();
    await sees('Oven controller restarted');
    await expect.poll(() => center.heard).toContainEqual({ type: 'offer-seen', contactId: 'c-10', n: 1 });
    await page.keyboard.press('a');
    await sees('Good connection');
    await page.locator('.state-face').getByText('In a call').waitFor();
    expect(center.audioStarted).toBe(1);
    // The browser may show its call a moment before the meeting has counted it in.
    await expect.poll(() => meetings.list()).toMatchObject([{ present: 1 }]);
  });

  it('finds the call and the notes again after a reload', async () => {
    await page.locator('#notes textarea').fill('Wants it by Friday');
    await page.reload();
    await sees('Good connection');
    expect(await page.locator('#notes textarea').inputValue()).toBe('Wants it by Friday');
    await page.keyboard.press('m');
    await sees('The others can’t hear you');
  });

  it('holds and resumes by a key, consults by name, merges, and says when somebody was faster', async () => {
    await page.keyboard.press('m');
    await page.keyboard.press('z');
    await sees('The customer is on hold');
    await page.keyboard.press('z');
    await page.getByText('The customer is on hold').waitFor({ state: 'detached' });
    await page.keyboard.press('i');
    await page.getByRole('combobox', { name: 'Name, extension, queue or number' }).fill('bel');
    await page.keyboard.press('Enter');
    await sees('Calling Béla Kiss');
    center.partyAnswers();
    await sees('You talk with Béla Kiss');
    await page.keyboard.press('x');
    await sees('Béla Kiss is on hold');
    await page.keyboard.press('+');
    await sees('Conference of 3');
    center.refuseNext({ code: 'somebody-faster', sentence: 'Somebody was faster.', remedy: 'Look again.', status: 409 });
    await presses('Take Béla Kiss out');
    await sees('Somebody was faster.');
    await presses('Take Béla Kiss out');
    await page.getByText('Conference of 3').waitFor({ state: 'detached' });
    expect(center.commands.map(({ command }) => command.do)).toEqual(['hold', 'resume', 'consult', 'swap', 'merge', 'drop', 'drop']);
    expect(new Set(center.commands.map(({ commandId }) => commandId)).size).toBe(7);
  });

  it('sends keys to the far end as they are typed', async () => {
    await page.keyboard.press('#');
    await sees('Maria Fernandez hears the tones');
    await page.keyboard.type('12#');
    await expect.poll(() => center.commands.flatMap(({ command }) => (command.do === 'keys' ? [command.digits] : [])).join('')).toBe('12#');
    center.refuseNext({ code: 'menu-over', sentence: 'The menu is over.', remedy: 'Talk.', status: 409 });
    await page.keyboard.press('3');
    await sees('The menu is over.');
    await page.waitForTimeout(focusMovesMs);
    await page.keyboard.press('Escape');
    // Keys belong to the box as long as it is open.
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('leaves the focus where somebody writes while a message comes', async () => {
    center.refuseNext({ code: 'on-hold', sentence: 'Nobody can be held now.', remedy: 'Wait a moment.', status: 409 });
    await page.keyboard.press('z');
    await page.locator('#notes textarea').fill('');
    await page.keyboard.type('Wants it');
    await sees('Nobody can be held now.');
    await page.waitForTimeout(focusMovesMs);
    await page.keyboard.type(' by Friday');
    expect(await page.locator('#notes textarea').inputValue()).toBe('Wants it by Friday');
    await page.locator('#notes textarea').blur();
  });

  it('hands the call on, and takes it back with its notes', async () => {
    await page.keyboard.press('i');
    await page.getByRole('combobox').fill('billing');
    await page.keyboard.press('Enter');
    await sees('It can come back to you');
    await page.keyboard.press('Shift+T');
    await page.getByText('Talking', { exact: true }).first().waitFor();
    expect(await page.locator('#notes textarea').inputValue()).toBe('Wants it by Friday');
  });

  it('raises a hand and writes to the supervisors', async () => {
    await page.keyboard.press('!');
    await sees('Your hand is up');
    await page.keyboard.press('Shift+W');
    await page.keyboard.type('She wants a refund');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('She wants a refund').waitFor();
    await presses('Hand down');
    await page.getByText('Your hand is up').waitFor({ state: 'detached' });
  });

  it('wraps up: shows what is missing, then submits a follow-up', async () => {
    await page.keyboard.press('#');
    await sees('Maria Fernandez hears the tones');
    center.callerHangsUp();
    await sees('Nobody is there by telephone any more.');
    // The box is still who hears keys, whatever appears behind it.
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await sees('Wrap-up: Maria Fernandez');
    await page.locator('.state-face').getByText('Wrap-up').waitFor();
    await expect.poll(() => meetings.list()).toMatchObject([{ present: 0 }]);
    await page.keyboard.press('Control+Enter');
    await sees('Choose how the call ended.');
    await page.getByRole('radio', { name: 'Follow-up' }).click();
    await page.getByRole('radio', { name: 'Invoice of May' }).click();
    await page.keyboard.press('Control+Enter');
    await sees('Ready for the next call');
    expect(center.wrapUps).toMatchObject([
      { disposition: 'follow-up', notes: 'Wants it by Friday', ticketId: 'ticket-1', ticketStatus: 'requires-follow-up', ownerId: 'anna' },
    ]);
  });

  it('finishes one follow-up and moves the next, by keys', async () => {
    await page.keyboard.press('2');
    await sees('Replacement door seal');
    expect(await page.title()).toBe('My follow-ups · Linehall');
    await page.keyboard.press('f');
    await sees('is resolved.');
    await page.getByRole('row', { name: /Invoice of May/ }).waitFor({ state: 'detached' });
    await page.keyboard.press('p');
    await sees('Move the follow-up');
    await presses('Move');
    await sees('is due');
    expect(center.ticketChanges).toMatchObject([{ status: 'resolved' }, { status: 'requires-follow-up', ownerId: 'anna' }]);
    await page.keyboard.press('1');
  });

  it('puts an offer before what lies over the desk; says that it was missed, and why nobody rings', async () => {
    await page.keyboard.press('?');
    await sees('Keyboard shortcuts');
    center.ring(maria('c-11'));
    await sees('Why you');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Maria Fernandez');
    center.missOffer();
    await sees('You missed a call.');
    await presses('Go available');
    await sees('Ready for the next call');
  });

  it('keeps a wrap-up whose time ran out, and hands it in later', async () => {
    center.show({ ...maria('c-15'), state: 'wrapping-up', wrapUpDueAt: new Date(Date.now() + 60_000).toISOString() });
    await sees('Wrap-up: Maria Fernandez');
    await page.locator('#notes textarea').fill('Half a sentence');
    center.wrapUpExpires();
    await sees('The time for Maria Fernandez ran out');
    await page.reload();
    await sees('The time for Maria Fernandez ran out');
    expect(await page.locator('#notes textarea').inputValue()).toBe('Half a sentence');
    await page.getByRole('radio', { name: 'Solved' }).click();
    await page.getByRole('radio', { name: 'Invoice of May' }).click();
    await page.keyboard.press('Control+Enter');
    await sees('Ready for the next call');
    expect(center.wrapUps.at(-1)).toMatchObject({ disposition: 'solved', notes: 'Half a sentence' });
  });

  it('calls a typed number, and says that it was busy', async () => {
    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: 'Name, extension or number' }).fill('+36 30 123 4567');
    await page.keyboard.press('Enter');
    await sees('it rings');
    expect(center.calls).toEqual([{ number: '+36 30 123 4567' }]);
    center.show({ ...maria('c-20'), state: 'wrapping-up', endReason: 'busy', wrapUpDueAt: new Date(Date.now() + 60_000).toISOString() });
    await sees('The number was busy.');
    await page.getByRole('radio', { name: 'Silent' }).click();
    await page.getByRole('radio', { name: 'Invoice of May' }).click();
    await page.keyboard.press('Control+Enter');
    await sees('Ready for the next call');
  });

  it('shows the floor and hears its changes without asking', async () => {
    await page.keyboard.press('3');
    await sees('Longest wait');
    await expect.poll(() => center.heard).toContainEqual({ type: 'watch-floor', on: true });
    const [queue] = floor().queues;
    if (queue === undefined) throw new Error('the floor has no queue');
    center.push({ type: 'floor-queue', queue: { ...queue, waiting: 17 }, at: new Date(Date.now() + 1000).toISOString() });
    await sees('17');
  });

  it('has a face for a lost connection, and recovers', async () => {
    standIn.offline(true);
    standIn.cutSockets();
    await sees('The connection is lost');
    await page.getByRole('button', { name: 'Connect now' }).waitFor();
    standIn.offline(false);
    // It may be back by itself before the key is pressed: then the key does nothing.
    await page.keyboard.press('j');
    await page.getByText('The connection is lost').first().waitFor({ state: 'hidden' });
  });

  it('gives way to another window and takes over again', async () => {
    standIn.elsewhere();
    await sees('You are signed in somewhere else');
    await page.keyboard.press('u');
    await sees('Longest wait');
  });

  it('asks before it signs out of a call, and signs out', async () => {
    center.ring(maria('c-12'));
    await sees('Why you');
    await page.keyboard.press('Shift+Q');
    await sees('A call under way');
    await presses('Sign out anyway');
    await sees('Signed out');
  });

  it('has raised no error and broken no security policy', () => {
    expect(rig.wrong).toEqual([]);
  });
});

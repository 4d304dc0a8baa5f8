import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findFlow, root } from '../../bin/flows/find-flows.ts';
import { readContactRecordings, readSavedRecording, replay, replayContact } from '../../bin/flows/replay.ts';
import { flow as main } from '../../functions/flows/main.ts';
import { defineFlow, type Flow } from '../../shared/flows/flow.ts';
import { compare, type Recording } from '../../shared/flows/replay.ts';
import { circumstancesFor } from '../../shared/flows/walk.ts';
import { openCentre, PhoneCall } from '../flows/centre.ts';

// Recorded where menus take keys only.
const circumstances = { ...circumstancesFor(false), bots: {} };
const folder = mkdtempSync(path.join(os.tmpdir(), 'linehall-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A call through the real operations, and what was recorded of it. */
async function recorded(talk: (call: PhoneCall) => Promise<unknown>, flow: Flow = main, from?: string): Promise<Recording> {
  const centre = await openCentre([flow]);
  const call = new PhoneCall(centre, from);
  await call.flow();
  await talk(call);
  const [recording] = await readContactRecordings(centre.world.db, (await call.contact()).contactId);
  if (recording === undefined) throw new Error('There is no recording.');
  return recording;
}

/** The main flow with another menu than that of the day. */
const menuOf = (choices: Record<string, string>) =>
  defineFlow('main', function* (call) {
    yield* call.identify();
    yield* call.isOpen();
    const topic = yield* call.menu('main-menu', choices);
    return yield* call.enqueue(topic);
  });

describe('flows replay', () => {
  it('finds that the same flow does the same', async () => {
    for (const key of ['2', '0']) {
      const recording = await recorded((call) => call.presses(key));
      expect(recording.end).toEqual({ kind: 'enqueue', topic: key === '2' ? 'technical' : 'operator' });
      expect(compare(main, recording, circumstances)).toBeUndefined();
    }
  });

  it('keeps nothing of who called', async () => {
    const recording = await recorded((call) => call.presses('2'), main, '+12025550177');
    expect(JSON.stringify(recording)).not.toContain('0177');
    expect(recording.record).toContainEqual(['identify', { customerId: 'customer', created: true }]);
  });

  it('says at which step today asks something else', async () => {
    const recording = await recorded((call) => call.presses('2'));
    const today = defineFlow('main', function* (call) {
      yield* call.identify();
      yield* call.play('welcome');
      return yield* call.enqueue('technical');
    });
    expect(compare(today, recording, circumstances)).toEqual({ step: 2, then: 'is open', today: 'play welcome' });
  });

  it('says that a key of then is not valid today', async () => {
    const recording = await recorded((call) => call.presses('4'));
    const today = compare(menuOf({ 1: 'product' }), recording, circumstances);
    expect(today).toMatchObject({ step: 3, then: 'menu main-menu 1, key 4' });
  });

  it('says that the caller ends elsewhere today', async () => {
    const recording = await recorded((call) => call.presses('2'));
    const today = compare(menuOf({ 1: 'product', 2: 'billing' }), recording, circumstances);
    expect(today).toEqual({ step: 4, then: 'wait for technical', today: 'wait for billing' });
  });

  it('knows a caller who hung up in the menu', async () => {
    const recording = await recorded(async (call) => {
      await call.saysNothing();
      await call.hangsUp();
    });
    expect(recording.end).toEqual({ kind: 'caller-hung-up' });
    expect(compare(main, recording, circumstances)).toBeUndefined();
  });

  it('refuses a contact that is not there, one whose flow goes on, and files that are no recording', async () => {
    const centre = await openCentre([main]);
    await expect(readContactRecordings(centre.world.db, 'nobody')).rejects.toThrow('There is no contact nobody.');
    const call = new PhoneCall(centre);
    await call.flow();
    await expect(readContactRecordings(centre.world.db, (await call.contact()).contactId)).rejects.toThrow('when the flow is over');
    expect(() => readSavedRecording(path.join(root, 'package.json'))).toThrow('is no recorded call');
    await expect(replayContact('01H', { dir: folder }, () => undefined)).rejects.toThrow('npm start');
  });

  it('saves a recording once, under a name of its own', async () => {
    const [kept] = savedFiles;
    const file = path.join(folder, 'kept.json');
    const lines: string[] = [];
    expect(await replayContact(kept ?? '', { save: file }, (line) => lines.push(line))).toBe(true);
    expect(readSavedRecording(file)).toEqual(readSavedRecording(kept ?? ''));
    await expect(replayContact(kept ?? '', { save: file }, () => undefined)).rejects.toThrow('is there already');
  });
});

const replays = path.join(root, 'test', 'flows', 'replays');
const savedFiles = existsSync(replays) ? readdirSync(replays).map((name) => path.join(replays, name)) : [];

describe('the calls that were kept', () => {
  it('are some', () => expect(savedFiles.length).toBeGreaterThan(0));

  it.each(savedFiles.map((file) => [path.basename(file), file]))('go today as they went: %s', async (_, file) => {
    const recording = readSavedRecording(file);
    const lines: string[] = [];
    const same = replay(await findFlow(recording.flow), recording, (line) => lines.push(line));
    expect(same, `${lines.join('\n')}\nIf the flow was meant to change, delete the file or save the call anew.`).toBe(true);
    expect(readFileSync(file, 'utf8')).not.toMatch(/"callerNumber"/);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { changeRecording, changeText, type Editing, undoChange } from '../../shared/prompts/edits/change.ts';
import { stateOf } from '../../shared/prompts/edits/edit.ts';
import { publishShipped } from '../../shared/prompts/edits/publish-shipped.ts';
import { readEdit, readEditHistory, readWords } from '../../shared/prompts/edits/read.ts';
import { listPrompts } from '../../shared/prompts/edits/view.ts';
import { sentences } from '../../shared/prompts/catalogue.ts';
import type { Language } from '../../shared/prompts/language.ts';
import { promptKey, shippedKey } from '../../shared/prompts/prompt-key.ts';
import { convertRecording } from '../../shared/prompts/sound/convert.ts';
import { readWav } from '../../shared/prompts/sound/wav.ts';
import { starterSettings } from '../../shared/queues/starter.ts';
import { openCenter } from '../routing/center.ts';
import { MemorySounds, toneWav } from './memory-sounds.ts';

let editing: Editing;
let sounds: MemorySounds;
let users: string[];
beforeEach(async () => {
  const { world } = await openCenter(starterSettings({ timeZone: 'Europe/Budapest', country: 'HU' }));
  sounds = new MemorySounds();
  users = [];
  editing = { db: world.db, now: () => world.now(), newId: () => world.newId(), sounds, usersOf: async () => users };
  for (const language of ['en-US', 'hu-HU'] as const)
    for (const name of ['welcome', 'goodbye']) sounds.objects.set(shippedKey(name, language), toneWav(300, 1));
  await publishShipped(editing, 'en-US');
  await publishShipped(editing, 'hu-HU');
});

const target = (language: Language, name: string, version = 0, by = 'Anna') => ({ language, name, version, by, byId: 'anna' });
const heard = (language: Language, name: string) => sounds.objects.get(promptKey(name, language));
const shipped = (language: Language, name: string) => sounds.objects.get(shippedKey(name, language));
const state = async (language: Language, name: string) => stateOf(language, name, await readEdit(editing.db, language, name));
const refusal = (outcome: object) => ('refused' in outcome ? (outcome.refused as { code: string }).code : 'none');

describe('a text that somebody changes', () => {
  it('is spoken at once where Polly has a voice', async () => {
    await changeText(editing, target('en-US', 'welcome'), 'Hello from the bakery.');
    expect(sounds.spoken).toEqual(['Hello from the bakery.']);
    expect(heard('en-US', 'welcome')).not.toEqual(shipped('en-US', 'welcome'));
    expect(readWav(heard('en-US', 'welcome') ?? new Uint8Array()).rate).toBe(8000);
    expect(await state('en-US', 'welcome')).toBe('own');
  });

  it('waits for a recording where it has none: until then callers hear the old words, and the page says so', async () => {
    await changeText(editing, target('hu-HU', 'welcome'), 'Jó napot, itt a pékség.');
    expect(sounds.spoken).toEqual([]);
    expect(heard('hu-HU', 'welcome')).toEqual(shipped('hu-HU', 'welcome'));
    expect(await state('hu-HU', 'welcome')).toBe('stale');
    await changeRecording(editing, target('hu-HU', 'welcome', 1), 'welcome', toneWav(500, 1, { rate: 44_100 }));
    expect(await state('hu-HU', 'welcome')).toBe('own');
    expect(heard('hu-HU', 'welcome')).not.toEqual(shipped('hu-HU', 'welcome'));
  });

  it('keeps the places for variables that the flow fills in', async () => {
    expect(refusal(await changeText(editing, target('en-US', 'welcome'), 'Hello {name}.'))).toBe('other-variables');
  });

  it('is refused when somebody else was faster', async () => {
    await changeText(editing, target('en-US', 'welcome', 0, 'Béla'), 'Hello.');
    const late = await changeText(editing, target('en-US', 'welcome'), 'Good day.');
    expect(late).toMatchObject({ refused: { code: 'changed-meanwhile', sentence: expect.stringContaining('by Béla') as string } });
  });
});

describe('what was changed', () => {
  it('can be taken back, step by step, and the history says who did it', async () => {
    await changeText(editing, target('en-US', 'welcome'), 'One.');
    const one = heard('en-US', 'welcome');
    await changeRecording(editing, target('en-US', 'welcome', 1, 'Béla'), 'welcome', toneWav(700, 2));
    expect(heard('en-US', 'welcome')).not.toEqual(one);
    await undoChange(editing, target('en-US', 'welcome', 2));
    expect(heard('en-US', 'welcome')).toEqual(one);
    expect((await readEditHistory(editing.db, 'en-US', 'welcome')).map(({ by, version }) => [by, version])).toEqual([
      ['Anna', 3],
      ['Béla', 2],
      ['Anna', 1],
    ]);
    expect(refusal(await undoChange(editing, target('en-US', 'welcome', 2)))).toBe('changed-meanwhile');
  });

  it('goes back to what is shipped when the first change is taken back', async () => {
    await changeText(editing, target('en-US', 'goodbye'), 'Bye.');
    await undoChange(editing, target('en-US', 'goodbye', 1));
    expect(heard('en-US', 'goodbye')).toEqual(shipped('en-US', 'goodbye'));
    expect(await readEdit(editing.db, 'en-US', 'goodbye')).toBeUndefined();
    await changeText(editing, target('en-US', 'goodbye'), 'Bye again.');
    expect((await readEdit(editing.db, 'en-US', 'goodbye'))?.version).toBe(3);
  });

  it('outlives every deploy: only what nobody changed is replaced', async () => {
    await changeText(editing, target('en-US', 'welcome'), 'Ours.');
    const ours = heard('en-US', 'welcome');
    for (const name of ['welcome', 'goodbye']) sounds.objects.set(shippedKey(name, 'en-US'), toneWav(900, 1));
    expect(await publishShipped(editing, 'en-US')).toBe(1);
    expect(heard('en-US', 'welcome')).toEqual(ours);
    expect(heard('en-US', 'goodbye')).toEqual(shipped('en-US', 'goodbye'));
    expect(await publishShipped(editing, 'en-US')).toBe(0);
    sounds.objects.delete(promptKey('welcome', 'en-US'));
    await publishShipped(editing, 'en-US');
    expect(heard('en-US', 'welcome')).toEqual(ours);
  });
});

describe('a prompt of the company’s own', () => {
  it('begins with a text, is heard, and is gone when that is taken back', async () => {
    expect(refusal(await changeRecording(editing, target('en-US', 'bakery'), 'bakery', toneWav(400, 1)))).toBe('no-such-prompt');
    await changeText(editing, target('en-US', 'bakery'), 'Fresh bread every morning.');
    expect(heard('en-US', 'bakery')).toBeDefined();
    const listed = (await listPrompts(editing.db)).find(({ name }) => name === 'bakery');
    expect(listed?.group).toBe('own');
    expect(listed?.languages.map(({ state: one }) => one)).toEqual(['own', 'missing', 'missing', 'missing', 'missing']);
    await undoChange(editing, target('en-US', 'bakery', 1));
    expect(heard('en-US', 'bakery')).toBeUndefined();
  });

  it('stays while a queue or a flow names it', async () => {
    await changeText(editing, target('en-US', 'bakery'), 'Fresh bread from six.');
    users = ['Queue “service”', 'Flow “main”'];
    const undone = await undoChange(editing, target('en-US', 'bakery', 1));
    expect(refusal(undone)).toBe('prompt-is-used');
    expect(JSON.stringify(undone)).toContain('is used by Queue “service”, Flow “main”.');
    expect(await state('en-US', 'bakery')).toBe('own');
  });

  it('is told as a fact, by whom and of which prompt', async () => {
    await changeText(editing, target('en-US', 'bakery'), 'Fresh bread from six.');
    await undoChange(editing, target('en-US', 'bakery', 1));
    const rows = await editing.db.query({ table: 'settings', pk: 'SETTING#prompt/en-US/bakery', prefix: 'FACT#' });
    expect(rows.map(({ type, data }) => [type, data])).toEqual(
      ['made', 'removed'].map((change) => ['PromptChanged', { language: 'en-US', name: 'bakery', change, by: 'anna' }]),
    );
  });

  it('may have variables: their places are known to the flow that says it, and what stands between is spoken', async () => {
    await changeText(editing, target('en-US', 'parcel'), 'It comes in {wait}, at the latest.');
    expect(sounds.spoken).toEqual(['It comes in', 'at the latest.']);
    expect(await readWords(editing.db, 'en-US', 'parcel')).toBe('It comes in {wait}, at the latest.');
    expect(heard('en-US', 'parcel~2')).toBeDefined();
  });
});

it('all shipped prompts are listed, in all languages', async () => {
  const listed = await listPrompts(editing.db);
  const ours = listed.filter(({ group }) => group === 'sentences');
  expect(ours.length).toBe(Object.keys(sentences['en-US']).length);
  expect(new Set(ours.flatMap(({ languages }) => languages.map(({ state: one }) => one)))).toEqual(new Set(['shipped']));
});

describe('a recording that somebody brings', () => {
  const refused = (bytes: Uint8Array) => {
    const converted = convertRecording(bytes);
    return 'refused' in converted ? converted.refused : 'taken';
  };

  it('becomes 8 kHz, mono, 16 bit, as loud as all others', () => {
    for (const rate of [8000, 11_025, 16_000, 22_050, 44_100, 48_000]) {
      const converted = convertRecording(toneWav(400, 1, { rate, loudness: 0.03 }));
      if ('refused' in converted) throw new Error(converted.refused);
      const { samples, rate: after } = readWav(converted.wav);
      expect(after).toBe(8000);
      expect(samples.length).toBeCloseTo(8000, -1);
      const power = samples.reduce((sum, value) => sum + (value / 32_768) ** 2, 0) / samples.length;
      expect(10 * Math.log10(power)).toBeCloseTo(-20, 0);
    }
  });

  it('is refused when it is silent, distorted, too long, empty, or no WAV at all', () => {
    expect(refused(toneWav(400, 1, { loudness: 0.0005 }))).toBe('it is silent');
    expect(refused(toneWav(400, 1, { loudness: 3 }))).toContain('distorted');
    expect(refused(toneWav(400, 301))).toContain('301 seconds');
    expect(refused(toneWav(400, 0))).toBe('it is empty');
    expect(refused(new TextEncoder().encode('ID3 this is an MP3'))).toBe('not a WAV file');
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeHoldMusic } from '../../infra/prompts/hold-music.ts';
import { renderPrompts } from '../../infra/prompts/render.ts';
import { readWav } from '../../infra/prompts/wav.ts';
import { catalogue, holdMusicMs, numberPrompts, promptText } from '../../shared/prompts/catalogue.ts';
import { promptKey, promptOfKey } from '../../shared/prompts/prompt-key.ts';

describe('the catalogue', () => {
  it('has every fragment of the numbers from 1 to 99', () => {
    for (let n = 1; n <= 99; n++) for (const name of numberPrompts(n) ?? ['missing']) expect(promptText(name)).not.toBe('');
    expect(numberPrompts(42)?.map((name) => promptText(name))).toEqual(['forty', 'two']);
    expect([numberPrompts(0), numberPrompts(100), numberPrompts(1.5)]).toEqual([undefined, undefined, undefined]);
  });

  it('finds a prompt’s name again at its key', () => {
    expect(promptOfKey(promptKey('main-menu', 'en-US'))).toBe('main-menu');
    expect(promptOfKey('recordings/x.wav')).toBeUndefined();
  });
});

describe('rendered prompts', () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'linehall-prompts-'));
  const outDir = path.join(root, 'prompts');
  const samples = (name: string) => readWav(readFileSync(path.join(outDir, 'en-US', `${name}.wav`)));
  beforeAll(async () => void (await renderPrompts(outDir)), 60_000);
  afterAll(() => rmSync(root, { recursive: true }));

  it('are audible WAV files of 8 kHz, one for each prompt and the music', () => {
    for (const name of [...Object.keys(catalogue['en-US']), 'hold-music', 'beep']) {
      const { samples: heard, rate } = samples(name);
      expect(rate, name).toBe(8000);
      expect(heard.length, name).toBeGreaterThan(1500);
      expect(
        heard.some((value) => Math.abs(value) > 3000),
        name,
      ).toBe(true);
    }
    expect(samples('hold-music').samples.length).toBe(holdMusicMs * 8);
  });

  it('are not rendered again as long as their texts are the same', async () => {
    expect(await renderPrompts(outDir)).toBe(0);
    rmSync(path.join(outDir, 'en-US', 'number-7.wav'));
    expect(await renderPrompts(outDir)).toBe(1);
  });

  it('come out the same each time', async () => {
    const before = readFileSync(path.join(outDir, 'en-US', 'number-9.wav'));
    rmSync(path.join(outDir, 'en-US', 'number-9.wav'));
    await renderPrompts(outDir);
    expect(readFileSync(path.join(outDir, 'en-US', 'number-9.wav')).equals(before)).toBe(true);
    expect(composeHoldMusic(1000)).toEqual(composeHoldMusic(1000));
  });
});

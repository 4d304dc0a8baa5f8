import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeHoldMusic } from '../../infra/prompts/hold-music.ts';
import { renderPrompts } from '../../infra/prompts/render.ts';
import { readWav } from '../../shared/prompts/sound/wav.ts';
import { holdMusicMs, numberPrompts, positionPrompts, promptText, sentences, waitPrompts } from '../../shared/prompts/catalogue.ts';
import { recordingsOf } from '../../shared/prompts/template.ts';
import { promptKey, promptOfKey } from '../../shared/prompts/prompt-key.ts';

describe('the catalogue', () => {
  it('says places and waits in the caller’s language', () => {
    const said = (names: readonly string[], language: string) => names.map((name) => promptText(name, language)).join(' ');
    expect(said(positionPrompts(23), 'en-US')).toBe('You are caller number twenty-three');
    expect(said(positionPrompts(2, 'zh-CN'), 'zh-CN')).toBe('您当前排在第 二 位');
    expect(positionPrompts(100, 'hu-HU')).toEqual(['position-many']);
    expect(said(waitPrompts(2, 'cs-CZ'), 'cs-CZ')).toBe('Předpokládaná doba čekání je přibližně dvě minuty');
    expect(said(waitPrompts(0.2, 'el-GR'), 'el-GR')).toBe('Ο εκτιμώμενος χρόνος αναμονής είναι περίπου ένα λεπτό');
    expect(said(waitPrompts(150, 'hu-HU'), 'hu-HU')).toBe('A várható várakozási idő körülbelül három óra');
    expect(waitPrompts(undefined)).toEqual([]);
    expect(numberPrompts(1.5)).toBeUndefined();
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
    const recorded = Object.entries(sentences['en-US']).flatMap(([prompt, text]) => recordingsOf(prompt, text).map(([name]) => name));
    for (const name of [...recorded, 'number-7', 'hold-music', 'beep']) {
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
    rmSync(path.join(outDir, 'zh-CN', 'number-7.wav'));
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

/** Renders the prompts: the texts of the catalogue by the shipped voice, and the hold music. Only what has changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import {
  beep,
  beepMs,
  catalogue,
  defaultLanguage,
  holdMusic,
  holdMusicMs,
  type Language,
  sentences,
} from '../../shared/prompts/catalogue.ts';
import { composeBeep, composeHoldMusic } from './hold-music.ts';
import { levelled, telephoneRate, toTelephone, trimmed } from '../../shared/prompts/sound/shape.ts';
import { speak } from './voice.ts';
import { writeWav } from '../../shared/prompts/sound/wav.ts';

/** Grows when the sound of an unchanged text does. */
const revision = 1;
const speechDbov = -20;
/** Fragments are said one after the other and follow closely; sentences end. */
const tailMs = (name: string): number => (/^(number|unit)-|-intro$/.test(name) ? 60 : 300);

/** Only English is rendered as yet, and of its fragments those that a queue says. */
const isPlayed = (name: string, language: Language): boolean => name in sentences[language] || /^number-|^unit-(minute|hour)-/.test(name);

const Hashes = z.record(z.string(), z.string()).catch({});
const hashOf = (text: string): string => createHash('sha256').update(`${revision}:${text}`).digest('hex').slice(0, 16);

function readHashes(file: string): Record<string, string> {
  try {
    return Hashes.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

async function render(name: string, text: string): Promise<Buffer> {
  if (name === holdMusic) return writeWav(composeHoldMusic(holdMusicMs), telephoneRate);
  if (name === beep) return writeWav(composeBeep(beepMs), telephoneRate);
  const { samples, rate } = await speak(text);
  return writeWav(trimmed(levelled(toTelephone(samples, rate), speechDbov), tailMs(name)), telephoneRate);
}

/**
 * Writes `<outDir>/<language>/<name>.wav` for each prompt: WAV, 8 kHz, mono, 16 bit. Files of prompts that are no more go. What was
 * rendered from which text stands in `<outDir>.json`, beside what is deployed. Returns how many were rendered anew.
 */
export async function renderPrompts(outDir: string): Promise<number> {
  const before = readHashes(`${outDir}.json`);
  const after: Record<string, string> = {};
  let rendered = 0;
  for (const language of [defaultLanguage]) {
    const texts = Object.fromEntries(Object.entries(catalogue[language]).filter(([name]) => isPlayed(name, language)));
    const folder = path.join(outDir, language);
    mkdirSync(folder, { recursive: true });
    const prompts = { ...texts, [holdMusic]: `${holdMusicMs} ms`, [beep]: `${beepMs} ms` };
    for (const [name, text] of Object.entries(prompts)) {
      const file = path.join(folder, `${name}.wav`);
      const entry = `${language}/${name}.wav`;
      after[entry] = hashOf(text);
      if (before[entry] === after[entry] && existsSync(file)) continue;
      writeFileSync(file, await render(name, text));
      rendered += 1;
    }
    for (const file of readdirSync(folder)) if (after[`${language}/${file}`] === undefined) rmSync(path.join(folder, file));
  }
  writeFileSync(`${outDir}.json`, JSON.stringify(after, undefined, 2));
  return rendered;
}

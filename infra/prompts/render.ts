/** Renders the prompts: the texts of the catalogue by the shipped voice, and the hold music. Only what has changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { beep, beepMs, catalogue, holdMusic, holdMusicMs } from '../../shared/prompts/catalogue.ts';
import { composeBeep, composeHoldMusic } from './hold-music.ts';
import { levelled, telephoneRate, toTelephone, trimmed } from './shape.ts';
import { speak } from './voice.ts';
import { writeWav } from './wav.ts';

/** Grows when the sound of an unchanged text does. */
const revision = 1;
const speechDbov = -20;
/** Fragments are said one after the other and follow closely; sentences end. */
const tailMs = (name: string): number => (name.startsWith('number-') || name === 'position-intro' ? 60 : 300);

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
  for (const [language, texts] of Object.entries(catalogue)) {
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

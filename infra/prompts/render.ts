/** Makes what a deploy ships of the prompts: their recordings as telephony plays them, and the sounds that have no words. Only what has changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { beep, beepMs, holdMusic, holdMusicMs, type Language, languages } from '../../shared/prompts/catalogue.ts';
import { telephoneRate } from '../../shared/prompts/sound/shape.ts';
import { writeWav } from '../../shared/prompts/sound/wav.ts';
import { composeBeep, composeHoldMusic } from './hold-music.ts';
import { readOpus } from './ogg-opus.ts';
import { type Found, findRecordings, hasVoice, recordingOf, spoken } from './recordings.ts';

/** Grows when the sound of unchanged sources does. */
const revision = 2;

const Hashes = z.record(z.string(), z.string()).catch({});
const hashOf = (source: string | Buffer): string => createHash('sha256').update(`${revision}:`).update(source).digest('hex').slice(0, 16);

function readHashes(file: string): Record<string, string> {
  try {
    return Hashes.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

/** A sound to be made: of what, so that an unchanged one is not made again, and how. */
interface Source {
  hash: string;
  make: () => Float64Array | Promise<Float64Array>;
}

/** A recording serves as long as there is no voice for newer words: what callers hear is then out of date, never missing. */
function sourceOf({ language, name, text, state }: Found): Source | undefined {
  const voice = hasVoice(language);
  if (state === 'missing' ? !voice : state === 'fresh' || !voice) {
    if (state === 'missing') return undefined;
    const file = readFileSync(recordingOf(language, name));
    return { hash: hashOf(file), make: () => readOpus(file).samples };
  }
  return { hash: hashOf(`voice:${text}`), make: () => spoken(language, name, text) };
}

const wordless: Record<string, Source> = {
  [holdMusic]: { hash: hashOf(`${holdMusicMs} ms`), make: () => composeHoldMusic(holdMusicMs) },
  [beep]: { hash: hashOf(`${beepMs} ms`), make: () => composeBeep(beepMs) },
};

function sourcesOf(of: readonly Language[]): Map<string, Source> {
  const found = findRecordings(of);
  const made = found.map((one) => [`${one.language}/${one.name}.wav`, sourceOf(one)] as const);
  const dumb = made.filter(([, source]) => source === undefined).map(([entry]) => entry);
  if (dumb.length > 0)
    throw new Error(
      `${dumb.length} prompts have neither a recording nor a voice on this machine: ${dumb.slice(0, 10).join(', ')}${dumb.length > 10 ? ' …' : ''}. ` +
        'Install espeak-ng and run `npx linehall prompts render`, or put recordings into infra/prompts/recorded.',
    );
  const sounds = of.flatMap((language) => Object.entries(wordless).map(([name, source]) => [`${language}/${name}.wav`, source] as const));
  return new Map([...(made as [string, Source][]), ...sounds]);
}

/**
 * Writes `<outDir>/<language>/<name>.wav` for each prompt: WAV, 8 kHz, mono, 16 bit. Files of prompts that are no more go. What was
 * made of what stands in `<outDir>.json`, beside what is deployed. Returns how many were made anew. Throws when a prompt has no sound.
 */
export async function renderPrompts(outDir: string, of: readonly Language[] = languages): Promise<number> {
  const before = readHashes(`${outDir}.json`);
  const sources = sourcesOf(of);
  let rendered = 0;
  for (const language of of) mkdirSync(path.join(outDir, language), { recursive: true });
  for (const [entry, { hash, make }] of sources) {
    const file = path.join(outDir, entry);
    if (before[entry] === hash && existsSync(file)) continue;
    writeFileSync(file, writeWav(await make(), telephoneRate));
    rendered += 1;
  }
  for (const language of readdirSync(outDir))
    for (const file of readdirSync(path.join(outDir, language)))
      if (!sources.has(`${language}/${file}`)) rmSync(path.join(outDir, language, file));
  writeFileSync(`${outDir}.json`, JSON.stringify(Object.fromEntries([...sources].map(([entry, { hash }]) => [entry, hash])), undefined, 2));
  return rendered;
}

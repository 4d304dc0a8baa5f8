/** The recordings in the repository: `recorded/<language>/<name>.opus`. Each says in its comment which words it speaks. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue, type Language, languages } from '../../shared/prompts/catalogue.ts';
import { levelled, toTelephone, trimmed } from '../../shared/prompts/sound/shape.ts';
import { recordingsOf } from '../../shared/prompts/template.ts';
import { hasEspeak, speakWithEspeak } from './espeak.ts';
import { readOpus, writeOpus } from './ogg-opus.ts';
import { speak } from './voice.ts';

export const recordedFolder = path.join(import.meta.dirname, 'recorded');
const speechDbov = -20;
/** Fragments are said one after the other and follow closely; sentences end. */
const isFragment = (name: string): boolean => /^(number|unit|letter|day|month|weekday|time|date)-|-intro$|~\d+$|^(minus|plus)$/.test(name);
const tailMs = (name: string): number => (isFragment(name) ? 60 : 300);

/** Everything that must be heard in a language: name → words. */
export const wantedIn = (language: Language): Map<string, string> =>
  new Map(Object.entries(catalogue[language]).flatMap(([name, text]) => recordingsOf(name, text)));

export const recordingOf = (language: Language, name: string): string => path.join(recordedFolder, language, `${name}.opus`);

/** Whether a text can be spoken on this machine. */
export const hasVoice = (language: Language): boolean => language === 'en-US' || hasEspeak();

/** Speaks a text with the voice at hand, as the telephone carries it: samples of 8 kHz, from -1 to 1. */
export async function spoken(language: Language, name: string, text: string): Promise<Float64Array> {
  const { samples, rate } = language === 'en-US' ? await speak(text) : await speakWithEspeak(text, language);
  return trimmed(levelled(toTelephone(samples, rate), speechDbov), tailMs(name));
}

/** The state of a recording: `stale` speaks other words than the catalogue has today. */
export type RecordingState = 'fresh' | 'stale' | 'missing';
export interface Found {
  language: Language;
  name: string;
  text: string;
  state: RecordingState;
}

function stateOf(language: Language, name: string, text: string): RecordingState {
  const file = recordingOf(language, name);
  if (!existsSync(file)) return 'missing';
  return readOpus(readFileSync(file), 'comment').comment === text ? 'fresh' : 'stale';
}

/** Every recording that the catalogue asks for, with its state. */
export const findRecordings = (of: readonly Language[] = languages): Found[] =>
  of.flatMap((language) => [...wantedIn(language)].map(([name, text]) => ({ language, name, text, state: stateOf(language, name, text) })));

/** Recordings that no prompt asks for any more. */
export function findLeftovers(): string[] {
  return languages.flatMap((language) => {
    const folder = path.join(recordedFolder, language);
    const wanted = wantedIn(language);
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files.filter((file) => !wanted.has(path.basename(file, '.opus'))).map((file) => path.join(folder, file));
  });
}

/** Records what is missing or stale with the voices at hand, and removes what is left over. Returns the names. */
export async function recordMissing(of: readonly Language[], tell: (line: string) => void): Promise<string[]> {
  const todo = findRecordings(of).filter(({ language, state }) => state !== 'fresh' && hasVoice(language));
  for (const { language, name, text } of todo) {
    mkdirSync(path.join(recordedFolder, language), { recursive: true });
    writeFileSync(recordingOf(language, name), writeOpus(await spoken(language, name, text), text));
    tell(`${language}  ${name}`);
  }
  for (const file of findLeftovers()) rmSync(file);
  return todo.map(({ language, name }) => `${language}/${name}`);
}

/** Changes of prompts by people: text and recordings, with who and when, and back again. */
import type { Item, Write } from '../../database/database.ts';
import { makeFact } from '../../facts/facts.ts';
import { instant, type Instant } from '../../ids.ts';
import type { Problem } from '../../problem.ts';
import type { World } from '../../world.ts';
import type { Language } from '../language.ts';
import { ownKey } from '../prompt-key.ts';
import { convertRecording } from '../sound/convert.ts';
import { levelled, telephoneRate, toTelephone, trimmed } from '../sound/shape.ts';
import { writeWav } from '../sound/wav.ts';
import { variablesOf } from '../template.ts';
import { type Voice, voices } from '../voices.ts';
import { type Audio, editHistoryKey, editKey, heardOf, type PromptEdit, shippedText, type StoredEdit } from './edit.ts';
import * as problems from './problems.ts';
import { publishPrompt } from './publish.ts';
import { readEdit, readEditHistory } from './read.ts';
import type { Mute, Sounds } from './sounds.ts';

export interface Editing extends Pick<World, 'db' | 'now' | 'newId'> {
  sounds: Sounds;
  /** Who names a prompt, as people call them: settings and flows. */
  usersOf: (name: string) => Promise<string[]>;
}
/** Which prompt, the version that the person saw (0: nobody had changed it), and who changes it. */
export interface Target {
  language: Language;
  name: string;
  version: number;
  by: string;
  /** Their id: it goes into the fact, their name into the history. */
  byId: string;
}
/** The edit as it is now; absent when the shipped prompt holds again. */
export type Edited = { edit?: StoredEdit } | { refused: Problem };

const plain = ({ schemaVersion, language, name, text, audio }: PromptEdit): Item => ({ schemaVersion, language, name, text, audio });

/** The change as a fact, beside what it changed. */
function factOf(
  { language, name, byId }: Pick<Target, 'language' | 'name' | 'byId'>,
  version: number,
  at: Instant,
  change: 'made' | 'changed' | 'removed',
): Write {
  const subject = `prompt/${language}/${name}`;
  const key = { pk: `SETTING#${subject}`, sk: `FACT#${String(version).padStart(6, '0')}` };
  const fact = makeFact('PromptChanged', subject, version, at, { language, name, change, by: byId });
  return { table: 'settings', put: { ...key, ...fact }, if: 'attribute_not_exists(pk)' };
}

/** One transaction: the edit on condition of the version that was seen, and what it was and became. Then it is published. */
async function store(editing: Editing, target: Target, before: StoredEdit | undefined, after: PromptEdit | undefined): Promise<Edited> {
  const { db, now } = editing;
  const { language, name, by, byId } = target;
  const [last] = await readEditHistory(db, language, name, 1);
  const version = Math.max(before?.version ?? 0, last?.version ?? 0) + 1;
  const [at, table] = [instant(now()), 'settings' as const];
  const guard =
    before === undefined
      ? { if: 'attribute_not_exists(pk)' }
      : { if: '#version = :seen', names: { '#version': 'version' }, values: { ':seen': before.version } };
  const key = editKey(language, name);
  const stored = after === undefined ? undefined : { ...after, version, changedAt: at, changedBy: by };
  const change = { schemaVersion: 1, version, at, by, before: before && plain(before), after: after && plain(after) };
  const writes: Write[] = [
    stored === undefined ? { table, delete: key, ...guard } : { table, put: { ...key, ...stored }, ...guard },
    { table, put: { ...editHistoryKey(language, name, version), ...change }, if: 'attribute_not_exists(pk)' },
    factOf({ language, name, byId }, version, at, before === undefined ? 'made' : after === undefined ? 'removed' : 'changed'),
  ];
  const { outcome } = await db.write(writes);
  if (outcome !== 'written') return { refused: problems.changedMeanwhile((await readEdit(db, language, name))?.changedBy) };
  await publishPrompt(editing, language, name);
  return stored === undefined ? {} : { edit: stored };
}

async function seen(
  { db }: Editing,
  { language, name, version }: Target,
): Promise<{ before: StoredEdit | undefined } | { refused: Problem }> {
  const before = await readEdit(db, language, name);
  return (before?.version ?? 0) === version ? { before } : { refused: problems.changedMeanwhile(before?.changedBy) };
}

const empty = ({ language, name }: Target): PromptEdit => ({ schemaVersion: 1, language, name, audio: {} });

async function keep({ sounds, newId }: Editing, { language }: Target, recording: string, wav: Uint8Array): Promise<string> {
  const key = ownKey(recording, language, newId());
  await sounds.write(key, wav);
  return key;
}

async function speak(editing: Editing, target: Target, recording: string, text: string, voice: Voice): Promise<Audio | Mute> {
  const heard = await editing.sounds.speak(text, voice);
  if (typeof heard === 'string') return heard;
  const samples = trimmed(levelled(toTelephone(heard, telephoneRate), -20), 250);
  const key = await keep(editing, target, recording, writeWav(samples, telephoneRate));
  return { key, seconds: Math.round((samples.length / telephoneRate) * 10) / 10, by: 'voice', text };
}

/** The recordings of a text by the voice of its language; those that speak the same words already stay. */
async function spokenAudio(editing: Editing, target: Target, edit: PromptEdit, voice: Voice): Promise<PromptEdit['audio'] | Mute> {
  const audio: PromptEdit['audio'] = {};
  for (const [recording, words] of heardOf(target.language, target.name, edit)) {
    const known = edit.audio[recording];
    const one = known?.text === words ? known : await speak(editing, target, recording, words, voice);
    if (typeof one === 'string') return one;
    audio[recording] = one;
  }
  return audio;
}

/**
 * Changes the words of a prompt. Where Polly has a voice for the language it speaks them; elsewhere callers hear the old recording until somebody
 * brings one of the new words.
 */
export async function changeText(editing: Editing, target: Target, text: string): Promise<Edited> {
  const now = await seen(editing, target);
  if ('refused' in now) return now;
  const shipped = shippedText(target.language, target.name);
  const wanted = shipped === undefined ? variablesOf(text) : variablesOf(shipped);
  if (variablesOf(text).toSorted().join() !== wanted.toSorted().join()) return { refused: problems.otherVariables(wanted) };
  const edit = { ...(now.before ?? empty(target)), text };
  const voice = voices[target.language];
  if (voice === undefined) return store(editing, target, now.before, edit);
  const audio = await spokenAudio(editing, target, edit, voice);
  if (typeof audio === 'string') return { refused: audio === 'busy' ? problems.voiceBusy : problems.voiceSilent };
  return store(editing, target, now.before, { ...edit, audio });
}

/** Gives a prompt (or a stretch of one) a recording that a person brought. */
export async function changeRecording(editing: Editing, target: Target, recording: string, bytes: Uint8Array): Promise<Edited> {
  const now = await seen(editing, target);
  if ('refused' in now) return now;
  const edit = now.before ?? empty(target);
  const words = heardOf(target.language, target.name, edit).find(([name]) => name === recording)?.[1];
  if (words === undefined) return { refused: problems.noSuchPrompt };
  const converted = convertRecording(bytes);
  if ('refused' in converted) return { refused: problems.badRecording(converted.refused) };
  const key = await keep(editing, target, recording, converted.wav);
  const audio = { key, seconds: converted.seconds, by: 'person' as const, text: words };
  return store(editing, target, now.before, { ...edit, audio: { ...edit.audio, [recording]: audio } });
}

/** Takes the latest change back. `version` is that of the change. */
export async function undoChange(editing: Editing, target: Target): Promise<Edited> {
  const [latest] = await readEditHistory(editing.db, target.language, target.name, 1);
  if (latest === undefined) return { refused: problems.nothingToUndo };
  const before = await readEdit(editing.db, target.language, target.name);
  if (latest.version !== target.version || (before !== undefined && before.version !== target.version))
    return { refused: problems.changedMeanwhile(latest.by) };
  // Of a prompt that the company made itself nothing is left then.
  const goes = latest.before === undefined && shippedText(target.language, target.name) === undefined;
  const users = goes ? await editing.usersOf(target.name) : [];
  if (users.length > 0) return { refused: problems.promptIsUsed(target.name, users) };
  return store(editing, target, before, latest.before as PromptEdit | undefined);
}

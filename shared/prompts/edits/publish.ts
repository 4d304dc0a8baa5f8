/** Puts where telephony finds it what the edit of a prompt says, or what is shipped. */
import type { Database } from '../../database/database.ts';
import type { Language } from '../language.ts';
import { promptKey, shippedKey } from '../prompt-key.ts';
import { recordedText } from '../recorded-text.ts';
import { heardOf, type StoredEdit } from './edit.ts';
import { readEdit } from './read.ts';
import type { Sounds } from './sounds.ts';

/** Where the sound of a recording comes from; undefined when there is none. */
function sourceOf(language: Language, recording: string, edit: StoredEdit | undefined): string | undefined {
  const own = edit?.audio[recording]?.key;
  return own ?? (recordedText(recording, language) === undefined ? undefined : shippedKey(recording, language));
}

async function put(sounds: Sounds, language: Language, name: string, edit: StoredEdit | undefined): Promise<void> {
  const heard = heardOf(language, name, edit);
  // A prompt of the company's own that was taken back.
  if (heard.length === 0) await sounds.remove(promptKey(name, language));
  for (const [recording] of heard) {
    const source = sourceOf(language, recording, edit);
    if (source === undefined) await sounds.remove(promptKey(recording, language));
    else await sounds.copy(source, promptKey(recording, language));
  }
}

/** Publishes a prompt as it is now. Of two who publish at once the last sees the latest edit: it is read again afterwards. */
export async function publishPrompt({ db, sounds }: { db: Database; sounds: Sounds }, language: Language, name: string): Promise<void> {
  for (let seen = -1; ;) {
    const edit = await readEdit(db, language, name);
    if ((edit?.version ?? 0) === seen) return;
    seen = edit?.version ?? 0;
    await put(sounds, language, name, edit);
  }
}

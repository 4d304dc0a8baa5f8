import { catalogue } from './catalogue.ts';
import { languageOf } from './language.ts';
import { promptOfStretch, recordingsOf } from './template.ts';

/** The shipped words of a recording, be it a prompt or a stretch of one; undefined when there is none of that name. */
export function recordedText(name: string, language: string): string | undefined {
  const prompt = promptOfStretch(name);
  const text = catalogue[languageOf(language)][prompt];
  return text === undefined ? undefined : recordingsOf(prompt, text).find(([recording]) => recording === name)?.[1];
}

/** A prompt with its variables filled in: as text for a voice, or as recordings to be played after each other. */
import type { Language } from './language.ts';
import { written } from './read/reader.ts';
import { readers } from './read/readers.ts';
import { partsOf, stretchName } from './template.ts';
import { readVariable, type Variables } from './variables.ts';

/** The text for a voice. A variable that nobody gave is left out. */
export function filledText(text: string, variables: Variables, language: Language): string {
  const filled = text.replaceAll(/\{([a-z][a-zA-Z0-9]*)\}/g, (_, name: string) => {
    const variable = variables[name];
    if (variable === undefined) return '';
    const pieces = readVariable(variable, language);
    return pieces === undefined ? ('value' in variable ? String(variable.value) : '') : written(pieces, readers[language]);
  });
  return filled.replaceAll(/\s+/g, ' ').trim();
}

/** The names of the recordings that say it. Free text has none and is left out. */
export function filledRecordings(prompt: string, text: string, variables: Variables, language: Language): string[] {
  let stretch = 0;
  return partsOf(text).flatMap((part) => {
    if ('text' in part) return [stretchName(prompt, ++stretch)];
    const variable = variables[part.variable];
    return variable === undefined ? [] : (readVariable(variable, language) ?? []).map(({ name }) => name);
  });
}

/** What the shipped prompts lack: found before a caller misses it. */
import { type Language, languages, sentences } from './catalogue.ts';
import { languageNames } from './language.ts';
import { variablesOf } from './template.ts';

export interface Gap {
  name: string;
  language: Language;
  sentence: string;
  remedy: string;
}

/** Texts that a language lacks or has alone, and texts whose variables differ from the English ones. */
export function findGaps(texts: Record<Language, Readonly<Record<string, string>>> = sentences): Gap[] {
  const names = new Set(languages.flatMap((language) => Object.keys(texts[language])));
  const variables = (name: string, language: Language) =>
    variablesOf(texts[language][name] ?? '')
      .toSorted()
      .join(', ');
  return [...names].flatMap((name) =>
    languages.flatMap((language): Gap[] => {
      const remedy = `Mend it in shared/prompts/texts/${language.toLowerCase()}.ts.`;
      if (texts[language][name] === undefined)
        return [{ name, language, sentence: `There are no words in ${languageNames[language]}.`, remedy }];
      if (texts['en-US'][name] === undefined || variables(name, language) === variables(name, 'en-US')) return [];
      const sentence = `The variables in ${languageNames[language]} are not those of English: ${variables(name, 'en-US') || 'none'}.`;
      return [{ name, language, sentence, remedy }];
    }),
  );
}

/** The languages that are shipped. A prompt of the catalogue has words in all of them. */
export const languages = ['en-US', 'hu-HU', 'cs-CZ', 'el-GR', 'zh-CN'] as const;
export type Language = (typeof languages)[number];
export const defaultLanguage: Language = 'en-US';

/** The shipped language of that name; the default for one that isn't shipped. */
export const languageOf = (name: string | undefined): Language => languages.find((language) => language === name) ?? defaultLanguage;

/** How people call them, in English. */
export const languageNames: Record<Language, string> = {
  'en-US': 'English',
  'hu-HU': 'Hungarian',
  'cs-CZ': 'Czech',
  'el-GR': 'Greek',
  'zh-CN': 'Chinese',
};

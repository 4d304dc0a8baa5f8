/**
 * Which languages a voice of Amazon Polly speaks ("Available voices" of its developer guide, November 2026). Polly has none for Hungarian and
 * Greek: those live on recordings.
 */
import type { Language } from './language.ts';

export interface Voice {
  /** As `VoiceId` of SynthesizeSpeech and of `Speak`. */
  voiceId: string;
  engine: 'standard' | 'neural';
  /** What Polly calls the language, where that differs. */
  languageCode: string;
}

export const voices: Record<Language, Voice | undefined> = {
  'en-US': { voiceId: 'Joanna', engine: 'neural', languageCode: 'en-US' },
  'hu-HU': undefined,
  'cs-CZ': { voiceId: 'Jitka', engine: 'neural', languageCode: 'cs-CZ' },
  'el-GR': undefined,
  'zh-CN': { voiceId: 'Zhiyu', engine: 'neural', languageCode: 'cmn-CN' },
};

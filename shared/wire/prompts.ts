/** Routes of the HTTP API about prompts: their texts, recordings and uploads. */
import { z } from 'zod';
import { Instant } from '../ids.ts';
import { SettingChange } from './settings.ts';

/** Callers hear what is shipped; the company's own; other words than the text (`stale`); or nothing. */
export const promptStates = ['shipped', 'own', 'stale', 'missing'] as const;
export const promptGroups = ['sentences', 'fragments', 'own'] as const;

/** A prompt in one language. `version` goes back with a change; 0: nobody has changed it. */
export const PromptView = z.object({
  language: z.string(),
  name: z.string(),
  text: z.string(),
  /** The words that are shipped, where the company has others. */
  shippedText: z.string().optional(),
  state: z.enum(promptStates),
  version: z.number().int().nonnegative(),
  changedAt: Instant.optional(),
  changedBy: z.string().optional(),
});
export type PromptView = z.infer<typeof PromptView>;

/** What is heard of a prompt: itself, or the stretches between its variables. */
export const RecordingView = z.object({
  recording: z.string(),
  text: z.string(),
  /** Where a browser plays it, for some minutes. Absent: there is none. */
  address: z.string().optional(),
});
export type RecordingView = z.infer<typeof RecordingView>;

const LanguageView = z.object({
  language: z.string(),
  name: z.string(),
  /** Changed texts are spoken by it; without one they wait for a recording. */
  voice: z.string().optional(),
});
export type LanguageView = z.infer<typeof LanguageView>;

const empty = z.strictObject({});
const version = z.number().int().nonnegative();
/** As base64; what a function may be given at once, with what stands around it. */
const Wav = z.base64().min(60).max(5_800_000);

export const promptsRoutes = {
  'GET /api/prompts': {
    request: empty,
    answer: z.object({
      languages: z.array(LanguageView),
      prompts: z.array(z.object({ name: z.string(), group: z.enum(promptGroups), languages: z.array(PromptView) })),
    }),
  },
  'GET /api/prompts/{language}/{name}/recordings': { request: empty, answer: z.object({ recordings: z.array(RecordingView) }) },
  'GET /api/prompts/{language}/{name}/history': { request: empty, answer: z.object({ changes: z.array(SettingChange) }) },
  'POST /api/prompts/{language}/{name}/text': {
    request: z.strictObject({ text: z.string().trim().min(1).max(2000), version }),
    answer: PromptView,
  },
  /** `recording`: a stretch of the prompt; absent: the prompt itself. */
  'POST /api/prompts/{language}/{name}/recording': {
    request: z.strictObject({ wav: Wav, recording: z.string().optional(), version }),
    answer: PromptView,
  },
  /** Takes the latest change back; `version` is that of the change. */
  'POST /api/prompts/{language}/{name}/undo': { request: z.strictObject({ version }), answer: PromptView },
} as const;

/** What a template may say of Lex V2 bots here: intents by sample utterances. Slots, code hooks and the rest are refused by name. */
import { z } from 'zod';

const Intent = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  SampleUtterances: z.array(z.strictObject({ Utterance: z.string() })).optional(),
  ParentIntentSignature: z.literal('AMAZON.FallbackIntent').optional(),
});
const Locale = z.strictObject({
  LocaleId: z.string(),
  Description: z.string().optional(),
  NluConfidenceThreshold: z.number().min(0).max(1),
  VoiceSettings: z.strictObject({ VoiceId: z.string(), Engine: z.enum(['standard', 'neural']).optional() }).optional(),
  Intents: z.array(Intent),
});
export type Locale = z.infer<typeof Locale>;

export const Bot = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  RoleArn: z.string(),
  DataPrivacy: z.strictObject({ ChildDirected: z.boolean() }),
  IdleSessionTTLInSeconds: z.number().min(60).max(86_400),
  AutoBuildBotLocales: z.literal(true),
  BotLocales: z.array(Locale).min(1),
  BotTags: z.unknown().optional(),
});
export type Bot = z.infer<typeof Bot>;

export const BotVersion = z.strictObject({
  BotId: z.string(),
  Description: z.string().optional(),
  BotVersionLocaleSpecification: z.array(
    z.strictObject({ LocaleId: z.string(), BotVersionLocaleDetails: z.strictObject({ SourceBotVersion: z.literal('DRAFT') }) }),
  ),
});

export const BotAlias = z.strictObject({
  BotId: z.string(),
  BotAliasName: z.string(),
  BotAliasTags: z.unknown().optional(),
  BotVersion: z.string(),
  Description: z.string().optional(),
  BotAliasLocaleSettings: z.array(
    z.strictObject({ LocaleId: z.string(), BotAliasLocaleSetting: z.strictObject({ Enabled: z.boolean() }) }),
  ),
});

export const ResourcePolicy = z.strictObject({ ResourceArn: z.string(), Policy: z.unknown() });

/** A resource's properties, read. Throws one sentence that names what the local cloud does not know. */
export function read<T>(shape: z.ZodType<T>, properties: unknown): T {
  const parsed = shape.safeParse(properties);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'resource'}: ${message}`);
  throw new Error(`not supported by the local cloud: ${issues.join('; ')}`);
}

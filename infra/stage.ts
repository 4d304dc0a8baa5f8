/** A stage: one deployment's settings, read from a file in `stages/`. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { languages } from '../shared/prompts/language.ts';

export const Stage = z.strictObject({
  /** Part of every name in the account. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,15}$/, 'lower-case letters, digits and dashes, at most 16'),
  account: z.string().regex(/^\d{12}$/, 'twelve digits'),
  region: z.string().regex(/^[a-z]{2}-[a-z]+-\d$/),
  /** Where the company is (ISO 3166-1 alpha-2): telephone numbers are read as they are dialled there. */
  country: z.string().regex(/^[A-Z]{2}$/, 'two capital letters, like US'),
  timeZone: z.string().refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', 'an IANA time zone'),
  /** Invited by mail with the first deploy. */
  administrator: z.email(),
  /** Who hears alarms; nobody when absent. */
  alarmsTo: z.email().optional(),
  /** `gateway` is not yet possible for a deployment; `none` deploys everything but calls. */
  telephony: z.enum(['amazon', 'gateway', 'none']),
  /** E.164 numbers of the account that this stage answers. A deploy adopts numbers; it never buys or releases one. */
  numbers: z.array(z.string().regex(/^\+[1-9]\d{1,14}$/, 'an E.164 number')).default([]),
  /** Whether everybody must use a time-based one-time password; else it is offered. */
  requireTotp: z.boolean().default(false),
  /**
   * Whether callers may say what they could press: each menu with words gets a Lex V2 bot. `doctor` tells whether the account may use them:
   * the quota of conversations from telephony is 0 until one asks for more.
   */
  speech: z.boolean().default(false),
  /** In which callers are spoken to: `doctor` looks for a voice of each. All that are shipped, unless told. */
  languages: z
    .array(z.enum(languages))
    .min(1)
    .default([...languages]),
  /** Messages that callers leave are deleted after so many days. */
  recordingDays: z.number().int().min(1).max(3650).default(365),
});
export type Stage = z.infer<typeof Stage>;

/** Thrown when the stage file is missing or wrong: one sentence for the person who deploys. */
export class StageError extends Error {
  override readonly name = 'StageError';
}

/** Reads and checks a stage file. Throws a StageError that names the field and what it should be. */
export function readStage(file: string): Stage {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new StageError(`There is no stage file ${file}. Copy stages/example.json, fill it in, and name it with -c stage=FILE.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new StageError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = Stage.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`);
  throw new StageError(`${file} is not a stage: ${issues.join('; ')}`);
}

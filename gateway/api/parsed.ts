import type { z } from 'zod';
import { Refusal } from './refusal.ts';

/** The body as its shape. @throws Refusal BadRequest that names the first field in which it is wrong. */
export function parsed<T>(shape: z.ZodType<T>, body: unknown): T {
  const result = shape.safeParse(body ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const at = issue?.path.join('.');
  throw new Refusal('BadRequestException', `Invalid request: ${at ? `${at}: ` : ''}${issue?.message ?? 'malformed'}`);
}

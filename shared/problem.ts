import { z } from 'zod';

/**
 * An error that a person may see: what happened, and what to do about it.
 * `code` is stable and may be relied on; `sentence` and `remedy` are for people and may change.
 */
export const Problem = z.object({
  code: z.string().regex(/^[a-z]+(-[a-z0-9]+)*$/),
  sentence: z.string(),
  remedy: z.string(),
  status: z.number().int().min(400).max(599),
  /** The offending value or field, when showing it leaks nothing. */
  about: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** Thrown when a request can't be served and the person who made it should be told why. Wrappers turn it into the answer. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.sentence}`);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

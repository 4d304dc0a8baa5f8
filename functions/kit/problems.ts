import { type Problem, ProblemError } from '../../shared/problem.ts';

export const notAllowed: Problem = {
  code: 'not-allowed',
  sentence: 'You are not in a group that may do this.',
  remedy: 'Ask an administrator to add you to the group.',
  status: 403,
};
export const noSuchContact: Problem = {
  code: 'no-such-contact',
  sentence: 'There is no such contact.',
  remedy: 'Check the link; contacts are found from a customer’s history.',
  status: 404,
};
export const failed: Problem = {
  code: 'failed',
  sentence: 'This could not be done just now.',
  remedy: 'Try again; if it goes on, tell an administrator, who finds the reason in the log.',
  status: 500,
};

/** What the request got wrong: the first field, and why. The value itself is not repeated. */
export const malformed = (field: string, why: string): Problem => ({
  code: 'malformed',
  sentence: field === '' ? `The request is not understood: ${why}.` : `“${field}” is not right: ${why}.`,
  remedy: 'Correct it and send it again; if a page sent it, reload the page.',
  status: 400,
  ...(field === '' ? {} : { about: field }),
});

/** Gives the result of an operation, or throws its refusal for the wrapper to answer. */
export function granted<T extends object>(result: T | { refused: Problem }): T {
  if ('refused' in result) throw new ProblemError(result.refused);
  return result;
}

/** Throws a refusal, when there is one. */
export function refuse(problem: Problem | undefined): void {
  if (problem !== undefined) throw new ProblemError(problem);
}

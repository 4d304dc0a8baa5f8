/** Errors of the Voice API as values that are thrown to its door and nowhere else. */
import type { ApiAnswer } from '../contract.ts';

const statuses = {
  BadRequestException: 400,
  ResourceLimitExceededException: 400,
  ForbiddenException: 403,
  NotFoundException: 404,
  ConflictException: 409,
  ThrottledClientException: 429,
} as const;
const codes: Record<RefusalName, string> = {
  BadRequestException: 'BadRequest',
  ResourceLimitExceededException: 'ResourceLimitExceeded',
  ForbiddenException: 'Forbidden',
  NotFoundException: 'NotFound',
  ConflictException: 'Conflict',
  ThrottledClientException: 'Throttled',
};
export type RefusalName = keyof typeof statuses;

/** A request that is answered with an error by name. */
export class Refusal extends Error {
  readonly answer: ApiAnswer;
  constructor(name: RefusalName, message: string) {
    super(message);
    this.name = name;
    this.answer = { status: statuses[name], error: name, body: { Code: codes[name], Message: message } };
  }
}

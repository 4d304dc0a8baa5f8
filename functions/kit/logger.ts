import { Logger } from '@aws-lambda-powertools/logger';

export const logger = new Logger();

/** What may stand in a log line: ids, codes and figures of ours. Names, numbers, digits and words of people may not. */
const allowed = new Set([
  'agentId',
  'attempt',
  'code',
  'connectionId',
  'contactId',
  'count',
  'error',
  'eventType',
  'flow',
  'kind',
  'meetingId',
  'ms',
  'n',
  'outcome',
  'queueId',
  'route',
  'sequence',
  'state',
  'status',
  'step',
  'transactionId',
  'type',
  'version',
  'why',
]);

/** The details that are on the list; the names of the others, so that nobody wonders where they are. */
export function withoutPersons(details: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(details).filter(([name]) => allowed.has(name));
  const left = Object.keys(details).filter((name) => !allowed.has(name));
  return { ...Object.fromEntries(kept), ...(left.length === 0 ? {} : { leftOut: left.join(' ') }) };
}

export const log = (event: string, details: Record<string, unknown> = {}): void => logger.info(event, withoutPersons(details));

/** A fault: its kind and where it came from, never its message alone, which may quote what a person sent. */
export function logFault(event: string, error: unknown, details: Record<string, unknown> = {}): void {
  const name = error instanceof Error ? error.name : typeof error;
  const stack =
    error instanceof Error
      ? (error.stack ?? '')
          .split('\n')
          .filter((line) => /^\s+at /.test(line))
          .slice(0, 6)
          .join('\n')
      : '';
  logger.error(event, {
    ...withoutPersons({ ...details, error: name }),
    stack,
    ...(error instanceof Error && isOurs(error) ? { message: error.message } : {}),
  });
}

/** Plain errors carry sentences of ours, which hold ids only; a parser's errors quote their input. */
const isOurs = (error: Error): boolean => error.name === 'Error';

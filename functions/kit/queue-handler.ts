import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { logFault } from './logger.ts';

/** The handler of a queue: each message by itself, all at once; those that fail are delivered again. */
export function queueHandler(handle: (body: unknown) => Promise<void>) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const failures = await Promise.all(
      event.Records.map(async ({ messageId, body }) => {
        try {
          await handle(JSON.parse(body));
          return [];
        } catch (error) {
          logFault('a message failed', error);
          return [{ itemIdentifier: messageId }];
        }
      }),
    );
    return { batchItemFailures: failures.flat() };
  };
}

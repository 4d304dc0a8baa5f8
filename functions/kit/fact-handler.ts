import type { EventBridgeEvent } from 'aws-lambda';
import { type Fact, parseFact } from '../../shared/facts/facts.ts';
import { logFault } from './logger.ts';

/** The handler of facts from the bus. Each may come twice and in any order; one that fails is delivered again. */
export function factHandler(handle: (fact: Fact) => Promise<void>) {
  return async (event: EventBridgeEvent<string, unknown>): Promise<void> => {
    try {
      await handle(parseFact(event.detail));
    } catch (error) {
      logFault('a fact could not be handled', error, { type: event['detail-type'] });
      throw new Error('The fact could not be handled.', { cause: 'logged' });
    }
  };
}

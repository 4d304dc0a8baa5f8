/** What page and worker say to each other. The worker never sees a token: it asks the page for a ticket's address. */
import type { FromClient, ToClient } from '../../../shared/wire/live.ts';
import type { LinkState } from './live-link.ts';

export type ToWorker =
  | { do: 'start' }
  | { do: 'stop' }
  | { do: 'now' }
  | { do: 'send'; message: FromClient }
  | { do: 'address'; request: number; address?: string };

export type FromWorker =
  { told: 'state'; state: LinkState } | { told: 'message'; message: ToClient } | { told: 'address-wanted'; request: number };

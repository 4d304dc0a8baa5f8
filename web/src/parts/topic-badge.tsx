import Badge from '@cloudscape-design/components/badge';
import type { ContactView } from '../../../shared/wire/api.ts';
import { readable } from './words.ts';

/** What the caller chose, unless the queue's name says it already. */
export function TopicBadge({ contact }: { contact: ContactView }) {
  if (contact.topic === undefined || readable(contact.topic) === contact.queueName) return null;
  return <Badge>{readable(contact.topic)}</Badge>;
}

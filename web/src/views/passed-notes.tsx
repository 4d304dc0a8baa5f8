import Alert from '@cloudscape-design/components/alert';
import type { ContactView } from '../../../shared/wire/api.ts';

/** What colleagues wrote before they asked for this agent, or sent the customer on. */
export function PassedNotes({ contact: { passedNotes = [] } }: { contact: ContactView }) {
  return passedNotes.map(({ name, text }) => (
    <Alert key={name} type="info" header={`${name} noted`}>
      <span className="passed-notes">{text}</span>
    </Alert>
  ));
}

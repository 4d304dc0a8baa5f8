import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { ContactView } from '../../../shared/wire/api.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { CallControls } from './call-controls.tsx';
import { TakeBack } from './take-back.tsx';
import { WrapUpForm } from './wrap-up-form.tsx';
import { WrapUpHead } from './wrap-up-head.tsx';

/** The call and its wrap-up: one card, so that the notes stay where they are when the caller hangs up. */
export function WorkCard({ contact }: { contact: ContactView }) {
  const wrappingUp = contact.state === 'wrapping-up';
  return (
    <Container>
      <SpaceBetween size="m">
        {wrappingUp && <TakeBack until={contact.takeBackUntil} />}
        {wrappingUp ? <WrapUpHead contact={contact} /> : <CallControls contact={contact} />}
        <Notes />
        {wrappingUp && <WrapUpForm contact={contact} />}
      </SpaceBetween>
    </Container>
  );
}

/** What the agent writes about the contact on the desk. */
export function Notes() {
  const world = useWorld();
  const { draft } = useClient();
  return (
    <div id="notes">
      <FormField stretch label="Notes" description="Kept through a reload; saved with the wrap-up.">
        <Textarea
          value={draft.notes}
          rows={5}
          onChange={({ detail }) => world.dispatch({ type: 'draft', change: { notes: detail.value.slice(0, 10_000) } })}
          placeholder="What the customer asked, what you did"
        />
      </FormField>
    </div>
  );
}

import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ContactView } from '../../../shared/wire/api.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { NotesField } from '../parts/notes-field.tsx';
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
  const change = (notes: string) => world.dispatch({ type: 'draft', change: { notes } });
  return <NotesField notes={draft.notes} description="Kept through a reload; saved with the wrap-up." change={change} />;
}

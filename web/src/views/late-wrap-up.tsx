import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { forgetWrapUp } from '../actions/wrap-up.ts';
import { perform } from '../actions/action.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { whoIsIn } from '../parts/words.ts';
import { Notes } from './work-card.tsx';
import { WrapUpForm } from './wrap-up-form.tsx';

/** A wrap-up whose time ran out while it was written, or of a contact that went on without the agent: it can still be handed in. */
export function LateWrapUp() {
  const world = useWorld();
  const { late } = useClient();
  if (late === undefined) return null;
  const who = whoIsIn(late.contact);
  const [header, text] =
    late.contact.lost === true
      ? [`The call with ${who} went on without you`, 'Your connection was lost. Write down your part of it between calls.']
      : [`The time for ${who} ran out`, 'What you wrote in this browser is kept. Finish it between calls.'];
  return (
    <Container>
      <SpaceBetween size="m">
        <Alert type="warning" header={header} action={<Button onClick={() => void perform(world, forgetWrapUp)}>Throw it away</Button>}>
          {text}
        </Alert>
        <Notes />
        <WrapUpForm contact={late.contact} />
      </SpaceBetween>
    </Container>
  );
}

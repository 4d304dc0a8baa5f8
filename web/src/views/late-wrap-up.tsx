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

/** A wrap-up whose time ran out while it was written: nothing is lost, and it can still be handed in. */
export function LateWrapUp() {
  const world = useWorld();
  const { late } = useClient();
  if (late === undefined) return null;
  return (
    <Container>
      <SpaceBetween size="m">
        <Alert
          type="warning"
          header={`The time for ${whoIsIn(late.contact)} ran out`}
          action={<Button onClick={() => void perform(world, forgetWrapUp)}>Throw it away</Button>}
        >
          What you wrote is kept. Finish it between calls.
        </Alert>
        <Notes />
        <WrapUpForm contact={late.contact} />
      </SpaceBetween>
    </Container>
  );
}

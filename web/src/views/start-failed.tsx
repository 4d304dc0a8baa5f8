import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';

/** Nothing could be opened: no settings, or no way to sign in. */
export function StartFailed({ again }: { again: () => void }) {
  return (
    <div className="whole-face">
      <Alert type="error" header="Linehall could not open." action={<Button onClick={again}>Try again</Button>}>
        The sign-in service or this page’s settings could not be reached. Check the network connection; if it stays so, tell your
        administrator.
      </Alert>
    </div>
  );
}

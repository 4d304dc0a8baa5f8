import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { Problem } from '../../../shared/problem.ts';

/** What happened, and what to do about it. */
export function ProblemFace({ problem, again }: { problem: Problem; again?: () => void }) {
  return (
    <Alert type="error" header={problem.sentence} {...(again === undefined ? {} : { action: <Button onClick={again}>Try again</Button> })}>
      {problem.remedy}
    </Alert>
  );
}

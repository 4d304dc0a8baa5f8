import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import { ProblemFace } from '../parts/problem-face.tsx';

interface Props {
  title: string;
  label: string;
  children: ReactNode;
  run: () => Promise<Problem | undefined>;
  close: () => void;
}

/** Asks before something is done that others feel; shows why it can't be. */
export function Confirm({ title, label, children, run, close }: Props) {
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    setProblem(await run());
    setBusy(false);
  };
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} onClick={() => void go()}>
              {label}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="s">
        {problem !== undefined && <ProblemFace problem={problem} />}
        <div>{children}</div>
      </SpaceBetween>
    </Modal>
  );
}

import type { ReactNode } from 'react';
import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import type { Choices } from '../../../shared/wire/settings.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { ProblemFace } from '../parts/problem-face.tsx';
import { useLoad } from '../parts/use-load.ts';

/** Loads what the fields may name, and then draws. */
export function WithChoices({ about, children }: { about: string; children: (choices: Choices) => ReactNode }) {
  const world = useWorld();
  const { loaded, again } = useLoad(about, () => world.api.call('GET /api/settings', {}));
  if (loaded.face === 'failed') return <ProblemFace problem={loaded.problem} again={again} />;
  if (loaded.face === 'loading') return <Waiting />;
  return children(loaded.value);
}

export const Waiting = () => (
  <div className="whole-face" role="status">
    <Spinner /> Loading
  </div>
);

export const Empty = ({ text }: { text: string }) => (
  <Box textAlign="center" color="inherit" padding="m">
    {text}
  </Box>
);

export const useIsAdministrator = (): boolean => useClient().groups.includes('administrators');

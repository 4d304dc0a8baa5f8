import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Icon, { type IconProps } from '@cloudscape-design/components/icon';
import { backActions } from '../actions/back-at.ts';
import { goAvailable } from '../actions/status.ts';
import { useClient, useNow } from '../app/use-world.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { breakOver, statusText } from '../parts/words.ts';

interface Face {
  icon: NonNullable<IconProps['name']>;
  title: string;
  text: string;
}

/** What the desk says while no contact is on it. */
export function IdleCard() {
  const { agent, reasons } = useClient();
  const now = useNow();
  if (agent === undefined) return null;
  const over = breakOver(reasons, agent, now);
  const available = agent.status === 'available';
  const face: Face = available
    ? { icon: 'call', title: 'Ready for the next call', text: 'It rings here, and in a notification when you look elsewhere.' }
    : {
        icon:
          agent.status === 'offline'
            ? 'status-stopped'
            : agent.breakReason === 'missed' || over !== undefined
              ? 'status-warning'
              : 'status-pending',
        title: statusText(reasons, agent),
        text:
          over === undefined
            ? 'No calls are offered to you. Go available when you are ready.'
            : `This break is for ${over} minutes at most, and they are over. Go available when you are ready.`,
      };
  return (
    <Container fitHeight>
      <div className="idle">
        <div className={available ? 'idle-sign idle-sign-ready' : 'idle-sign'}>
          <Icon name={face.icon} size="large" />
        </div>
        <Box variant="h2" tagOverride="h1">
          {face.title}
        </Box>
        <Box color="text-body-secondary" textAlign="center">
          {face.text}
        </Box>
        {!available && (
          <ActionButton action={goAvailable} variant="primary">
            Go available
          </ActionButton>
        )}
        {agent.status === 'on-break' && (
          <div className="idle-back">
            {backActions.map((action) => (
              <ActionButton key={action.name} action={action} variant="inline-link" />
            ))}
          </div>
        )}
      </div>
    </Container>
  );
}

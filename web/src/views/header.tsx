import { openDial } from '../actions/calls.ts';
import { openDevice } from '../actions/device.ts';
import { goDesk, goFloor, goFollowUps, goLeft, goSettings, changeTheme, checkDevices, showKeys, signOut } from '../actions/window.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { unheardIn } from '../state/left.ts';
import { type PageLink, PageLinks } from './page-links.tsx';
import { StatusMenu } from './status-menu.tsx';

/** In the order of the links; what doesn't fit goes into a menu, the last first. */
const pages: readonly PageLink[] = [
  { action: goDesk, path: '/' },
  { action: goFollowUps, path: '/follow-ups' },
  { action: goLeft, path: '/call-backs', badge: { count: unheardIn, label: 'unheard' } },
  { action: goFloor, path: '/floor' },
  { action: goSettings, path: '/settings' },
];

/** The top of every page: where one is, what one's status is, and what concerns the window. */
export function Header() {
  const { stage } = useWorld();
  const { agent } = useClient();
  const byPhone = agent?.device?.kind === 'phone';
  return (
    <header className="top">
      <div className="brand">
        <img src="/favicon.svg" alt="" width="26" height="26" />
        <span className="brand-name">Linehall</span>
        {stage !== '' && stage !== 'production' && <span className="stage">{stage}</span>}
      </div>
      <PageLinks pages={pages} />
      <StatusMenu />
      <div className="window-buttons">
        <ActionButton action={openDial} variant="icon" iconName="call" iconOnly />
        <ActionButton action={openDevice} variant="icon" iconName={byPhone ? 'multiscreen' : 'settings'} iconOnly>
          {byPhone ? 'You talk by telephone. Change' : 'You talk by this browser. Change'}
        </ActionButton>
        <ActionButton action={checkDevices} variant="icon" iconName="microphone" iconOnly />
        <ActionButton action={changeTheme} variant="icon" iconName="light-dark" iconOnly />
        <ActionButton action={showKeys} variant="icon" iconName="keyboard" iconOnly />
        <ActionButton action={signOut} variant="icon" iconName="sign-out" iconOnly />
      </div>
    </header>
  );
}

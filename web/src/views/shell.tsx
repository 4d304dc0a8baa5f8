import Spinner from '@cloudscape-design/components/spinner';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { perform } from '../actions/action.ts';
import { loadLeft } from '../actions/left.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { Desk } from '../pages/desk.tsx';
import { ProblemFace } from '../parts/problem-face.tsx';
import { titleOf } from '../state/title.ts';
import { Elsewhere } from './elsewhere.tsx';
import { Header } from './header.tsx';
import { ChosenChat } from './help-chat.tsx';
import { HoldReminder } from './hold-clock.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { Messages } from './messages.tsx';
import { Notices } from './notices.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';

const Administration = lazy(() => import('../administration/administration.tsx'));
const FollowUps = lazy(() => import('../pages/follow-ups.tsx'));
const CallBacks = lazy(() => import('../pages/call-backs.tsx'));
const Floor = lazy(() => import('../pages/floor.tsx'));
const Timeline = lazy(() => import('../pages/timeline.tsx'));
const BackAtDialog = lazy(() => import('./back-at-dialog.tsx'));
const CancelCallback = lazy(() => import('./cancel-callback.tsx'));
const DeviceDialog = lazy(() => import('./device-dialog.tsx'));
const Keypad = lazy(() => import('./keypad.tsx'));
const MoveCallback = lazy(() => import('./move-callback.tsx'));
const MoveFollowUp = lazy(() => import('./move-follow-up.tsx'));
const People = lazy(() => import('./people.tsx'));
const Readiness = lazy(() => import('./readiness.tsx'));

const Loading = ({ text }: { text: string }) => (
  <div className="whole-face" role="status">
    <Spinner size="large" />
    <span>{text}</span>
  </div>
);

function pageOf(path: string): ReactNode {
  const timeline = /^\/contacts\/([^/]+)$/.exec(path)?.[1];
  if (timeline !== undefined) return <Timeline contactId={decodeURIComponent(timeline)} />;
  if (path === '/follow-ups') return <FollowUps />;
  if (path === '/call-backs') return <CallBacks />;
  if (path === '/floor') return <Floor />;
  if (path === '/settings' || path.startsWith('/settings/')) return <Administration path={path} />;
  return <Desk />;
}

function Page() {
  const world = useWorld();
  const state = useClient();
  if (state.signingOut) return <Loading text="Signing out …" />;
  if (state.agent === undefined) {
    if (state.loadProblem === undefined) return <Loading text="Finding your desk …" />;
    return <ProblemFace problem={state.loadProblem} again={() => void world.load()} />;
  }
  if (state.link === 'elsewhere') return <Elsewhere />;
  return <Suspense fallback={<Loading text="Opening …" />}>{pageOf(state.path)}</Suspense>;
}

/** The lists are loaded whenever the connection is new: what was pushed meanwhile is not known. */
function useUnheard(): void {
  const world = useWorld();
  const { link, agent } = useClient();
  const ready = link === 'live' && agent !== undefined;
  useEffect(() => {
    if (ready) void perform(world, loadLeft);
  }, [world, ready]);
}

export function Shell() {
  const { dialog, path, link } = useClient();
  useEffect(() => void (document.title = titleOf(path)), [path]);
  useUnheard();
  return (
    <>
      <Header />
      <Messages />
      <Notices />
      <HoldReminder />
      <main>
        {link !== 'elsewhere' && <ChosenChat />}
        <Page />
      </main>
      {dialog === 'keys' && <KeysDialog />}
      {dialog === 'sign-out' && <SignOutDialog />}
      <Suspense>
        {dialog === 'readiness' && <Readiness />}
        {dialog === 'people' && <People />}
        {dialog === 'keypad' && <Keypad />}
        {dialog === 'device' && <DeviceDialog />}
        {dialog === 'back-at' && <BackAtDialog />}
        {dialog === 'move-callback' && <MoveCallback />}
        {dialog === 'cancel-callback' && <CancelCallback />}
        {dialog === 'move-follow-up' && <MoveFollowUp />}
      </Suspense>
    </>
  );
}

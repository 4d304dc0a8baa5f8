/** Where the client begins: settings, sign-in, then the desk. */
import './strict-policy.ts';
import '@cloudscape-design/global-styles/index.css';
import './styles/colours.css';
import './styles/frame.css';
import './styles/desk.css';
import './styles/talk.css';
import './styles/prompts.css';
import './styles/administration.css';
import { I18nProvider } from '@cloudscape-design/components/i18n';
import english from '@cloudscape-design/components/i18n/messages/all.en';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { listenToKeys } from './actions/keys.ts';
import { openWorld } from './app/rim.ts';
import { followTheme } from './app/theme.ts';
import { WorldContext } from './app/use-world.ts';
import { loadSettings } from './settings.ts';
import { openSignIn } from './sign-in.ts';
import { Shell } from './views/shell.tsx';
import { StartFailed } from './views/start-failed.tsx';

const place = document.getElementById('root');
if (place === null) throw new Error('the page has no place for the client');
followTheme();
const root = createRoot(place);

async function begin(): Promise<void> {
  const settings = await loadSettings();
  const signIn = await openSignIn(settings);
  if ((await signIn.token()) === undefined) return signIn.begin();
  const world = openWorld(settings, signIn);
  listenToKeys(world);
  root.render(
    <StrictMode>
      <I18nProvider locale="en" messages={[english]}>
        <WorldContext value={world}>
          <Shell />
        </WorldContext>
      </I18nProvider>
    </StrictMode>,
  );
  // The state is asked for at once and again when the socket is open: a call under way must not wait for the socket.
  void world.load();
  world.live.start();
}

begin().catch((fault: unknown) => {
  console.error(fault);
  root.render(<StartFailed again={() => location.reload()} />);
});

import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { lazy, type ReactNode } from 'react';
import { useWorld } from '../app/use-world.ts';
import { FlowsPage } from './flows-page.tsx';
import { useIsAdministrator } from './frame.tsx';
import { kindPages } from './kinds.ts';
import { NoticesPage } from './notices-page.tsx';
import { SettingPage } from './setting-page.tsx';
import { UsersPage } from './users-page.tsx';

const Prompts = lazy(() => import('../prompts/prompts-page.tsx'));

/** Pages beside those of the kinds. */
const others: Record<string, (id: string | undefined) => ReactNode> = {
  users: (id) => <UsersPage id={id} />,
  notices: () => <NoticesPage />,
  prompts: (id) => <Prompts name={id} />,
  flows: () => <FlowsPage />,
};
const link = (path: string, text: string): SideNavigationProps.Link => ({ type: 'link', href: `/settings/${path}`, text });
const kindLink = (path: string): SideNavigationProps.Link => link(path, kindPages.find((page) => page.path === path)?.title ?? path);

const items: SideNavigationProps.Item[] = [
  link('users', 'Users'),
  { type: 'section-group', title: 'Routing', items: ['queues', 'profiles', 'skills', 'topics', 'reasons'].map(kindLink) },
  {
    type: 'section-group',
    title: 'Callers',
    items: [
      kindLink('numbers'),
      kindLink('hours'),
      kindLink('calendars'),
      link('prompts', 'Prompts'),
      link('notices', 'Notices'),
      link('flows', 'Flows'),
    ],
  },
  { type: 'section-group', title: 'Calls that go out', items: [kindLink('calling')] },
];

function pageOf(name: string, id: string | undefined): ReactNode {
  const kind = kindPages.find(({ path }) => path === name);
  // Another kind or another item is another page: nothing typed goes over.
  if (kind !== undefined) return <SettingPage key={`${name} ${id ?? ''}`} page={kind} id={id} />;
  return others[name]?.(id) ?? <UsersPage id={undefined} />;
}

/** Settings: administrators change them, supervisors read them and switch notices. */
export default function Administration({ path }: { path: string }) {
  const world = useWorld();
  const mayChange = useIsAdministrator();
  const [, , name = 'users', id] = path.split('/');
  const shown = others[name] === undefined && !kindPages.some((page) => page.path === name) ? 'users' : name;
  return (
    <div className="administration">
      <SideNavigation
        activeHref={`/settings/${shown}`}
        items={items}
        onFollow={(event) => {
          event.preventDefault();
          world.go(event.detail.href);
        }}
      />
      <section className="administration-page" aria-label="Settings">
        {!mayChange && <p className="soft">You may read the settings and switch notices. Administrators change the rest.</p>}
        {pageOf(shown, id === undefined || id === '' ? undefined : decodeURIComponent(id))}
      </section>
    </div>
  );
}

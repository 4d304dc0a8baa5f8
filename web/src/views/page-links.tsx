import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { perform, type Action } from '../actions/action.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { howManyFit } from '../state/fitting.ts';
import type { State } from '../state/state.ts';

export interface PageLink {
  action: Action;
  path: string;
  /** How much is new there, and what it is called. */
  badge?: { count: (state: State) => number; label: string };
}

/** The number beside a link, or on the menu that hides the link; nothing where there is none. */
function PageBadge({ badge }: { badge: PageLink['badge'] | undefined }) {
  const state = useClient();
  const count = badge?.count(state) ?? 0;
  if (badge === undefined || count === 0) return null;
  return (
    <span className="page-badge" aria-label={`${count} ${badge.label}`}>
      {count > 99 ? '99+' : count}
    </span>
  );
}

/** What is new behind a link, as words; empty when nothing is. */
function newThere(badge: PageLink['badge'], state: State): string {
  const count = badge?.count(state) ?? 0;
  return badge === undefined || count === 0 ? '' : `${count} ${badge.label}`;
}

/** The menu's button with its gap, and with a number on it. */
const moreWidth = 104;
const moreWidthWithBadge = 136;

/** How many of the links have room, known before anything is painted, and again whenever room or widths change. */
function useFitting(place: RefObject<HTMLElement | null>, about: string, more: number): number {
  const [fit, setFit] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    const nav = place.current;
    const ruler = nav?.querySelector('.page-links-measure');
    if (nav === null || ruler === null || ruler === undefined) return;
    const measure = () => {
      const widths = [...ruler.children].map((link) => link.getBoundingClientRect().width);
      setFit(howManyFit(widths, nav.clientWidth, { gap: 4, more }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(nav);
    observer.observe(ruler);
    return () => observer.disconnect();
  }, [place, about, more]);
  return fit;
}

/** The ways to the pages in one row; those without room are in a menu at its end. */
export function PageLinks({ pages }: { pages: readonly PageLink[] }) {
  const world = useWorld();
  const state = useClient();
  const place = useRef<HTMLElement>(null);
  const allowed = pages.filter(({ action }) => action.allowed(state));
  const isNew = allowed.some(({ badge }) => newThere(badge, state) !== '');
  const fit = useFitting(place, allowed.map(({ path }) => path).join(' '), isNew ? moreWidthWithBadge : moreWidth);
  const more = allowed.slice(fit);
  const isHere = (path: string): boolean => state.path === path || (path !== '/' && state.path.startsWith(`${path}/`));
  const current = more.find(({ path }) => isHere(path));
  const hidden = more.map(({ badge }) => newThere(badge, state)).filter((words) => words !== '');
  const called = ['More pages', ...(current === undefined ? [] : [`Here is ${current.action.label}`]), ...hidden].join('. ');
  return (
    <nav aria-label="Pages" className="page-links" ref={place}>
      <div className="page-links-measure" aria-hidden="true">
        {allowed.map(({ action, path, badge }) => (
          <span key={path}>
            {action.label}
            <PageBadge badge={badge} />
          </span>
        ))}
      </div>
      {allowed.slice(0, fit).map(({ action, path, badge }) => (
        <a
          key={path}
          href={path}
          aria-current={isHere(path) ? 'page' : undefined}
          aria-keyshortcuts={action.shortcut}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            void perform(world, action);
          }}
        >
          {action.label}
          <PageBadge badge={badge} />
        </a>
      ))}
      {more.length > 0 && (
        <span className={current === undefined ? 'page-links-more' : 'page-links-more page-links-more-current'}>
          <ButtonDropdown
            ariaLabel={called}
            expandToViewport
            items={more.map(({ action, path, badge }) => ({
              id: path,
              text: action.label,
              ...(newThere(badge, state) === '' ? {} : { labelTag: newThere(badge, state) }),
              href: path,
              ...(isHere(path) ? { iconName: 'check' as const } : {}),
              ...(action.shortcut === undefined ? {} : { secondaryText: `Key ${action.shortcut}` }),
            }))}
            onItemFollow={(event) => {
              event.preventDefault();
              const page = more.find(({ path }) => path === event.detail.id);
              if (page !== undefined) void perform(world, page.action);
            }}
          >
            More
            {more.map(({ path, badge }) => (
              <PageBadge key={path} badge={badge} />
            ))}
          </ButtonDropdown>
        </span>
      )}
    </nav>
  );
}

import { useEffect, useRef, type ReactNode } from 'react';

/** Writing, or in a box over the page, which hears its keys only while the focus is in it. */
const isElsewhere = () => (document.activeElement?.closest('input, textarea, [role=dialog]') ?? null) !== null;

/** A heading that takes the focus when it appears, unless the person is elsewhere: a key press must never land on a button that just came. */
export function FocusedHeading({ children, about }: { children: ReactNode; about: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isElsewhere()) heading.current?.focus({ preventScroll: true });
  }, [about]);
  return (
    <h2 ref={heading} tabIndex={-1} className="focused-heading">
      {children}
    </h2>
  );
}

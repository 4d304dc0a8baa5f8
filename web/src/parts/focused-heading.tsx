import { useEffect, useRef, type ReactNode } from 'react';

const isWriting = () => document.activeElement instanceof HTMLElement && document.activeElement.matches('input, textarea');

/** A heading that takes the focus when it appears, unless the person is writing: a key press must never land on a button that just came. */
export function FocusedHeading({ children, about }: { children: ReactNode; about: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isWriting()) heading.current?.focus({ preventScroll: true });
  }, [about]);
  return (
    <h2 ref={heading} tabIndex={-1} className="focused-heading">
      {children}
    </h2>
  );
}

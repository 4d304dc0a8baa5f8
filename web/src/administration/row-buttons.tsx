import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import { useEffect, useRef } from 'react';

type Way = 'up' | 'down';

/** The focus goes with the row that was moved: to the same button of it, or to the other one where this one has come to its end. */
export function useMovedFocus() {
  const buttons = useRef(new Map<string, ButtonProps.Ref>());
  const wanted = useRef<string>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) return;
    buttons.current.get(wanted.current)?.focus();
    wanted.current = undefined;
  });
  return {
    hold: (key: number, way: Way) => (button: ButtonProps.Ref | null) => {
      if (button === null) buttons.current.delete(`${key} ${way}`);
      else buttons.current.set(`${key} ${way}`, button);
    },
    goWith: (key: number, way: Way) => void (wanted.current = `${key} ${way}`),
  };
}

interface Props {
  /** What a row is called, with its number: `step 2`. */
  name: string;
  /** Absent where the order says nothing. */
  moves?:
    { first: boolean; last: boolean; move: (way: Way) => void; hold: (way: Way) => (button: ButtonProps.Ref | null) => void } | undefined;
  remove: () => void;
}

/** What can be done with a row of a list. None of it sends the form. */
export function RowButtons({ name, moves, remove }: Props) {
  const one = { variant: 'icon', formAction: 'none' } as const;
  return (
    <span className="row-buttons">
      {moves !== undefined &&
        (['up', 'down'] as const).map((way) => (
          <Button
            key={way}
            {...one}
            ref={moves.hold(way)}
            iconName={`angle-${way}`}
            ariaLabel={`Move ${name} ${way}`}
            disabled={way === 'up' ? moves.first : moves.last}
            onClick={() => moves.move(way)}
          />
        ))}
      <Button {...one} iconName="remove" ariaLabel={`Remove ${name}`} onClick={remove} />
    </span>
  );
}

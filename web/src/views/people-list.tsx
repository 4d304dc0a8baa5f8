import Icon, { type IconProps } from '@cloudscape-design/components/icon';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useEffect, useRef } from 'react';
import type { Choice } from '../state/people.ts';

const icons: Record<Choice['kind'], NonNullable<IconProps['name']>> = { agent: 'user-profile', queue: 'group-active', number: 'call' };

interface RowProps {
  id: string;
  choice: Choice;
  chosen: boolean;
  choose: () => void;
}

function Row({ id, choice, chosen, choose }: RowProps) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <li
      ref={row}
      id={id}
      role="option"
      aria-selected={chosen}
      aria-disabled={choice.whyNot !== undefined}
      className={chosen ? 'person person-chosen' : 'person'}
      onMouseDown={(event) => {
        // The focus stays where one types.
        event.preventDefault();
        choose();
      }}
    >
      <Icon name={icons[choice.kind]} />
      <span className="party-who">
        <strong>{choice.title}</strong>
        <span className="line-below">{choice.whyNot ?? choice.detail}</span>
      </span>
      <StatusIndicator type={choice.sign}>{choice.word}</StatusIndicator>
    </li>
  );
}

interface Props {
  choices: readonly Choice[];
  chosen: Choice | undefined;
  loading: boolean;
  choose: (choice: Choice) => void;
}

/** Who was found, in a list of one height, so that nothing moves while one types. */
export function PeopleList({ choices, chosen, loading, choose }: Props) {
  return (
    <>
      <ul id="people" role="listbox" aria-label="Found" className="people" tabIndex={-1}>
        {choices.map((choice, i) => (
          <Row key={choice.key} id={`people-${i}`} choice={choice} chosen={choice === chosen} choose={() => choose(choice)} />
        ))}
      </ul>
      <div className="line-below" role="status">
        {loading
          ? 'Looking who is there …'
          : choices.length === 0
            ? 'Nobody is called so. A number is typed with its country code.'
            : `${choices.length} found`}
      </div>
    </>
  );
}

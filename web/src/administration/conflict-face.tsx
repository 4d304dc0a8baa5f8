import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef } from 'react';
import type { Choices } from '../../../shared/wire/settings.ts';
import { dayAndTimeText } from '../parts/time.ts';
import type { ClashLine } from './conflict.ts';
import { fieldWords } from './setting-words.ts';
import type { Clash } from './use-conflict.ts';

interface Props {
  clash: Clash;
  lines: ClashLine[];
  choices: Choices;
  /** Theirs comes into the form, with what was typed on top. */
  join: () => void;
  drop: () => void;
  /** Of one field, theirs is taken. */
  take: (line: ClashLine) => void;
}

const nextStep = (joined: boolean, gone: boolean): string => {
  if (gone) return 'What you have typed is still here. Save makes it again; Cancel leaves it removed.';
  return joined
    ? 'Both changes are in the form below. Look it over, then save.'
    : 'Nothing of yours is saved yet, and nothing of it is lost. Your change can go on top of theirs, or away.';
};

/** Somebody else was faster: who, what they changed, what the person has changed, and how to go on. */
export function ConflictFace({ clash, lines, choices, join, drop, take }: Props) {
  const heading = useRef<HTMLSpanElement>(null);
  const { latest, joined } = clash;
  const who = latest.by ?? 'Somebody';
  const gone = latest.item === undefined;
  // The person has pressed a button of the form, perhaps far below: here is the answer.
  useEffect(() => heading.current?.focus(), [clash]);
  return (
    <Alert
      type={joined ? 'info' : 'warning'}
      header={
        <span ref={heading} tabIndex={-1} className="clash-heading">
          {`${who} has ${gone ? 'removed' : 'changed'} this while you were at it${latest.at === undefined ? '' : `, ${dayAndTimeText(latest.at)}`}`}
        </span>
      }
    >
      <SpaceBetween size="s">
        <div>{nextStep(joined, gone)}</div>
        {lines.length > 0 && (
          <table className="clash">
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">It was</th>
                <th scope="col">{latest.by === undefined ? 'Theirs' : `${latest.by}’s`}</th>
                <th scope="col">{joined ? 'In the form now' : 'Yours'}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Line key={line.field.path} line={line} choices={choices} joined={joined} take={() => take(line)} />
              ))}
            </tbody>
          </table>
        )}
        {!gone && (
          <SpaceBetween direction="horizontal" size="xs">
            {!joined && (
              <Button variant="primary" formAction="none" onClick={join}>
                Put mine on top of theirs
              </Button>
            )}
            <Button formAction="none" onClick={drop}>
              Drop mine, show theirs
            </Button>
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Alert>
  );
}

function Line({ line, choices, joined, take }: { line: ClashLine; choices: Choices; joined: boolean; take: () => void }) {
  const { field, before, theirs, mine, both } = line;
  const words = (value: unknown) => fieldWords(field, value, choices);
  const [was, is, own] = [words(before), words(theirs), words(mine)];
  return (
    <tr>
      <th scope="row">
        {field.label} {both && <Badge color="red">both</Badge>}
      </th>
      <td>{was}</td>
      <td>{is === was ? <span className="soft">as it was</span> : is}</td>
      <td>
        {own === was ? <span className="soft">not changed by you</span> : own}
        {both && joined && (
          <Button variant="inline-link" formAction="none" ariaLabel={`Take theirs for ${field.label}`} onClick={take}>
            Take theirs
          </Button>
        )}
      </td>
    </tr>
  );
}

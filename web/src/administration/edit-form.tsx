import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import type { Choices } from '../../../shared/wire/settings.ts';
import type { Result } from '../api.ts';
import { ProblemFace } from '../parts/problem-face.tsx';
import { ConflictFace } from './conflict-face.tsx';
import type { Latest } from './conflict.ts';
import { type Field, get, isAbout, type Item, set } from './field.ts';
import { FieldInput } from './field-input.tsx';
import { useConflict } from './use-conflict.ts';

interface Props {
  title: string;
  note?: string | undefined;
  fields: readonly Field[];
  item: Item;
  choices: Choices;
  /** Only to be read. */
  fixed: boolean;
  saveLabel?: string;
  actions?: ReactNode;
  /** The version that was seen; 0 for a new one. */
  version: number;
  save: (item: Item, version: number) => Promise<Problem | undefined>;
  cancel: () => void;
  /** Begins anew with what it is now, after somebody else has changed it. */
  reload: () => void;
  /** Asks what it is now, when somebody else was faster; a new one has no other. */
  latest?: () => Promise<Result<Latest>>;
  more?: (item: Item, change: (item: Item) => void) => ReactNode;
}

interface Section {
  title?: string;
  fields: Field[];
}
/** Fields up to the first heading have none. */
function sectionsOf(fields: readonly Field[]): Section[] {
  const sections: Section[] = [{ fields: [] }];
  for (const field of fields) {
    if (field.section !== undefined) sections.push({ title: field.section, fields: [] });
    sections.at(-1)?.fields.push(field);
  }
  return sections;
}
const isWide = ({ type }: Field): boolean => type === 'rows' || type === 'switch';

/** What the server refused. The button was far below, perhaps: the focus brings it into view. */
function Refused({ problem }: { problem: Problem }) {
  const face = useRef<HTMLDivElement>(null);
  useEffect(() => face.current?.focus(), [problem]);
  return (
    <div ref={face} tabIndex={-1} className="refused">
      <ProblemFace problem={problem} />
    </div>
  );
}

/** The form of one thing. What the server refuses stands beside its field, and above all. */
export function EditForm(props: Props) {
  const { title, note, fields, item, choices, fixed, saveLabel = 'Save', actions, save, cancel, reload, more } = props;
  const { version, clash, meet, join, lines } = useConflict(fields, item, props.version, props.latest);
  const undecided = clash?.joined === false;
  const [now, setNow] = useState(item);
  const [round, setRound] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const [saving, setSaving] = useState(false);
  const submit = async () => {
    setSaving(true);
    const refused = await save(now, version);
    setProblem(refused?.code === 'changed-meanwhile' && (await meet()) ? undefined : refused);
    setSaving(false);
  };
  const replace = (next: Item) => {
    setNow(next);
    // What is typed is kept by the fields: new values need new ones.
    setRound((n) => n + 1);
  };
  const said = problem === undefined ? undefined : `${problem.sentence} ${problem.remedy}`;
  const drawn = (field: Field) => {
    const mine = isAbout(problem?.about, field.path) && field.type !== 'rows';
    return (
      <FormField
        key={`${field.path} ${round}`}
        label={field.type === 'number' && field.unit !== undefined ? `${field.label} (${field.unit})` : field.label}
        description={field.hint}
        stretch={field.type === 'rows'}
        {...(mine ? { errorText: said } : {})}
      >
        <FieldInput
          field={field}
          value={get(now, field.path)}
          choices={choices}
          disabled={fixed}
          about={problem?.about}
          says={said}
          change={(value) => setNow((old) => set(old, field.path, value))}
        />
      </FormField>
    );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!fixed && !saving && !undecided) void submit();
      }}
    >
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button formAction="none" variant="link" onClick={cancel}>
              {fixed ? 'Back' : 'Cancel'}
            </Button>
            {!fixed && (
              <Button
                variant="primary"
                loading={saving}
                loadingText="Saving"
                disabled={undecided}
                disabledReason="Say above what becomes of your change."
              >
                {saveLabel}
              </Button>
            )}
          </SpaceBetween>
        }
      >
        <Container
          header={
            <Header variant="h1" description={note} actions={actions}>
              {title}
            </Header>
          }
        >
          <SpaceBetween size="m">
            {problem !== undefined && <Refused problem={problem} />}
            {clash !== undefined && (
              <ConflictFace
                clash={clash}
                lines={lines(now)}
                choices={choices}
                join={() => replace(join(now))}
                drop={reload}
                take={({ field, theirs }) => replace(set(now, field.path, theirs))}
              />
            )}
            {sectionsOf(fields).map(({ title, fields: some }) =>
              title === undefined ? (
                some.map(drawn)
              ) : (
                <section key={title} className="form-section" aria-label={title}>
                  <h2>{title}</h2>
                  {some.map((field) => (
                    <div key={field.path} {...(isWide(field) ? { className: 'form-wide' } : {})}>
                      {drawn(field)}
                    </div>
                  ))}
                </section>
              ),
            )}
            {more?.(now, replace)}
          </SpaceBetween>
        </Container>
      </Form>
    </form>
  );
}

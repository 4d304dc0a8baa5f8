import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ComponentType, useRef } from 'react';
import { type Field, get, isAbout, type Item, set } from './field.ts';
import type { InputProps } from './field-input.tsx';
import { RowButtons, useMovedFocus } from './row-buttons.tsx';

/** Rows keep their keys while others come and go, so that what is typed stays in its row. */
function useKeys(count: number) {
  const keys = useRef<number[]>([]);
  const next = useRef(0);
  while (keys.current.length < count) keys.current.push(next.current++);
  keys.current.length = count;
  return keys.current;
}

/** A list of small forms: steps, queues served, exceptions. `inner` draws a field of a row. */
export function RowsInput({
  field,
  rows,
  choices,
  disabled,
  about,
  says,
  change,
  inner: Inner,
}: InputProps & { field: Field & { type: 'rows' }; rows: readonly Item[]; inner: ComponentType<InputProps> }) {
  const keys = useKeys(rows.length);
  const put = (i: number, row: Item) => change(rows.map((old, j) => (i === j ? row : old)));
  const take = (i: number) => {
    keys.splice(i, 1);
    const left = rows.filter((_, j) => i !== j);
    change(left.length === 0 && field.otherwise !== undefined ? undefined : left);
  };
  const { hold, goWith } = useMovedFocus();
  const move = (i: number, way: 'up' | 'down') => {
    const to = way === 'up' ? i - 1 : i + 1;
    const at = (j: number) => (j === i ? to : j === to ? i : j);
    const [key = 0, other = 0] = [keys[i], keys[to]];
    [keys[i], keys[to]] = [other, key];
    const [first, last] = [to === 0, to === rows.length - 1];
    goWith(key, way === 'up' ? (first ? 'down' : 'up') : last ? 'up' : 'down');
    change(rows.map((_, j) => rows[at(j)]));
  };
  return (
    <SpaceBetween size="xs">
      {rows.length === 0 && <Box color="text-body-secondary">{field.otherwise ?? `No ${field.one} yet.`}</Box>}
      {rows.map((row, i) => (
        <fieldset key={keys[i]} className="row-form">
          <legend className={field.ordered === true ? 'row-legend' : 'unseen'}>{`${field.one} ${i + 1}`}</legend>
          <div className="row-fields">
            {field.fields.map((part) => {
              const here = `${field.path}.${i}.${part.path}`;
              const mine = isAbout(about, here);
              return (
                <FormField key={part.path} label={part.label} {...(mine && part.type !== 'rows' ? { errorText: says } : {})}>
                  <Inner
                    field={part.type === 'rows' ? { ...part, path: here } : part}
                    value={get(row, part.path)}
                    choices={choices}
                    disabled={disabled}
                    about={about}
                    says={says}
                    change={(value) => put(i, set(row, part.path, value))}
                  />
                </FormField>
              );
            })}
          </div>
          {!disabled && (
            <RowButtons
              name={`${field.one} ${i + 1}`}
              moves={
                field.ordered === true && rows.length > 1
                  ? { first: i === 0, last: i === rows.length - 1, move: (way) => move(i, way), hold: (way) => hold(keys[i] ?? 0, way) }
                  : undefined
              }
              remove={() => take(i)}
            />
          )}
        </fieldset>
      ))}
      {!disabled && (
        <Button iconName="add-plus" formAction="none" onClick={() => change([...rows, field.blank])}>
          Add {field.one}
        </Button>
      )}
    </SpaceBetween>
  );
}

import DatePicker from '@cloudscape-design/components/date-picker';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import Textarea from '@cloudscape-design/components/textarea';
import Toggle from '@cloudscape-design/components/toggle';
import { useState } from 'react';
import type { Choices } from '../../../shared/wire/settings.ts';
import { type Field, type Item, optionsOf, type Option, type Range, rangesOf, rangesText, textOf as text } from './field.ts';
import { RowsInput } from './rows-input.tsx';
import { WeekInput } from './week-input.tsx';

export interface InputProps {
  field: Field;
  value: unknown;
  choices: Choices;
  disabled: boolean;
  /** What the server said, and about which part of the item. */
  about: string | undefined;
  says: string | undefined;
  change: (value: unknown) => void;
}

const none = '';

function ChoiceInput({ field, value, choices, disabled, change }: InputProps & { field: Field & { type: 'choice' } }) {
  const empty: Option[] = field.otherwise === undefined ? [] : [{ value: none, label: field.otherwise }];
  const options = [...empty, ...(field.first ?? []), ...optionsOf(field.from, choices)];
  const chosen =
    options.find((one) => one.value === text(value)) ??
    (text(value) === '' ? null : { value: text(value), label: `${text(value)} (does not exist)` });
  return (
    <Select
      options={[...options]}
      selectedOption={chosen}
      disabled={disabled}
      placeholder="Choose"
      expandToViewport
      filteringType={options.length > 8 ? 'auto' : 'none'}
      onChange={({ detail }) => change(detail.selectedOption.value === none ? undefined : detail.selectedOption.value)}
    />
  );
}

function ManyInput({ field, value, choices, disabled, change }: InputProps & { field: Field & { type: 'many' } }) {
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  const options = optionsOf(field.from, choices);
  const selected = chosen.map((one) => options.find((option) => option.value === one) ?? { value: one, label: `${one} (does not exist)` });
  return (
    <Multiselect
      options={[...options]}
      selectedOptions={selected}
      disabled={disabled}
      placeholder={field.otherwise ?? 'Choose'}
      expandToViewport
      onChange={({ detail }) => {
        const values = detail.selectedOptions.map((one) => one.value ?? '');
        change(values.length === 0 && field.otherwise !== undefined ? undefined : values);
      }}
    />
  );
}

/** Keeps what is typed while it is typed, so that the cursor stays. */
function TypedInput({
  shown,
  disabled,
  example,
  tall,
  change,
}: {
  shown: string;
  disabled: boolean;
  example: string;
  tall?: boolean;
  change: (typed: string) => void;
}) {
  const [typed, setTyped] = useState(shown);
  const props = {
    value: typed,
    disabled,
    placeholder: example,
    onChange: ({ detail }: { detail: { value: string } }) => {
      setTyped(detail.value);
      change(detail.value);
    },
  };
  return tall === true ? <Textarea {...props} rows={4} /> : <Input {...props} />;
}

const localOf = (at: string): string => {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? ''
    : new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16).replace('T', ' ');
};
const instantOf = (typed: string): string => {
  const date = new Date(typed.trim().replace(' ', 'T'));
  return Number.isNaN(date.getTime()) ? typed : date.toISOString();
};

/** The control of one field. */
export function FieldInput(props: InputProps) {
  const { field, value, disabled, change } = props;
  // The form field around it names the control.
  const common = { disabled };
  const words = (typed: string) => change(typed === '' && field.otherwise !== undefined ? undefined : typed);
  switch (field.type) {
    case 'text':
      if (field.tall === true) return <Textarea {...common} rows={3} value={text(value)} onChange={({ detail }) => words(detail.value)} />;
      return <Input {...common} value={text(value)} placeholder={field.otherwise ?? ''} onChange={({ detail }) => words(detail.value)} />;
    case 'number':
      return (
        <Input
          {...common}
          type="number"
          inputMode="numeric"
          value={text(value)}
          placeholder={field.otherwise ?? ''}
          onChange={({ detail }) => change(detail.value === '' ? undefined : Number(detail.value))}
        />
      );
    case 'switch':
      return (
        <Toggle
          disabled={disabled}
          checked={value === true}
          onChange={({ detail }) => change(detail.checked || (field.otherwise === undefined ? false : undefined))}
        >
          {field.says}
        </Toggle>
      );
    case 'choice':
      return <ChoiceInput {...props} field={field} />;
    case 'many':
      return <ManyInput {...props} field={field} />;
    case 'lines': {
      const lines = (typed: string) =>
        typed
          .split(/[\n,]/)
          .map((line) => line.trim())
          .filter((line) => line !== '');
      return (
        <TypedInput
          tall
          shown={Array.isArray(value) ? value.join('\n') : ''}
          disabled={disabled}
          example={field.example}
          change={(typed) => change(lines(typed))}
        />
      );
    }
    case 'date':
      return (
        <DatePicker
          {...common}
          value={text(value)}
          placeholder="YYYY/MM/DD"
          expandToViewport
          onChange={({ detail }) => change(detail.value)}
        />
      );
    case 'moment':
      return (
        <TypedInput
          shown={localOf(text(value))}
          disabled={disabled}
          example="2026-12-24 14:00"
          change={(typed) => change(instantOf(typed))}
        />
      );
    case 'ranges':
      return (
        <TypedInput
          shown={rangesText((value ?? []) as Range[])}
          disabled={disabled}
          example="closed"
          change={(typed) => change(rangesOf(typed))}
        />
      );
    case 'week':
      return <WeekInput value={value} disabled={disabled} change={change} />;
    case 'rows':
      return <RowsInput {...props} inner={FieldInput} field={field} rows={(value ?? []) as Item[]} />;
  }
}

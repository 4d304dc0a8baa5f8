import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Action } from '../actions/action.ts';
import { loadLeft } from '../actions/left.ts';
import { useWorld } from '../app/use-world.ts';
import { ActionButton } from '../parts/action-button.tsx';

interface Props<T> {
  title: string;
  items: readonly T[] | undefined;
  idOf: (item: T) => string;
  nameOf: (item: T) => string;
  chosen: T | undefined;
  actions: readonly { action: Action; label?: string; primary?: true }[];
  columns: TableProps.ColumnDefinition<T>[];
  empty: { title: string; text: string };
}

/** One of the lists: the buttons are about the chosen row. */
export function LeftTable<T>({ title, items, idOf, nameOf, chosen, actions, columns, empty }: Props<T>) {
  const world = useWorld();
  const choose = (item: T | undefined) => item !== undefined && world.dispatch({ type: 'left-chosen', id: idOf(item) });
  const buttons = (
    <SpaceBetween direction="horizontal" size="xs">
      <ActionButton action={loadLeft} variant="icon" iconName="refresh" iconOnly />
      {actions.map(({ action, label, primary }) => (
        <ActionButton key={action.name} action={action} variant={primary === true ? 'primary' : 'normal'}>
          {label ?? action.label}
        </ActionButton>
      ))}
    </SpaceBetween>
  );
  return (
    <Table
      wrapLines
      variant="container"
      header={
        <Header variant="h2" counter={items === undefined ? '' : `(${items.length})`} actions={buttons}>
          {title}
        </Header>
      }
      loading={items === undefined}
      loadingText="Loading"
      items={items ?? []}
      trackBy={idOf}
      selectionType="single"
      selectedItems={chosen === undefined ? [] : [chosen]}
      onSelectionChange={({ detail }) => choose(detail.selectedItems[0])}
      onRowClick={({ detail }) => choose(detail.item)}
      ariaLabels={{ selectionGroupLabel: 'The one that the buttons are about', itemSelectionLabel: (_all, item) => nameOf(item) }}
      empty={
        <Box textAlign="center" color="inherit" padding="l">
          <Box variant="strong">{empty.title}</Box>
          <Box color="text-body-secondary">{empty.text}</Box>
        </Box>
      }
      columnDefinitions={columns}
    />
  );
}

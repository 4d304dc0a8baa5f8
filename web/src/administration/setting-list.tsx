import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Choices, SettingView } from '../../../shared/wire/settings.ts';
import { useWorld } from '../app/use-world.ts';
import { LinkTo } from '../parts/link-to.tsx';
import { useIsWide } from '../parts/use-is-wide.ts';
import { get } from './field.ts';
import { Empty } from './frame.tsx';
import type { KindPage } from './kinds.ts';
import { fieldText } from './setting-words.ts';

export const newId = '+';
export const at = (page: KindPage, id?: string): string => `/settings/${page.path}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;
export const nameOf = (page: KindPage, { id, item }: SettingView): string =>
  page.shipped?.[id]?.name ?? (typeof item['name'] === 'string' ? item['name'] : id);

type Column = TableProps.ColumnDefinition<SettingView>;

const nameColumn = (page: KindPage): Column => ({
  id: 'name',
  header: page.fields.some(({ path }) => path === 'name') ? 'Name' : (page.id?.label ?? ''),
  isRowHeader: true,
  cell: (one) => <LinkTo path={at(page, one.id)}>{nameOf(page, one)}</LinkTo>,
});
const changedColumn: Column = {
  id: 'changed',
  header: 'Last change',
  cell: ({ changedBy, changedAt = '' }) => (changedBy === undefined ? '–' : `${changedBy}, ${new Date(changedAt).toLocaleDateString()}`),
};

/** The settings of a kind. */
export function SettingList({ page, items, fixed, choices }: { page: KindPage; items: SettingView[]; fixed: boolean; choices: Choices }) {
  const world = useWorld();
  const isWide = useIsWide();
  return (
    <Table
      header={
        <Header
          variant="h1"
          counter={`(${items.length})`}
          description={page.note}
          actions={
            !fixed &&
            page.shipped === undefined && (
              <Button variant="primary" iconName="add-plus" onClick={() => world.go(at(page, newId))}>
                New {page.one}
              </Button>
            )
          }
        >
          {page.title}
        </Header>
      }
      items={items.toSorted((a, b) => nameOf(page, a).localeCompare(nameOf(page, b)))}
      trackBy="id"
      empty={<Empty text={`There is no ${page.one} yet.`} />}
      columnDefinitions={[
        nameColumn(page),
        ...page.columns
          .filter(({ wide }) => isWide || wide !== true)
          .map(({ label, path }): Column => ({
            id: path,
            header: label,
            cell: ({ item }) => fieldText(page.fields, path, get(item, path), choices),
          })),
        changedColumn,
      ]}
    />
  );
}

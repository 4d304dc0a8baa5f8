import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Pagination from '@cloudscape-design/components/pagination';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState } from 'react';
import type { LanguageView } from '../../../shared/wire/prompts.ts';
import { useWorld } from '../app/use-world.ts';
import { type PromptRow, rowsShown, shownChoices, type Shown } from './rows.ts';
import { StateBadge } from './state-badge.tsx';

interface Props {
  languages: readonly LanguageView[];
  rows: readonly PromptRow[];
  fixed: boolean;
  home: string;
  begin: () => void;
}
const perPage = 25;

function columnsOf(
  languages: readonly LanguageView[],
  follow: (name: string) => void,
  home: string,
): TableProps.ColumnDefinition<PromptRow>[] {
  const name: TableProps.ColumnDefinition<PromptRow> = {
    id: 'name',
    header: 'Prompt',
    isRowHeader: true,
    minWidth: 220,
    cell: (row) => (
      <>
        <Link
          href={`${home}/${row.name}`}
          onFollow={(event) => {
            event.preventDefault();
            follow(row.name);
          }}
        >
          {row.name}
        </Link>
        <div className="soft prompt-words">{row.languages[0]?.text}</div>
      </>
    ),
  };
  const each = languages.map((language): TableProps.ColumnDefinition<PromptRow> => ({
    id: language.language,
    header: language.name,
    minWidth: 120,
    cell: (row) => {
      const prompt = row.languages.find((one) => one.language === language.language);
      return prompt === undefined ? '–' : <StateBadge state={prompt.state} />;
    },
  }));
  return [name, ...each];
}

/** All prompts, with what callers hear of each in every language. */
export function PromptsTable({ languages, rows, fixed, home, begin }: Props) {
  const world = useWorld();
  const [words, setWords] = useState('');
  const [shown, setShown] = useState<Shown>('sentences');
  const [page, setPage] = useState(1);
  const found = rowsShown(rows, shown, words);
  const choice = shownChoices.find(({ value }) => value === shown) ?? shownChoices[0];
  return (
    <Table
      wrapLines
      variant="container"
      header={
        <Header
          variant="h1"
          counter={`(${found.length})`}
          description="What callers hear, in each language."
          actions={
            fixed ? undefined : (
              <Button iconName="add-plus" onClick={begin}>
                New prompt
              </Button>
            )
          }
        >
          Prompts
        </Header>
      }
      filter={
        <SpaceBetween direction="horizontal" size="xs">
          <TextFilter
            filteringText={words}
            filteringPlaceholder="Name or words"
            filteringAriaLabel="Find prompts by name or words"
            onChange={({ detail }) => (setWords(detail.filteringText), setPage(1))}
          />
          <Select
            selectedOption={choice}
            options={shownChoices}
            ariaLabel="Which prompts"
            onChange={({ detail }) => (setShown(detail.selectedOption.value as Shown), setPage(1))}
          />
        </SpaceBetween>
      }
      pagination={
        <Pagination
          currentPageIndex={page}
          pagesCount={Math.max(1, Math.ceil(found.length / perPage))}
          ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page', pageLabel: (n) => `Page ${n}` }}
          onChange={({ detail }) => setPage(detail.currentPageIndex)}
        />
      }
      items={found.slice((page - 1) * perPage, page * perPage)}
      trackBy="name"
      columnDefinitions={columnsOf(languages, (name) => world.go(`${home}/${encodeURIComponent(name)}`), home)}
      empty={
        <Box textAlign="center" color="inherit" padding="l">
          No prompt is like that.
        </Box>
      }
    />
  );
}

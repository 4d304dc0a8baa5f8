import Spinner from '@cloudscape-design/components/spinner';
import { useState } from 'react';
import type { PromptView } from '../../../shared/wire/prompts.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { ProblemFace } from '../parts/problem-face.tsx';
import { useLoad } from '../parts/use-load.ts';
import { NewPrompt } from './new-prompt.tsx';
import { PromptPage } from './prompt-page.tsx';
import { PromptsTable } from './prompts-table.tsx';

const home = '/settings/prompts';
const keyOf = ({ language, name }: PromptView): string => `${language}/${name}`;

/** Prompts: all of them, or the one that is named. Administrators change them, supervisors listen. */
export default function PromptsPage({ name }: { name: string | undefined }) {
  const world = useWorld();
  const fixed = !useClient().groups.includes('administrators');
  const { loaded, again } = useLoad('prompts', () => world.api.call('GET /api/prompts', {}));
  const [making, setMaking] = useState(false);
  // What was changed here since the list was loaded.
  const [newer, setNewer] = useState<Readonly<Record<string, PromptView>>>({});
  if (loaded.face === 'failed') return <ProblemFace problem={loaded.problem} again={again} />;
  if (loaded.face === 'loading')
    return (
      <div className="whole-face" role="status">
        <Spinner /> Loading the prompts
      </div>
    );
  const { languages } = loaded.value;
  const rows = loaded.value.prompts.map((row) => ({ ...row, languages: row.languages.map((one) => newer[keyOf(one)] ?? one) }));
  const changed = (prompt: PromptView) => setNewer((all) => ({ ...all, [keyOf(prompt)]: prompt }));
  const chosen = rows.find((row) => row.name === name);
  if (chosen !== undefined)
    return <PromptPage name={chosen.name} languages={languages} prompts={chosen.languages} fixed={fixed} home={home} changed={changed} />;
  const made = (fresh: string) => {
    setMaking(false);
    again();
    world.go(`${home}/${encodeURIComponent(fresh)}`);
  };
  return (
    <>
      <PromptsTable languages={languages} rows={rows} fixed={fixed} home={home} begin={() => setMaking(true)} />
      {making && <NewPrompt close={() => setMaking(false)} made={made} />}
    </>
  );
}

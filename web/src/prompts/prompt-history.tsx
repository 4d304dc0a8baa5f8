import Button from '@cloudscape-design/components/button';
import type { SettingChange } from '../../../shared/wire/settings.ts';
import { useWorld } from '../app/use-world.ts';
import { ProblemFace } from '../parts/problem-face.tsx';
import { dayAndTimeText } from '../parts/time.ts';
import { useLoad } from '../parts/use-load.ts';

const textIn = (item: SettingChange['before']): string | undefined => (typeof item?.['text'] === 'string' ? item['text'] : undefined);

function heading({ before, after, by, at }: SettingChange): string {
  const what =
    after === undefined
      ? 'Taken back to what is shipped'
      : textIn(before) === textIn(after)
        ? 'A recording was brought'
        : 'The text was changed';
  return `${what} by ${by}, ${dayAndTimeText(at)}`;
}

interface Props {
  language: string;
  name: string;
  fixed: boolean;
  undo: (version: number) => void;
}

/** Who changed a prompt and when, the latest first; the latest can be taken back. */
export function PromptHistory({ language, name, fixed, undo }: Props) {
  const world = useWorld();
  const path = { language, name };
  const { loaded, again } = useLoad(`${language}/${name}`, () => world.api.call('GET /api/prompts/{language}/{name}/history', {}, path));
  if (loaded.face === 'loading') return <p className="soft">Loading …</p>;
  if (loaded.face === 'failed') return <ProblemFace problem={loaded.problem} again={again} />;
  if (loaded.value.changes.length === 0) return <p className="soft">Nobody has changed it.</p>;
  return (
    <ol className="changes">
      {loaded.value.changes.map((change, i) => (
        <li key={change.version}>
          <div className="change-head">
            <strong>{heading(change)}</strong>
            {i === 0 && !fixed && (
              <Button iconName="undo" onClick={() => undo(change.version)}>
                Undo
              </Button>
            )}
          </div>
          {textIn(change.after) !== undefined && textIn(change.after) !== textIn(change.before) && <ins>{textIn(change.after)}</ins>}
        </li>
      ))}
    </ol>
  );
}

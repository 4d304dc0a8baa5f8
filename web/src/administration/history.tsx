import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import { type Difference, differences } from '../../../shared/settings/words-of-change.ts';
import type { SettingKind } from '../../../shared/settings/words.ts';
import type { SettingChange } from '../../../shared/wire/settings.ts';
import { useWorld } from '../app/use-world.ts';
import { ProblemFace } from '../parts/problem-face.tsx';
import { dayAndTimeText } from '../parts/time.ts';
import { useLoad } from '../parts/use-load.ts';

const shown = 12;

function Differences({ all }: { all: Difference[] }) {
  return (
    <ul className="differences">
      {all.slice(0, shown).map(({ label, before, after }) => (
        <li key={label}>
          <span className="soft">{label}:</span> {before !== undefined && <del>{before}</del>} {after !== undefined && <ins>{after}</ins>}
        </li>
      ))}
      {all.length > shown && <li className="soft">and {all.length - shown} more</li>}
    </ul>
  );
}

const heading = ({ before, after, by, at }: SettingChange): string =>
  `${before === undefined ? 'Made' : after === undefined ? 'Removed' : 'Changed'} by ${by}, ${dayAndTimeText(at)}`;

interface Props {
  kind: SettingKind;
  id: string;
  title: string;
  fixed: boolean;
  close: () => void;
  /** The latest was taken back. */
  undone: () => void;
}

/** Who changed what and when, the latest first; the latest can be taken back. */
export function History({ kind, id, title, fixed, close, undone }: Props) {
  const world = useWorld();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const { loaded, again } = useLoad(`${kind}/${id}`, () => world.api.call('GET /api/settings/{kind}/{id}/history', {}, { kind, id }));
  const undo = async (version: number) => {
    setBusy(true);
    const answer = await world.api.call('POST /api/settings/{kind}/{id}/undo', { version }, { kind, id });
    setBusy(false);
    if (answer.ok) return undone();
    setProblem(answer.problem);
    again();
  };
  return (
    <Modal visible size="large" header={`History of ${title}`} closeAriaLabel="Close" onDismiss={close}>
      <SpaceBetween size="m">
        {problem !== undefined && <ProblemFace problem={problem} />}
        {loaded.face === 'failed' && <ProblemFace problem={loaded.problem} again={again} />}
        {loaded.face === 'loading' && <Box color="text-body-secondary">Loading …</Box>}
        {loaded.face === 'there' && loaded.value.changes.length === 0 && <Box>Nobody has changed it since it was set up.</Box>}
        {loaded.face === 'there' && (
          <ol className="changes">
            {loaded.value.changes.map((change, i) => (
              <li key={change.version}>
                <div className="change-head">
                  <strong>{heading(change)}</strong>
                  {i === 0 && !fixed && (
                    <Button loading={busy} iconName="undo" onClick={() => void undo(change.version)}>
                      Undo
                    </Button>
                  )}
                </div>
                <Differences all={differences(kind, change)} />
              </li>
            ))}
          </ol>
        )}
      </SpaceBetween>
    </Modal>
  );
}

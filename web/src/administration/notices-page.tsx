import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { SettingView } from '../../../shared/wire/settings.ts';
import { useWorld } from '../app/use-world.ts';
import { ProblemFace } from '../parts/problem-face.tsx';
import { dayAndTimeText } from '../parts/time.ts';
import { useLoad } from '../parts/use-load.ts';
import { textOf as textIn } from './field.ts';
import { Confirm } from './confirm.tsx';
import { Empty, Waiting } from './frame.tsx';
import { History } from './history.tsx';
import { NoticeForm } from './notice-form.tsx';

const placeText = (id: string): string =>
  id === 'everywhere' ? 'All callers' : id.replace(':', ' ').replace(/^./, (first) => first.toUpperCase());
const textOf = ({ item }: SettingView): string => textIn(item['text']) || `Prompt “${textIn(item['prompt'])}”`;
const untilOf = ({ item }: SettingView): string => textIn(item['until']);
type Box = { what: 'new' } | { what: 'change' | 'off' | 'history'; setting: SettingView };

/** What callers hear first: switched on by supervisors, off by its end or by hand. */
export function NoticesPage() {
  const world = useWorld();
  const [box, setBox] = useState<Box>();
  const { loaded, again } = useLoad('notices', () => world.api.call('GET /api/settings/{kind}', {}, { kind: 'notice' }));
  const close = () => setBox(undefined);
  const done = () => (close(), again());
  if (loaded.face === 'failed') return <ProblemFace problem={loaded.problem} again={again} />;
  if (loaded.face === 'loading') return <Waiting />;
  if (box?.what === 'new' || box?.what === 'change')
    return <NoticeForm setting={box.what === 'change' ? box.setting : undefined} fixed={false} done={done} cancel={close} reload={done} />;
  const switchOff = async (setting: SettingView) => {
    const path = { kind: 'notice', id: setting.id };
    const answer = await world.api.call('POST /api/settings/{kind}/{id}/remove', { version: setting.version }, path);
    if (!answer.ok) return answer.problem;
    done();
    return undefined;
  };
  return (
    <>
      <Table
        header={
          <Header
            variant="h1"
            description="A message that callers hear before anything else, with an end."
            actions={
              <Button variant="primary" onClick={() => setBox({ what: 'new' })}>
                Switch a notice on
              </Button>
            }
          >
            Notices
          </Header>
        }
        items={loaded.value.items}
        trackBy="id"
        wrapLines
        empty={<Empty text="No notice is on." />}
        columnDefinitions={[
          { id: 'place', header: 'Who hears it', isRowHeader: true, cell: ({ id }) => placeText(id), width: 150 },
          { id: 'text', header: 'What', cell: textOf },
          {
            id: 'until',
            header: 'Until',
            width: 170,
            cell: (one) => (
              <StatusIndicator type={Date.parse(untilOf(one)) > world.now() ? 'warning' : 'stopped'}>
                {dayAndTimeText(untilOf(one))}
              </StatusIndicator>
            ),
          },
          { id: 'by', header: 'By', cell: ({ changedBy }) => changedBy ?? '–', width: 140 },
          {
            id: 'do',
            header: 'Do',
            width: 270,
            cell: (setting) => (
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  variant="inline-link"
                  ariaLabel={`Switch off: ${placeText(setting.id)}`}
                  onClick={() => setBox({ what: 'off', setting })}
                >
                  Switch off
                </Button>
                <Button
                  variant="inline-link"
                  ariaLabel={`Change: ${placeText(setting.id)}`}
                  onClick={() => setBox({ what: 'change', setting })}
                >
                  Change
                </Button>
                <Button
                  variant="inline-link"
                  ariaLabel={`History: ${placeText(setting.id)}`}
                  onClick={() => setBox({ what: 'history', setting })}
                >
                  History
                </Button>
              </SpaceBetween>
            ),
          },
        ]}
      />
      {box?.what === 'off' && (
        <Confirm title="Switch the notice off?" label="Switch off" run={() => switchOff(box.setting)} close={close}>
          {placeText(box.setting.id)}: {textOf(box.setting)}
        </Confirm>
      )}
      {box?.what === 'history' && (
        <History kind="notice" id={box.setting.id} title={placeText(box.setting.id)} fixed={false} close={close} undone={done} />
      )}
    </>
  );
}

import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import type { SettingView } from '../../../shared/wire/settings.ts';
import { useWorld } from '../app/use-world.ts';
import { ProblemFace } from '../parts/problem-face.tsx';
import { useLoad } from '../parts/use-load.ts';
import { CalendarImport } from './calendar-import.tsx';
import { Confirm } from './confirm.tsx';
import { EditForm } from './edit-form.tsx';
import { type Field, type Item, textOf } from './field.ts';
import { useIsAdministrator, Waiting, WithChoices } from './frame.tsx';
import { History } from './history.tsx';
import { formerNames, withReasonIds } from './reason-ids.ts';
import type { KindPage } from './kinds.ts';
import { latestSetting } from './latest.ts';
import { MomentBox } from './moment-box.tsx';
import { at, nameOf, newId, SettingList } from './setting-list.tsx';

/** A refusal of something new is about its id when that is malformed or taken. */
function aboutNew(problem: Problem, id: string): Problem {
  if (problem.sentence.includes('the id must be')) return { ...problem, about: '#id' };
  if (problem.code !== 'changed-meanwhile') return problem;
  const remedy = 'Choose another, or change the one that is there.';
  return { ...problem, code: 'id-taken', sentence: `“${id}” is there already.`, remedy, about: '#id' };
}

/** The id stands in the form only while it can be chosen. */
const idField = (page: KindPage): Field[] =>
  page.id === undefined
    ? []
    : [{ type: 'text', path: '#id', label: page.id.label, hint: `${page.id.hint ?? ''} For example ${page.id.example}` }];

/** What some forms have beside their fields. */
function More({ kind, item, change, fixed }: { kind: KindPage['kind']; item: Item; change: (item: Item) => void; fixed: boolean }) {
  if (kind === 'calendar' && !fixed) return <CalendarImport item={item} change={change} />;
  const former = kind === 'reasons' ? formerNames(item) : [];
  if (former.length === 0) return null;
  return (
    <p className="soft">
      No longer chosen, and still named in old records: {former.join(', ')}. One that is added again by its name is the same again.
    </p>
  );
}

function Edit({ page, setting, fixed, reload }: { page: KindPage; setting: SettingView | undefined; fixed: boolean; reload: () => void }) {
  const world = useWorld();
  const [box, setBox] = useState<'history' | 'remove'>();
  const { kind } = page;
  const shipped = setting === undefined ? undefined : page.shipped?.[setting.id];
  const isOnly = page.id === undefined && page.shipped === undefined;
  const back = () => world.go(isOnly ? '/settings' : at(page));
  const save = async ({ '#id': typed, ...item }: Item, version: number) => {
    const id = setting?.id ?? textOf(typed).trim();
    const answer = await world.api.call(
      'POST /api/settings/{kind}/{id}',
      { item: kind === 'reasons' ? withReasonIds(item) : item, version },
      { kind, id: id === '' ? '-' : id },
    );
    if (!answer.ok) return setting === undefined ? aboutNew(answer.problem, id) : answer.problem;
    world.dispatch({ type: 'message', message: { kind: 'success', text: `${page.title}: “${nameOf(page, answer.value)}” is saved.` } });
    if (isOnly) reload();
    else back();
    return undefined;
  };
  const remove = async () => {
    if (setting === undefined) return undefined;
    const answer = await world.api.call('POST /api/settings/{kind}/{id}/remove', { version: setting.version }, { kind, id: setting.id });
    if (!answer.ok) return answer.problem;
    world.dispatch({
      type: 'message',
      message: {
        kind: 'success',
        text: `“${nameOf(page, setting)}” is removed. A new one with the same id has its history, and can take the removal back.`,
      },
    });
    back();
    return undefined;
  };
  const title = setting === undefined ? `New ${page.one}` : isOnly ? page.title : nameOf(page, setting);
  const changed =
    setting?.changedBy === undefined
      ? (shipped?.note ?? page.note)
      : `Last changed by ${setting.changedBy}, ${new Date(setting.changedAt ?? '').toLocaleString()}`;
  return (
    <WithChoices about={`${kind} ${setting?.id ?? ''}`}>
      {(choices) => (
        <>
          <EditForm
            key={`${setting?.id ?? newId} ${setting?.version ?? 0}`}
            title={title}
            note={changed}
            fields={[...(setting === undefined ? idField(page) : []), ...(shipped?.fields ?? page.fields)]}
            item={setting?.item ?? page.blank}
            choices={choices}
            fixed={fixed}
            version={setting?.version ?? 0}
            save={save}
            {...(setting === undefined ? {} : { latest: () => latestSetting(world.api, kind, setting.id) })}
            cancel={back}
            reload={reload}
            actions={
              setting !== undefined && (
                <SpaceBetween direction="horizontal" size="xs">
                  <Button formAction="none" iconName="status-pending" onClick={() => setBox('history')}>
                    History
                  </Button>
                  {!fixed && page.id !== undefined && shipped === undefined && (
                    <Button formAction="none" onClick={() => setBox('remove')}>
                      Remove
                    </Button>
                  )}
                </SpaceBetween>
              )
            }
            more={(item, change) => <More kind={kind} item={item} change={change} fixed={fixed} />}
          />
          {box === 'history' && setting !== undefined && (
            <History
              kind={kind}
              id={setting.id}
              title={title}
              fixed={fixed}
              close={() => setBox(undefined)}
              undone={() => (setBox(undefined), reload())}
            />
          )}
          {box === 'remove' && (
            <Confirm title={`Remove “${title}”?`} label="Remove" run={remove} close={() => setBox(undefined)}>
              Nothing may refer to it. It can be brought back from its history.
            </Confirm>
          )}
        </>
      )}
    </WithChoices>
  );
}

/** A kind's table, or the form of one of its settings. */
export function SettingPage({ page, id }: { page: KindPage; id: string | undefined }): ReactNode {
  const world = useWorld();
  const fixed = !useIsAdministrator();
  const { loaded, again } = useLoad(`${page.kind} ${id ?? ''}`, () => world.api.call('GET /api/settings/{kind}', {}, { kind: page.kind }));
  if (loaded.face === 'failed') return <ProblemFace problem={loaded.problem} again={again} />;
  if (loaded.face === 'loading') return <Waiting />;
  const { items } = loaded.value;
  const isOnly = page.id === undefined && page.shipped === undefined;
  if (isOnly || (id === newId && page.shipped === undefined))
    return <Edit page={page} setting={isOnly ? items[0] : undefined} fixed={fixed} reload={again} />;
  if (id === undefined)
    return (
      <SpaceBetween size="l">
        <WithChoices about={page.kind}>
          {(choices) => <SettingList page={page} items={items} fixed={fixed} choices={choices} />}
        </WithChoices>
        {(page.kind === 'hours' || page.kind === 'number') && <MomentBox kind={page.kind} items={items} />}
      </SpaceBetween>
    );
  const setting = items.find((one) => one.id === id);
  if (setting === undefined)
    return (
      <ProblemFace
        problem={{
          code: 'no-such-setting',
          sentence: `“${id}” does not exist.`,
          remedy: `It may have been removed: see the list of ${page.title.toLowerCase()}.`,
          status: 404,
        }}
        again={again}
      />
    );
  return <Edit page={page} setting={setting} fixed={fixed} reload={again} />;
}

import type { ReactNode } from 'react';
import type { SettingView } from '../../../shared/wire/settings.ts';
import { useWorld } from '../app/use-world.ts';
import { EditForm } from './edit-form.tsx';
import type { Field, Item } from './field.ts';
import { WithChoices } from './frame.tsx';
import { latestSetting } from './latest.ts';

const defaultHours = 4;
const where = (queues: readonly { id: string; name: string }[], numbers: readonly { id: string }[]): Field => ({
  type: 'choice',
  path: 'place',
  label: 'Who hears it',
  from: [
    { value: 'everywhere', label: 'All callers' },
    ...queues.map(({ id, name }) => ({ value: `queue:${id}`, label: `Queue ${name}` })),
    ...numbers.filter(({ id }) => id !== 'default').map(({ id }) => ({ value: `number:${id}`, label: `Number ${id}` })),
  ],
});
const fields: readonly Field[] = [
  { type: 'text', tall: true, path: 'text', label: 'What is said', hint: 'Spoken to each caller before anything else.', otherwise: '' },
  { type: 'choice', path: 'prompt', label: 'Or a prompt', from: 'prompt', otherwise: 'None: the text above' },
  { type: 'moment', path: 'until', label: 'Until', hint: 'It ends by itself then.' },
];

/** Switches a notice on, or changes one that is on. Prefilled, so that two clicks are enough when it hurries. */
export function NoticeForm({
  setting,
  fixed,
  done,
  cancel,
  reload,
}: {
  setting?: SettingView | undefined;
  fixed: boolean;
  done: () => void;
  cancel: () => void;
  reload: () => void;
}): ReactNode {
  const world = useWorld();
  const save = async ({ place, ...item }: Item, seen: number) => {
    const id = setting?.id ?? String(place);
    // One that ran out stands there still: it is replaced.
    const known = await world.api.call('GET /api/settings/{kind}', {}, { kind: 'notice' });
    const before = known.ok ? known.value.items.find((one) => one.id === id) : undefined;
    const over = before !== undefined && Date.parse(String(before.item['until'])) < world.now();
    const version = setting === undefined && over ? before.version : seen;
    const answer = await world.api.call('POST /api/settings/{kind}/{id}', { item, version }, { kind: 'notice', id });
    if (!answer.ok) return answer.problem;
    world.dispatch({ type: 'message', message: { kind: 'success', text: 'Callers hear the notice from now on.' } });
    done();
    return undefined;
  };
  const blank: Item = {
    place: 'everywhere',
    text: 'We are sorry: because of a disturbance we can not help everybody at the moment. We are working on it.',
    until: new Date(world.now() + defaultHours * 3600_000).toISOString(),
  };
  return (
    <WithChoices about="notice">
      {({ settings, ...choices }) => (
        <EditForm
          title={setting === undefined ? 'Switch a notice on' : 'Notice'}
          fields={[...(setting === undefined ? [where(settings['queue'] ?? [], settings['number'] ?? [])] : []), ...fields]}
          item={setting?.item ?? blank}
          choices={{ settings, ...choices }}
          fixed={fixed}
          saveLabel={setting === undefined ? 'Switch on' : 'Save'}
          version={setting?.version ?? 0}
          save={save}
          {...(setting === undefined ? {} : { latest: () => latestSetting(world.api, 'notice', setting.id) })}
          cancel={cancel}
          reload={reload}
        />
      )}
    </WithChoices>
  );
}

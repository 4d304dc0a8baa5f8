import Autosuggest from '@cloudscape-design/components/autosuggest';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { BreakReason, Status } from '../../../shared/agents/words.ts';
import { instant, ProfileId } from '../../../shared/ids.ts';
import type { Reasons } from '../../../shared/reasons/words.ts';
import type { Request } from '../../../shared/wire/api.ts';
import type { AgentSettingView } from '../../../shared/wire/routing.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { valueOf } from '../app/world.ts';
import { timeText } from '../parts/time.ts';
import { statusLabel } from '../parts/words.ts';
import { useLoad } from '../parts/use-load.ts';
import { LoadedFace } from './considered.tsx';

type Change = Request<'POST /api/agents/{agentId}/setting'>;
interface Draft {
  status: string;
  profileId: string;
  skills: Record<string, number>;
  minutes: string;
  note: string;
}
interface Option {
  value: string;
  label: string;
}

/** What may be chosen, and what the agent is: after a missed offer, or on a break that is not on the list any more. */
function statusOptions(reasons: Reasons, view: AgentSettingView): Option[] {
  const options = [
    { value: 'available', label: 'Available' },
    ...reasons.breaks.reasons.map(({ reasonId, name }) => ({ value: `on-break ${reasonId}`, label: name })),
    { value: 'offline', label: 'Offline' },
  ];
  const is = { value: statusKey(view), label: statusLabel(reasons, view.status, view.breakReason) };
  return options.some(({ value }) => value === is.value) ? options : [...options, is];
}
const untilOptions: Option[] = [
  { value: '', label: 'For good' },
  { value: '15', label: 'For 15 minutes' },
  { value: '30', label: 'For 30 minutes' },
  { value: '60', label: 'For an hour' },
  { value: '240', label: 'For four hours' },
];
const levelOptions: Option[] = [
  { value: '0', label: 'Not known' },
  ...[1, 2, 3, 4, 5].map((n) => ({ value: String(n), label: `Level ${n}` })),
];

const statusKey = ({ status, breakReason }: Pick<AgentSettingView, 'status' | 'breakReason'>): string =>
  status === 'on-break' ? `on-break ${breakReason ?? 'break'}` : status;
const draftOf = (view: AgentSettingView): Draft => ({
  status: statusKey(view),
  profileId: view.profileId,
  skills: { ...view.skills },
  minutes: '',
  note: '',
});

/** Only what differs is changed. Undefined when nothing does. */
function changeOf(view: AgentSettingView, draft: Draft, nowMs: number): Change | undefined {
  const change: Change = {};
  if (draft.status !== statusKey(view)) {
    const [status, breakReason] = draft.status.split(' ') as [Status, BreakReason | undefined];
    Object.assign(change, { status }, breakReason === undefined ? {} : { breakReason });
  }
  if (draft.profileId !== view.profileId) change.profileId = ProfileId.parse(draft.profileId);
  const skills = Object.fromEntries(Object.entries(draft.skills).filter(([, level]) => level > 0));
  if (JSON.stringify(skills) !== JSON.stringify(view.skills)) change.skills = skills;
  if (Object.keys(change).length === 0) return undefined;
  if (draft.minutes !== '') change.until = instant(nowMs + Number(draft.minutes) * 60_000);
  if (draft.note.trim() !== '') change.note = draft.note.trim();
  return change;
}

function Choose({ label, options, value, set }: { label: string; options: Option[]; value: string; set: (value: string) => void }) {
  return (
    <FormField label={label}>
      <Select
        options={options}
        selectedOption={options.find((one) => one.value === value) ?? null}
        onChange={({ detail }) => set(detail.selectedOption.value ?? '')}
      />
    </FormField>
  );
}

function Form({ view, close }: { view: AgentSettingView; close: () => void }) {
  const world = useWorld();
  const { reasons } = useClient();
  const [draft, setDraft] = useState(() => draftOf(view));
  const [saving, setSaving] = useState(false);
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const change = changeOf(view, draft, world.now());
  const save = async () => {
    if (change === undefined) return;
    setSaving(true);
    const done = valueOf(world, await world.api.call('POST /api/agents/{agentId}/setting', change, { agentId: view.agentId }));
    setSaving(false);
    if (done !== undefined) close();
  };
  return (
    <SpaceBetween size="m">
      {view.until !== undefined && <Alert type="info">{`Some of this was set for a time and goes back at ${timeText(view.until)}.`}</Alert>}
      <ColumnLayout columns={2}>
        <Choose label="Status" options={statusOptions(reasons, view)} value={draft.status} set={(status) => set({ status })} />
        <Choose
          label="Routing profile"
          options={view.profiles.map(({ profileId, name }) => ({ value: profileId, label: name }))}
          value={draft.profileId}
          set={(profileId) => set({ profileId })}
        />
        {view.knownSkills.map(({ skillId, name }) => (
          <Choose
            key={skillId}
            label={name}
            options={levelOptions}
            value={String(draft.skills[skillId] ?? 0)}
            set={(level) => set({ skills: { ...draft.skills, [skillId]: Number(level) } })}
          />
        ))}
        <Choose label="How long" options={untilOptions} value={draft.minutes} set={(minutes) => set({ minutes })} />
      </ColumnLayout>
      <FormField label="Reason" description="Kept with the change; up to 200 characters.">
        <Autosuggest
          value={draft.note}
          options={reasons['status-changes'].reasons.map(({ name }) => ({ value: name }))}
          placeholder={reasons['status-changes'].reasons.length === 0 ? '' : 'Choose, or write'}
          enteredTextLabel={(typed) => `“${typed}”`}
          empty="Write why"
          onChange={({ detail }) => set({ note: detail.value.slice(0, 200) })}
        />
      </FormField>
      <Box float="right">
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" onClick={close}>
            Cancel
          </Button>
          <Button variant="primary" disabled={change === undefined} loading={saving} onClick={() => void save()}>
            Set
          </Button>
        </SpaceBetween>
      </Box>
    </SpaceBetween>
  );
}

/** A supervisor sets an agent's status, routing profile and skills, for good or for a time. */
export function AgentSettingDialog({ agentId, name, close }: { agentId: string; name: string; close: () => void }) {
  const world = useWorld();
  const { loaded, again } = useLoad(agentId, () => world.api.call('GET /api/agents/{agentId}/setting', {}, { agentId }));
  return (
    <Modal visible header={`Set ${name}`} closeAriaLabel="Close" onDismiss={close}>
      <LoadedFace loaded={loaded} again={again}>
        {(view) => <Form view={view} close={close} />}
      </LoadedFace>
    </Modal>
  );
}

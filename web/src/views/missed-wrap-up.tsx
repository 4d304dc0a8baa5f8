import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { MissedWrapUp as Missed, Timeline } from '../../../shared/wire/api.ts';
import { kept, usualDraft } from '../app/drafts.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { valueOf } from '../app/world.ts';
import { NotesField } from '../parts/notes-field.tsx';
import { draftErrors, emptyDraft, wrapUpOf, type Draft } from '../state/draft.ts';
import { keyOf } from '../state/state.ts';
import { WrapUpFields } from './wrap-up-form.tsx';

interface Props {
  timeline: Timeline;
  missed: Missed;
  /** It is handed in: the timeline has another line. */
  done: () => void;
}

/** What the agent wrote before, if it was in this browser, over what is usual. */
function useDraft({ timeline: { contactId, wrapUp }, missed }: Props): [Draft, (change: Partial<Draft>) => void] {
  const world = useWorld();
  const { agent } = useClient();
  const [draft, setDraft] = useState<Draft>(() => ({
    ...emptyDraft,
    ...usualDraft(wrapUp ?? {}, agent?.agentId, world.now()),
    ...kept(keyOf({ contactId, n: missed.n })),
  }));
  return [draft, (change) => setDraft((before) => ({ ...before, ...change }))];
}

function MissedForm(props: Props) {
  const { timeline, missed, done } = props;
  const world = useWorld();
  const { agent } = useClient();
  const [draft, change] = useDraft(props);
  const [checked, setChecked] = useState(false);
  const [sending, setSending] = useState(false);
  const send = async (): Promise<void> => {
    const request = wrapUpOf(draft, missed, world.now());
    if (request === undefined) return setChecked(true);
    setSending(true);
    const whose = missed.agentId === agent?.agentId ? {} : { agentId: missed.agentId };
    const { contactId } = timeline;
    const me = valueOf(world, await world.api.call('POST /api/contacts/{contactId}/wrap-up', { ...request, ...whose }, { contactId }));
    setSending(false);
    if (me === undefined) return;
    world.dispatch({ type: 'message', message: { kind: 'success', text: 'The wrap-up is handed in.' } });
    await world.load();
    done();
  };
  return (
    <SpaceBetween size="m">
      <NotesField notes={draft.notes} description="Saved with the wrap-up." change={(notes) => change({ notes })} />
      <WrapUpFields
        draft={draft}
        errors={checked ? draftErrors(draft, world.now()) : {}}
        change={change}
        openTickets={timeline.wrapUp?.openTickets ?? []}
      />
      <div className="submit">
        <Button variant="primary" loading={sending} onClick={() => void send()}>
          Finish
        </Button>
      </div>
    </SpaceBetween>
  );
}

/** A wrap-up that nobody handed in: its agent may do it, or a supervisor; others read that it is missing. */
export function MissedWrapUp(props: Props) {
  const { missed } = props;
  const { agent, groups } = useClient();
  const [writing, setWriting] = useState(false);
  const mine = missed.agentId === agent?.agentId;
  const may = mine || groups.includes('supervisors');
  return (
    <SpaceBetween size="m">
      <Alert
        type="warning"
        header={mine ? 'You missed this wrap-up' : `${missed.agentName} missed this wrap-up`}
        {...(may && !writing ? { action: <Button onClick={() => setWriting(true)}>Write it down now</Button> } : {})}
      >
        {may
          ? 'Nobody has written down how it ended and what becomes of its ticket.'
          : `How it ended is not written down. ${missed.agentName} or a supervisor can do it here.`}
      </Alert>
      {writing && <MissedForm {...props} />}
    </SpaceBetween>
  );
}

import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Tabs from '@cloudscape-design/components/tabs';
import { useEffect } from 'react';
import type { CustomerId } from '../../../shared/ids.ts';
import type { CallbackView, MissedView, VoicemailView } from '../../../shared/wire/left.ts';
import { reasonName } from '../../../shared/reasons/words.ts';
import { perform } from '../actions/action.ts';
import { callLeft, cancelCallback, finishVoicemail, loadLeft, moveCallback, playVoicemail, takeVoicemail } from '../actions/left.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { PhoneNumber } from '../parts/phone-number.tsx';
import { ProblemFace } from '../parts/problem-face.tsx';
import { clockText, dayAndTimeText } from '../parts/time.ts';
import { chosenCallback, chosenMissed, chosenVoicemail, leftTabs, unheardIn } from '../state/left.ts';
import { LeftTable } from '../views/left-table.tsx';
import { VoicemailPlayer } from '../views/voicemail-player.tsx';

interface Somebody {
  number?: string | undefined;
  customerName?: string | undefined;
  customerId?: CustomerId | undefined;
}

/** The customer, and the number to call them. */
function Whose({ of: { number, customerName, customerId } }: { of: Somebody }) {
  return (
    <>
      <div>{customerName ?? (number === undefined ? 'Number withheld' : 'Not known yet')}</div>
      {number !== undefined && <PhoneNumber number={number} name={customerName} customerId={customerId} />}
    </>
  );
}

const whoIs = ({ customerName, number }: Somebody): string => customerName ?? number ?? 'Number withheld';

type Face = { type: StatusIndicatorProps.Type; text: string };
const Sign = ({ face: { type, text } }: { face: Face }) => (
  <span className="whole-words">
    <StatusIndicator type={type}>{text}</StatusIndicator>
  </span>
);

function voicemailFace({ state, heardByName }: VoicemailView): Face {
  if (state === 'unheard') return { type: 'warning', text: 'Unheard' };
  if (state === 'done') return { type: 'success', text: 'Done' };
  return { type: 'info', text: heardByName === undefined ? 'Heard' : `Heard by ${heardByName}` };
}

function callbackFace({ state, dueAt, agentName }: CallbackView): Face {
  if (state === 'calling') return { type: 'in-progress', text: agentName === undefined ? 'Being called' : `With ${agentName}` };
  if (state === 'scheduled' && dueAt !== undefined) return { type: 'pending', text: dayAndTimeText(dueAt) };
  return { type: 'warning', text: 'As soon as somebody is free' };
}

function Voicemails() {
  const client = useClient();
  const mine = chosenVoicemail(client)?.ownerId === client.agent?.agentId;
  return (
    <SpaceBetween size="s">
      <VoicemailPlayer />
      <LeftTable<VoicemailView>
        title="Voicemail"
        items={client.left.all?.voicemails}
        idOf={(one) => one.voicemailId}
        nameOf={whoIs}
        chosen={chosenVoicemail(client)}
        actions={[
          { action: takeVoicemail, label: mine ? 'Give back' : 'Take' },
          { action: finishVoicemail },
          { action: callLeft },
          { action: playVoicemail, primary: true },
        ]}
        empty={{ title: 'No messages', text: 'What callers say after the beep is here, with a ticket for each.' }}
        columns={[
          { id: 'state', header: 'State', cell: (one) => <Sign face={voicemailFace(one)} />, width: 190 },
          { id: 'who', header: 'From', cell: (one) => <Whose of={one} />, isRowHeader: true, minWidth: 170 },
          { id: 'for', header: 'For', cell: (one) => one.forName, minWidth: 110 },
          { id: 'at', header: 'Left', cell: (one) => dayAndTimeText(one.at), minWidth: 160 },
          { id: 'length', header: 'Length', cell: (one) => clockText(one.seconds * 1000), width: 90 },
          { id: 'owner', header: 'Owner', cell: (one) => one.ownerName ?? '–', minWidth: 110 },
        ]}
      />
    </SpaceBetween>
  );
}

/** How often it was tried, and what became of it last. */
function Attempts({ of: { attempts, most, last } }: { of: CallbackView }) {
  const { reasons } = useClient();
  return (
    <>
      <div>{`${attempts} of ${most}`}</div>
      {last !== undefined && <div className="soft">{reasonName(reasons, 'callback-results', last)}</div>}
    </>
  );
}

function Callbacks() {
  const client = useClient();
  return (
    <LeftTable<CallbackView>
      title="Callbacks"
      items={client.left.all?.callbacks}
      idOf={(one) => one.contactId}
      nameOf={whoIs}
      chosen={chosenCallback(client)}
      actions={[{ action: cancelCallback }, { action: moveCallback }]}
      empty={{
        title: 'No callbacks',
        text: 'Customers who asked to be called back are here until they were reached. They are offered like calls.',
      }}
      columns={[
        { id: 'when', header: 'When', cell: (one) => <Sign face={callbackFace(one)} />, width: 230 },
        { id: 'who', header: 'Customer', cell: (one) => <Whose of={one} />, isRowHeader: true, minWidth: 170 },
        { id: 'queue', header: 'Queue', cell: (one) => one.queueName, minWidth: 110 },
        { id: 'since', header: 'Waiting since', cell: (one) => dayAndTimeText(one.arrivedAt), minWidth: 130 },
        {
          id: 'attempts',
          header: 'Attempts',
          cell: (one) => <Attempts of={one} />,
          minWidth: 130,
        },
      ]}
    />
  );
}

function MissedCallers() {
  const client = useClient();
  return (
    <LeftTable<MissedView>
      title="Missed callers"
      items={client.left.all?.missed}
      idOf={(one) => one.number}
      nameOf={whoIs}
      chosen={chosenMissed(client)}
      actions={[{ action: callLeft, primary: true }]}
      empty={{ title: 'Nobody was missed', text: 'Callers who gave up waiting are here for two weeks, until somebody reaches them.' }}
      columns={[
        { id: 'who', header: 'Caller', cell: (one) => <Whose of={one} />, isRowHeader: true, minWidth: 190 },
        { id: 'count', header: 'Calls', cell: (one) => one.count, width: 90 },
        { id: 'last', header: 'Last', cell: (one) => dayAndTimeText(one.lastAt), minWidth: 140 },
        { id: 'queue', header: 'Queue', cell: (one) => one.queueName, minWidth: 120 },
      ]}
    />
  );
}

const counted = (label: string, count: number | undefined): string => (count === undefined || count === 0 ? label : `${label} (${count})`);

/** What callers left behind: messages, wishes to be called back, and calls that nobody took. */
export default function CallBacks() {
  const world = useWorld();
  const client = useClient();
  const { problem, all, tab } = client.left;
  const again = () => void perform(world, loadLeft);
  useEffect(again, [world]);
  if (problem !== undefined && all === undefined) return <ProblemFace problem={problem} again={again} />;
  return (
    <SpaceBetween size="m">
      {problem !== undefined && <ProblemFace problem={problem} again={again} />}
      <Tabs
        activeTabId={tab}
        ariaLabel="What callers left"
        onChange={({ detail }) => {
          const chosen = leftTabs.find((one) => one === detail.activeTabId);
          if (chosen !== undefined) world.dispatch({ type: 'left-tab', tab: chosen });
        }}
        tabs={[
          { id: 'voicemail', label: counted('Voicemail', unheardIn(client)), content: <Voicemails /> },
          { id: 'callbacks', label: counted('Callbacks', all?.callbacks.length), content: <Callbacks /> },
          { id: 'missed', label: counted('Missed', all?.missed.length), content: <MissedCallers /> },
        ]}
      />
    </SpaceBetween>
  );
}

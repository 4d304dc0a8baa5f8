import Box from '@cloudscape-design/components/box';
import Icon, { type IconProps } from '@cloudscape-design/components/icon';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { PartyView, TalkView } from '../../../shared/wire/api.ts';
import { raiseHand } from '../actions/help.ts';
import { actionsOf } from '../actions/parties.ts';
import { addSupervisor } from '../actions/talk.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Clock } from '../parts/clock.tsx';
import { partyFace } from '../parts/party-words.ts';
import { nameText, phoneText } from '../parts/phone.ts';
import { chosenParty, isMuted } from '../state/talk.ts';

const icons = { customer: 'user-profile', agent: 'user-profile-active', number: 'call' } as const satisfies Record<
  PartyView['kind'],
  NonNullable<IconProps['name']>
>;
const kinds = { customer: 'Customer', agent: 'Colleague', number: 'Outside number' } as const satisfies Record<PartyView['kind'], string>;

function below(party: PartyView): string {
  const whose = party.owner && !party.me ? 'has the contact' : undefined;
  return [
    party.me ? 'You' : kinds[party.kind],
    party.number === undefined || party.number === party.name ? undefined : phoneText(party.number),
    whose,
  ]
    .filter(Boolean)
    .join(' · ');
}

function Buttons({ party }: { party: PartyView }) {
  const { hold, mute, drop } = actionsOf(party.partyId);
  const name = nameText(party);
  const [held, muted] = [party.held ? `Take ${name} back from hold` : `Hold ${name}`, party.muted ? 'Unmute' : 'Mute'];
  return (
    <span className="party-buttons">
      <ActionButton action={hold} variant="icon" iconName={party.held ? 'play' : 'pause'} iconOnly>
        {held}
      </ActionButton>
      <ActionButton action={mute} variant="icon" iconName={party.muted ? 'microphone-off' : 'microphone'} iconOnly>
        {`${muted} ${name}`}
      </ActionButton>
      <ActionButton action={drop} variant="icon" iconName="close" iconOnly>
        {`Take ${name} out`}
      </ActionButton>
    </span>
  );
}

function Row({ party, chosen, several, mine }: { party: PartyView; chosen: boolean; several: boolean; mine: boolean }) {
  const world = useWorld();
  const state = useClient();
  const face = partyFace(party.me && isMuted(state) ? { ...party, muted: true } : party);
  return (
    <li
      className={chosen && several ? 'party party-chosen' : 'party'}
      aria-current={chosen && several ? 'true' : undefined}
      onPointerDown={() => !party.me && world.dispatch({ type: 'party-chosen', partyId: party.partyId })}
    >
      <Icon name={icons[party.kind]} />
      <span className="party-who">
        <strong>{nameText(party)}</strong>
        <span className="line-below">{below(party)}</span>
      </span>
      <span className="party-face">
        <StatusIndicator type={face.type}>{face.text}</StatusIndicator>
        <span className="line-below">
          <Clock since={party.since} />
        </span>
      </span>
      {mine && !party.me ? <Buttons party={party} /> : <span className="party-buttons" />}
    </li>
  );
}

/** Everybody in the conversation: who, how, since when, and what can be done with each. */
export function Participants({ talk }: { talk: TalkView }) {
  const state = useClient();
  const chosen = chosenParty(state);
  const several = talk.parties.length > 2;
  return (
    <section aria-label="In the conversation">
      <div className="line-top parties-top">
        <Box variant="h3">In the conversation ({talk.parties.length})</Box>
        <span className="support">
          <ActionButton action={raiseHand} variant="inline-link">
            {state.agent?.help === undefined ? 'Help' : 'Hand down'}
          </ActionButton>
          <ActionButton action={addSupervisor} variant="inline-link" />
        </span>
      </div>
      <ul className="parties">
        {talk.parties.map((party) => (
          <Row key={party.partyId} party={party} chosen={party === chosen} several={several} mine={talk.mine} />
        ))}
      </ul>
    </section>
  );
}

/** What is done with one of several in the conversation: by the buttons of a row, or by keys for the chosen one. */
import type { PartyView } from '../../../shared/wire/api.ts';
import type { World } from '../app/world.ts';
import type { State } from '../state/state.ts';
import { chosenParty, eventOfHold, may, neighbour, othersIn, talkOf } from '../state/talk.ts';
import type { Action } from './action.ts';
import { command } from './command.ts';

type Which = (state: State) => PartyView | undefined;
interface Deed {
  name: string;
  label: string;
  shortcut: string;
  allowed: (state: State, party: PartyView) => boolean;
  run: (world: World, party: PartyView) => Promise<unknown>;
}

const holdOne: Deed = {
  name: 'talk-hold-party',
  label: 'Hold the chosen one, or back from hold',
  shortcut: 'Shift+P',
  allowed: (state, party) => party.state === 'here' && may(state, eventOfHold(party)),
  run: (world, { partyId, held }) => command(world, { do: held ? 'resume-party' : 'hold-party', partyId }),
};
const muteOne: Deed = {
  name: 'talk-mute-party',
  label: 'Mute or unmute the chosen one',
  shortcut: 'Shift+M',
  allowed: (state, party) => party.state === 'here' && talkOf(state)?.mine === true,
  run: (world, { partyId, muted }) => command(world, { do: 'mute', partyId, muted: !muted }),
};
const dropOne: Deed = {
  name: 'talk-drop',
  label: 'Take the chosen one out',
  shortcut: 'Shift+Y',
  allowed: (state, party) => party.kind !== 'customer' && party.state === 'here' && may(state, 'drop'),
  run: (world, { partyId }) => command(world, { do: 'drop', partyId }),
};

function about({ name, label, shortcut, allowed, run }: Deed, which: Which): Action {
  const party = (state: State) => which(state);
  return {
    name,
    label,
    shortcut,
    group: 'Conversation',
    allowed(state) {
      const found = party(state);
      return found !== undefined && allowed(state, found);
    },
    async run(world) {
      const found = party(world.state());
      if (found !== undefined) await run(world, found);
    },
  };
}

/** The buttons of one row: without keys, since those are about the chosen row. */
export function actionsOf(partyId: string): { hold: Action; mute: Action; drop: Action } {
  const which: Which = (state) => othersIn(talkOf(state)).find((party) => party.partyId === partyId);
  const inRow = (deed: Deed): Action => {
    const { shortcut: _ofTheChosen, ...action } = about(deed, which);
    return { ...action, name: `${deed.name}-${partyId}` };
  };
  return { hold: inRow(holdOne), mute: inRow(muteOne), drop: inRow(dropOne) };
}

const move = (name: string, label: string, shortcut: string, step: 1 | -1): Action => ({
  name,
  label,
  shortcut,
  group: 'Conversation',
  allowed: (state) => othersIn(talkOf(state)).length > 1,
  run: (world) => {
    const next = neighbour(world.state(), step);
    if (next !== undefined) world.dispatch({ type: 'party-chosen', partyId: next.partyId });
  },
});

export const partyActions: readonly Action[] = [
  move('party-before', 'Choose the one before', ',', -1),
  move('party-after', 'Choose the next one', '.', 1),
  ...[holdOne, muteOne, dropOne].map((deed) => about(deed, chosenParty)),
];

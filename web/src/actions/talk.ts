/** What an agent does with a conversation. What is allowed when stands in `shared/talk/machine.ts`. */
import type { TalkEvent } from '../../../shared/talk/machine.ts';
import type { State } from '../state/state.ts';
import { calledIn, may, mayInvite, talkOf, whyNot } from '../state/talk.ts';
import type { Action } from './action.ts';
import { command } from './command.ts';

/** A command without particulars that the machine knows by the same name. */
function plain(event: TalkEvent & ('swap' | 'merge' | 'complete' | 'cancel'), label: string, shortcut: string): Action {
  return {
    name: `talk-${event}`,
    label,
    shortcut,
    group: 'Conversation',
    allowed: (state) => may(state, event),
    whyNot: (state) => whyNot(state, event),
    run: async (world) => void (await command(world, { do: event })),
  };
}

const holdEvent = (state: State): 'hold' | 'resume' => (talkOf(state)?.state === 'on-hold' ? 'resume' : 'hold');

/** The customer on hold and back. */
export const hold: Action = {
  name: 'talk-hold',
  label: 'Hold, or back from hold',
  shortcut: 'Z',
  group: 'Conversation',
  allowed: (state) => may(state, holdEvent(state)),
  whyNot: (state) => whyNot(state, holdEvent(state)),
  run: async (world) => void (await command(world, { do: holdEvent(world.state()) })),
};

export const swap = plain('swap', 'Turn to the other', 'X');
export const merge = plain('merge', 'Bring everybody together', '+');
export const complete = plain('complete', 'Leave them together', 'Shift+C');
export const cancelCall = plain('cancel', 'Stop calling', 'Shift+X');

/** Somebody else is asked, brought in, or gets the call. */
export const invite: Action = {
  name: 'invite',
  label: 'Consult, add or transfer',
  shortcut: 'I',
  group: 'Conversation',
  allowed: mayInvite,
  whyNot: (state) => (calledIn(talkOf(state)) === undefined ? whyNot(state, 'consult') : 'Somebody is being called already.'),
  run: (world) => world.dispatch({ type: 'dialog', dialog: 'people' }),
};

/** The first supervisor who can be reached is called in. */
export const addSupervisor: Action = {
  name: 'talk-add-supervisor',
  label: 'Add a supervisor',
  shortcut: 'Shift+S',
  group: 'Conversation',
  allowed: (state) => may(state, 'add'),
  whyNot: (state) => whyNot(state, 'add'),
  run: async (world) => {
    const answer = await world.api.call('GET /api/directory', {});
    const free = answer.ok ? answer.value.agents.find((agent) => agent.supervisor === true && agent.reachable) : undefined;
    if (free !== undefined) return void (await command(world, { do: 'add', target: { agentId: free.agentId } }));
    const remedy = 'Raise your hand: every supervisor sees it. Or choose somebody else.';
    world.dispatch({ type: 'message', message: { kind: 'warning', text: 'No supervisor can be reached now.', remedy } });
    world.dispatch({ type: 'dialog', dialog: 'people' });
  },
};

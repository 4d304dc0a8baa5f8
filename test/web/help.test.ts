import { expect, test } from 'vitest';
import { AgentId, instant } from '../../shared/ids.ts';
import type { Hand, HelpMessage } from '../../shared/wire/api.ts';
import type { Event } from '../../web/src/state/event.ts';
import { emptyDraft } from '../../web/src/state/draft.ts';
import { chatOf, handsToTell } from '../../web/src/state/help.ts';
import { reduce } from '../../web/src/state/reduce.ts';
import { initialState, type State } from '../../web/src/state/state.ts';

const bela = AgentId.parse('bela');
const at = (seconds: number) => instant(Date.UTC(2026, 10, 26, 10, 0, seconds));
const hand: Hand = { agentId: bela, name: 'Béla Kiss', since: at(10), text: 'May I refund?' };
const goesUp: Event = { type: 'told', message: { type: 'help-hand', agentId: bela, hand } };
const goesDown: Event = { type: 'told', message: { type: 'help-hand', agentId: bela } };
const says = (text: string, seconds: number, fromId = bela): Event => {
  const message: HelpMessage = { messageId: `m-${text}`, agentId: bela, fromId, fromName: 'Somebody', text, at: at(seconds) };
  return { type: 'told', message: { type: 'help-message', message } };
};
const after = (...events: Event[]): State => events.reduce(reduce, initialState('/', emptyDraft));
const textsIn = (state: State) => handsToTell(state).map(({ hand: { name }, text }) => `${name}: ${text}`);
const dismisses = (state: State): State =>
  handsToTell(state).reduce((so, { mark }) => reduce(so, { type: 'help-dismissed', agentId: bela, mark }), state);

test('a supervisor is told of a raised hand until it goes down', () => {
  expect(textsIn(after(goesUp))).toEqual(['Béla Kiss: May I refund?']);
  expect(textsIn(after(goesUp, goesDown))).toEqual([]);
});

test('what the agent writes after it is told in its place; what was written beside an earlier hand is not', () => {
  expect(textsIn(after(says('Old', 5), goesUp))).toEqual(['Béla Kiss: May I refund?']);
  expect(textsIn(after(goesUp, says('It is 80', 20), says('How much?', 25, AgentId.parse('clara'))))).toEqual(['Béla Kiss: It is 80']);
});

test('dismissed, it is told again only when the agent writes more', () => {
  const dismissed = dismisses(after(goesUp));
  expect(textsIn(dismissed)).toEqual([]);
  expect(textsIn(reduce(dismissed, says('Anybody?', 30)))).toEqual(['Béla Kiss: Anybody?']);
});

test('an open chat says it itself; closed, it is not told again', () => {
  const open = reduce(after(goesUp), { type: 'help-chosen', agentId: bela });
  expect(chatOf(open)).toBe(bela);
  expect(textsIn(open)).toEqual([]);
  expect(textsIn([says('Here', 20), { type: 'help-chosen' } as const].reduce(reduce, open))).toEqual([]);
});

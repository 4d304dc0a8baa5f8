/**
 * The one value that says what a conversation may become. The drawing in the documentation, the guard of every command and the test of every
 * (state, event) pair are made from it.
 */

/** What a conversation is, from the point of view of the agent whose contact it is. Derived from its parties by `talkState`. */
export const talkStates = {
  dialling: 'The customer is being called.',
  talking: 'Agent and customer talk.',
  'on-hold': 'The customer hears music.',
  calling: 'The customer hears music while somebody is being called.',
  adding: 'Agent and customer talk while somebody is being called.',
  consulting: 'The customer hears music while agent and consulted party talk.',
  swapped: 'Agent and customer talk while the consulted party is on hold.',
  conference: 'Three or more are in the conversation.',
  deserted: 'The agent’s client is gone; the customer hears music until it is back.',
  'passed-on': 'The customer talks with an outside number, and with no agent.',
  /** Ends of the machine: the contact goes on in its queue, or is over. */
  queued: 'The contact waits in a queue again, or is offered to a colleague.',
  over: 'The contact has ended.',
} as const;
export type TalkState = keyof typeof talkStates;

/** What may happen. The first group are commands of the agent, the others come from telephony, clients and deadlines. */
export const talkEvents = {
  hold: 'The agent puts the customer on hold.',
  resume: 'The agent takes the customer back from hold.',
  consult: 'The agent calls somebody while the customer hears music.',
  add: 'The agent calls somebody into the conversation.',
  cancel: 'The agent stops calling.',
  swap: 'The agent turns from one to the other.',
  merge: 'The agent brings everybody together.',
  drop: 'The agent takes somebody out.',
  'hold-party': 'The agent puts one of several on hold.',
  'resume-party': 'The agent takes one of several back from hold.',
  complete: 'The agent leaves the customer with the others.',
  'hand-over': 'The agent sends the customer to a colleague or a queue without talking to them first.',
  'pass-on': 'The agent sends the customer to an outside number without talking to it first.',
  'hang-up': 'The agent ends the contact for everybody.',
  'party-answered': 'Who was called has come.',
  'party-refused': 'Who was called did not come.',
  'party-left': 'One of the others has gone.',
  'customer-answered': 'The customer who was called has come.',
  'customer-refused': 'The customer who was called did not come.',
  'customer-left': 'The customer has hung up.',
  'agent-lost': 'The agent’s client has gone without a word.',
  'agent-back': 'The agent’s client is back.',
  'return-over': 'The agent’s client did not come back in time.',
} as const;
export type TalkEvent = keyof typeof talkEvents;

type Becomes = TalkState | readonly TalkState[];
const ends = { 'hang-up': 'over', 'customer-left': 'over' } as const;
const sends = { 'hand-over': 'queued', 'pass-on': 'passed-on' } as const;
const asks = { consult: 'calling', add: 'adding' } as const;
const isLost = { 'agent-lost': 'deserted' } as const;

/** For each state the events that it allows and what it then may be: one state, or, where the other parties decide, several. */
export const talkMachine = {
  dialling: { 'customer-answered': 'talking', 'customer-refused': 'over', 'agent-lost': 'over', ...ends },
  talking: { hold: 'on-hold', ...asks, ...sends, ...isLost, ...ends },
  'on-hold': { resume: 'talking', consult: 'calling', ...sends, ...isLost, ...ends },
  calling: { 'party-answered': 'consulting', 'party-refused': 'on-hold', cancel: 'talking', ...isLost, ...ends },
  adding: {
    'party-answered': 'conference',
    'party-refused': ['talking', 'conference', 'consulting', 'swapped'],
    cancel: ['talking', 'conference', 'consulting', 'swapped'],
    'party-left': 'adding',
    'agent-lost': ['talking', 'conference', 'deserted'],
    ...ends,
  },
  consulting: {
    swap: 'swapped',
    merge: 'conference',
    drop: 'talking',
    'party-left': 'on-hold',
    complete: ['talking', 'passed-on'],
    'agent-lost': ['talking', 'deserted'],
    ...ends,
  },
  swapped: {
    swap: 'consulting',
    merge: 'conference',
    drop: 'talking',
    'party-left': 'talking',
    complete: ['talking', 'passed-on'],
    'agent-lost': ['talking', 'deserted'],
    ...ends,
  },
  conference: {
    add: 'adding',
    swap: 'conference',
    drop: ['talking', 'consulting', 'swapped', 'conference'],
    'party-left': ['talking', 'on-hold', 'consulting', 'swapped', 'conference'],
    'hold-party': ['consulting', 'swapped', 'conference'],
    'resume-party': ['conference'],
    complete: ['talking', 'conference', 'passed-on'],
    'agent-lost': ['talking', 'conference', 'deserted'],
    ...ends,
  },
  deserted: { 'agent-back': 'talking', 'return-over': 'queued', 'hang-up': 'over', 'customer-left': 'over' },
  'passed-on': { 'party-answered': 'passed-on', 'party-refused': 'queued', 'party-left': ['over', 'passed-on'], 'customer-left': 'over' },
  queued: {},
  over: {},
} as const satisfies Record<TalkState, Partial<Record<TalkEvent, Becomes>>>;

/** What the conversation may be after the event; empty when the state does not allow it. */
export function becomes(state: TalkState, event: TalkEvent): readonly TalkState[] {
  const row: Partial<Record<TalkEvent, Becomes>> = talkMachine[state];
  const next = row[event];
  if (next === undefined) return [];
  return typeof next === 'string' ? [next] : next;
}

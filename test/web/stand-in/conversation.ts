/** Conversations as the server would tell them: enough of hold, consult and conference to draw and to press every control. */
import { AgentId, instant, QueueId } from '../../../shared/ids.ts';
import { becomes, type TalkState } from '../../../shared/talk/machine.ts';
import { PartyId } from '../../../shared/talk/party.ts';
import type { Directory, PartyView, TalkCommand, TalkView } from '../../../shared/wire/api.ts';

const ago = (seconds: number) => instant(Date.now() - seconds * 1000);

const party = (partyId: string, change: Partial<PartyView> & Pick<PartyView, 'kind' | 'name'>): PartyView => ({
  ...{ partyId: PartyId.parse(partyId), state: 'here', since: ago(70), held: false, muted: false },
  ...{ ringing: false, away: false, owner: false, me: false },
  ...change,
});

export const customer = party('customer', { kind: 'customer', name: 'Maria Fernandez', number: '+36301234567' });
export const owner = party('p1', { kind: 'agent', name: 'Anna Weber', owner: true, me: true });
export const bela = party('p2', { kind: 'agent', name: 'Béla Kiss', since: ago(12) });
export const oven = party('p3', { kind: 'number', name: 'Oven Service', number: '+3612345678', since: ago(5) });

export const talkIn = (state: TalkState, parties: PartyView[], change: Partial<TalkView> = {}): TalkView => ({
  state,
  version: 1,
  parties,
  mine: true,
  ...change,
});

const held = (one: PartyView): PartyView => ({ ...one, held: true });
const calling = (one: PartyView, ringing = false): PartyView => ({ ...one, state: 'calling', ringing });

/** One conversation for each state that the agent's own client can show. */
export const talks: Record<string, TalkView> = {
  dialling: talkIn('dialling', [calling(customer, true), owner]),
  talking: talkIn('talking', [customer, owner]),
  'on-hold': talkIn('on-hold', [held(customer), owner], { heldSince: ago(24) }),
  'long-hold': talkIn('on-hold', [held(customer), owner], { heldSince: ago(135) }),
  calling: talkIn('calling', [held(customer), owner, calling(bela)], { heldSince: ago(8) }),
  adding: talkIn('adding', [customer, owner, calling(oven, true)]),
  consulting: talkIn('consulting', [held(customer), owner, bela], { heldSince: ago(31) }),
  swapped: talkIn('swapped', [customer, owner, held(bela)]),
  conference: talkIn('conference', [customer, owner, { ...bela, away: true }, { ...oven, muted: true }]),
  'not-mine': talkIn('conference', [customer, { ...owner, owner: false }, { ...bela, owner: true }], { mine: false }),
};

/** What a command makes of it; undefined when the machine or this stand-in knows nothing of the kind. */
export function commanded(talk: TalkView, command: TalkCommand): TalkView | undefined {
  const version = talk.version + 1;
  if (command.do === 'mute') {
    return { ...talk, version, parties: talk.parties.map((p) => (p.partyId === command.partyId ? { ...p, muted: command.muted } : p)) };
  }
  if (command.do === 'keys') return { ...talk, version };
  const [state] = becomes(talk.state, command.do);
  if (state === undefined) return undefined;
  const others = talk.parties.filter(({ partyId }) => partyId === 'customer' || partyId === 'p1');
  const setCustomer = (isHeld: boolean, parties = talk.parties) =>
    parties.map((p) => (p.kind === 'customer' ? { ...p, held: isHeld, since: ago(0) } : p));
  const { heldSince: _taken, ...rest } = talk;
  switch (command.do) {
    case 'hold':
      return { ...talk, version, state, parties: setCustomer(true), heldSince: ago(0) };
    case 'consult':
      return { ...talk, version, state, parties: [...setCustomer(true), calling(bela)], heldSince: ago(0) };
    case 'add':
      return { ...rest, version, state, parties: [...talk.parties, calling(oven)] };
    case 'resume':
    case 'cancel':
    case 'drop':
      return { ...rest, version, state, parties: setCustomer(false, others) };
    case 'swap':
      return { ...rest, version, state, parties: talk.parties.map((p) => (p.me ? p : { ...p, held: !p.held })) };
    case 'merge':
      return { ...rest, version, state, parties: talk.parties.map((p) => ({ ...p, held: false })) };
    default:
      return undefined;
  }
}

/** Whoever was called has come. */
export const answered = (talk: TalkView): TalkView => ({
  ...talk,
  version: talk.version + 1,
  state: becomes(talk.state, 'party-answered')[0] ?? talk.state,
  parties: talk.parties.map((p) => (p.state === 'calling' ? { ...p, state: 'here', since: ago(0) } : p)),
});

export const directory = (): Directory => ({
  agents: [
    {
      ...{ agentId: AgentId.parse('anna'), name: 'Anna Weber', extension: '201', status: 'available', state: 'engaged' },
      ...{ since: ago(80), live: true, reachable: false, why: 'is in a conversation' },
    },
    {
      ...{ agentId: AgentId.parse('bela'), name: 'Béla Kiss', extension: '202', status: 'available', state: 'idle' },
      ...{ since: ago(300), live: true, reachable: true },
    },
    {
      ...{ agentId: AgentId.parse('clara'), name: 'Clara Osei', extension: '203', status: 'on-break', breakReason: 'back-office' },
      ...{ state: 'idle', since: ago(900), live: true, reachable: true, supervisor: true },
    },
    {
      ...{ agentId: AgentId.parse('dora'), name: 'Dora Nilsson', extension: '204', status: 'available', state: 'engaged' },
      ...{ since: ago(412), live: true, reachable: false, why: 'is in a conversation' },
    },
    {
      ...{ agentId: AgentId.parse('emil'), name: 'Emil Horvat', status: 'offline', state: 'idle' },
      ...{ since: ago(9000), live: false, reachable: false, why: 'is offline' },
    },
  ],
  queues: [
    {
      queueId: QueueId.parse('billing'),
      name: 'Billing',
      open: true,
      staffed: 3,
      waiting: 2,
      longestSince: ago(190),
      expectedWaitMinutes: 4,
    },
    { queueId: QueueId.parse('technical'), name: 'Technical', open: true, staffed: 0, waiting: 0 },
    { queueId: QueueId.parse('orders'), name: 'Orders', open: false, staffed: 0, waiting: 0 },
  ],
  serverTime: ago(0),
});

/** Every pair of state and event: what the machine allows leads where it says; what it does not allow is refused and changes nothing. */
import { expect, test } from 'vitest';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { agentBack, agentLost, returnOver } from '../../shared/talk/desertion.ts';
import { leaveTalk } from '../../shared/talk/leave-talk.ts';
import { othersOf, ownerOf, partiesOf, talkState } from '../../shared/talk/conversation.ts';
import { becomes, type TalkEvent, talkEvents, talkMachine, type TalkState } from '../../shared/talk/machine.ts';
import { customerParty, type Party } from '../../shared/talk/party.ts';
import { partyAnswered, partyLeft, partyRefused } from '../../shared/talk/party-events.ts';
import { endOffer } from '../../shared/routing/end-offer.ts';
import { TalkCommand } from '../../shared/wire/api.ts';
import {
  answers,
  command,
  comes,
  consults,
  consultsNumber,
  dialling,
  must,
  number,
  otherNumber,
  present,
  type Talk,
  talking,
} from './talk.ts';

type Build = () => Promise<Talk>;
const then =
  (build: Build, ...steps: ((talk: Talk) => Promise<void>)[]): Build =>
  async () => {
    const talk = await build();
    for (const step of steps) await step(talk);
    return talk;
  };
const does =
  (...[what]: [Parameters<typeof must>[1]]) =>
  (talk: Talk) =>
    must(talk, what);
const asksBela = (talk: Talk) => consults(talk);
const belaComes = (talk: Talk) => comes(talk, talk.bela);
const ciliComes = (talk: Talk) => comes(talk, talk.cili);
const addsBela = (talk: Talk) => must(talk, { do: 'add', target: { agentId: talk.bela } });
const addsCili = (talk: Talk) => must(talk, { do: 'add', target: { agentId: talk.cili } });
const annaVanishes = ({ center, anna, contactId }: Talk) => agentLost(center.world, anna, contactId, 1);
const addsNumber = does({ do: 'add', target: { number } });

const consulting = then(talking, asksBela, belaComes);
const three = then(talking, addsBela, belaComes);

/** Each state, reached in the ways that differ. */
const ways: Record<Exclude<TalkState, 'queued' | 'over'>, Record<string, Build>> = {
  dialling: { 'an outbound call': dialling },
  talking: {
    'a customer who called': talking,
    'one who was called': then(dialling, ({ center, contactId }) => partyAnswered(center.world, contactId, customerParty)),
  },
  'on-hold': { plainly: then(talking, does({ do: 'hold' })) },
  calling: { 'a colleague': then(talking, asksBela), 'a number': then(talking, does({ do: 'hold' }), consultsNumber) },
  adding: {
    'a colleague': then(talking, addsBela),
    'a number to three': then(three, addsNumber),
    'a number to two who left the customer on hold': then(
      three,
      addsCili,
      ciliComes,
      does({ do: 'hold-party', partyId: customerParty }),
      addsNumber,
      async ({ center, cili, contactId }) => void (await leaveTalk(center.world, cili, contactId, 3)),
    ),
  },
  consulting: { 'a colleague': consulting, 'a number': then(talking, consultsNumber, answers) },
  swapped: {
    'with a colleague': then(consulting, does({ do: 'swap' })),
    'with a number': then(talking, consultsNumber, answers, does({ do: 'swap' })),
  },
  conference: {
    'of three': three,
    'of three after a merge': then(consulting, does({ do: 'merge' })),
    'with a number': then(talking, addsNumber, answers),
    'of four': then(three, addsCili, ciliComes),
    'of four, the customer on hold': then(three, addsCili, ciliComes, does({ do: 'hold-party', partyId: customerParty })),
    'of a colleague and a number': then(three, addsNumber, answers),
  },
  deserted: {
    'while talking': then(talking, annaVanishes),
    'while consulting a number': then(talking, consultsNumber, answers, annaVanishes),
  },
  'passed-on': {
    unasked: then(talking, does({ do: 'pass-on', target: { number } })),
    'after a talk': then(talking, consultsNumber, answers, does({ do: 'complete' })),
  },
};

const refuse = async (talk: Talk, { partyId, agentId, n }: Party): Promise<void> => {
  const { world } = talk.center;
  if (agentId === undefined || n === undefined) return partyRefused(world, talk.contactId, partyId, 'busy');
  await endOffer(world, talk.contactId, n, { kind: 'declined' });
};

/** What each event is, done to a conversation that may not allow it. Answers the refusal of a command. */
async function happen(talk: Talk, event: TalkEvent): Promise<{ refused?: unknown }> {
  const { center, contactId, anna, bela, cili } = talk;
  const { world } = center;
  const contact = await present(talk);
  const [calling] = othersOf(contact, 'calling');
  const [other] = othersOf(contact, 'here');
  const owner = ownerOf(contact);
  const held = partiesOf(contact).find((party) => party.held && party !== owner);
  const by = contact.agentId ?? anna;
  const free = (await requireAgent(world.db, bela)).state === 'idle' ? bela : cili;
  const n = contact.n ?? 1;
  const none: Record<string, never> = {};
  const nobody = { refused: 'nobody is there to whom it could happen' };
  switch (event) {
    case 'hold':
    case 'resume':
    case 'cancel':
    case 'swap':
    case 'merge':
    case 'complete':
      return command(talk, by, { do: event }) as Promise<{ refused?: unknown }>;
    case 'consult':
      return command(talk, by, { do: event, target: { agentId: free } }) as Promise<{ refused?: unknown }>;
    case 'add':
      return command(talk, by, { do: event, target: { number: otherNumber } }) as Promise<{ refused?: unknown }>;
    case 'drop':
    case 'hold-party':
      return command(talk, by, { do: event, partyId: other?.partyId ?? customerParty }) as Promise<{ refused?: unknown }>;
    case 'resume-party':
      return command(talk, by, { do: event, partyId: held?.partyId ?? customerParty }) as Promise<{ refused?: unknown }>;
    case 'hand-over':
      return command(talk, by, { do: event, target: { agentId: free } }) as Promise<{ refused?: unknown }>;
    case 'pass-on':
      return command(talk, by, { do: event, target: { number: otherNumber } }) as Promise<{ refused?: unknown }>;
    case 'hang-up':
      await endContact(world, contactId, 'agent-hung-up', { agentId: by, n });
      return none;
    case 'party-answered':
      if (contact.bridge !== undefined) await partyAnswered(world, contactId, customerParty);
      else if (calling?.agentId !== undefined) await comes(talk, calling.agentId);
      else if (calling !== undefined) await partyAnswered(world, contactId, calling.partyId);
      else return nobody;
      return none;
    case 'party-refused':
      if (contact.bridge !== undefined) await partyRefused(world, contactId, customerParty, 'busy');
      else if (calling !== undefined) await refuse(talk, calling);
      else return nobody;
      return none;
    case 'party-left':
      if (contact.bridge !== undefined) await partyLeft(world, contactId, customerParty, 'hung-up');
      else if (other?.agentId !== undefined && other.n !== undefined) await leaveTalk(world, other.agentId, contactId, other.n);
      else if (other !== undefined) await partyLeft(world, contactId, other.partyId, 'hung-up');
      return none;
    case 'customer-answered':
      // Of a bridge it is the outside number that answers.
      if (contact.bridge === undefined) await partyAnswered(world, contactId, customerParty);
      return none;
    case 'customer-refused':
      if (contact.bridge === undefined) await partyRefused(world, contactId, customerParty, 'busy');
      return none;
    case 'customer-left':
      await endContact(world, contactId, 'caller-hung-up');
      return none;
    case 'agent-lost':
      await agentLost(world, by, contactId, n);
      return none;
    case 'agent-back':
      await agentBack(world, by, contactId, n);
      return none;
    case 'return-over':
      center.clock.now += 31_000;
      await returnOver(world, by, contactId, n);
      return none;
  }
}

const isCommand = (event: TalkEvent): boolean => event !== 'hang-up' && TalkCommand.options.some((one) => one.shape.do.value === event);
const events = Object.keys(talkEvents) as TalkEvent[];

for (const [state, builds] of Object.entries(ways) as [TalkState, Record<string, Build>][]) {
  const allowed = events.filter((event) => becomes(state, event).length > 0);
  for (const [how, build] of Object.entries(builds)) {
    test(`${state} (${how}): what is not allowed changes nothing`, async () => {
      const talk = await build();
      const before = await present(talk);
      expect(talkState(before)).toBe(state);
      const told: TalkEvent[] = events.filter((event) => !allowed.includes(event) && event !== 'return-over');
      for (const event of told) {
        const answer = await happen(talk, event);
        if (isCommand(event)) expect(answer, `${event} while ${state}`).toHaveProperty('refused');
        expect(await present(talk), `${event} while ${state}`).toEqual(before);
      }
    });
    test(`${state} (${how}): what is allowed leads where the machine says`, async () => {
      for (const event of allowed) {
        const talk = await build();
        const before = await present(talk);
        const answer = await happen(talk, event);
        const after = await present(talk);
        if (answer.refused !== undefined) expect(after, `${event} was refused`).toEqual(before);
        else expect(becomes(state, event), `${event} led to ${talkState(after)}`).toContain(talkState(after));
      }
    });
  }
}

test('each state that can be reached is built here, and the ends have no way out', () => {
  expect([...Object.keys(ways), 'queued', 'over'].sort()).toEqual(Object.keys(talkMachine).sort());
  expect(talkMachine.queued).toEqual({});
  expect(talkMachine.over).toEqual({});
});
